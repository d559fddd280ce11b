/** Which files are accepted: the content decides, and the name's extension must fit it. */
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileTypeFromFile } from 'file-type/node';
import { problem } from './problem';
import type { UploadedFile } from './route';

const maxName = 200;

/** Extension → content types file-type may find, and the type it is served as. OFD is a zip with its own layout. */
const accepted: Readonly<Record<string, { readonly found: readonly string[]; readonly served: string }>> = {
  '.pdf': { found: ['application/pdf'], served: 'application/pdf' },
  '.docx': {
    found: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/zip'],
    served: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  '.xlsx': {
    found: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/zip'],
    served: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  '.ofd': { found: ['application/zip'], served: 'application/ofd' },
  '.png': { found: ['image/png'], served: 'image/png' },
  '.jpg': { found: ['image/jpeg'], served: 'image/jpeg' },
  '.jpeg': { found: ['image/jpeg'], served: 'image/jpeg' },
  '.txt': { found: ['text'], served: 'text/plain; charset=utf-8' },
  '.md': { found: ['text'], served: 'text/markdown; charset=utf-8' },
};

/** Text has no signature: the first part must be UTF-8 without control characters. */
async function isText(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const part = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), {
      stream: true,
    });
    return !/[\u0000-\u0008\u000e-\u001f]/u.test(part);
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

/** A name without path, control or direction characters, short enough for every file system. */
export function cleanName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  const extension = extname(clean).slice(0, 10);
  const stem = Array.from(clean.slice(0, clean.length - extname(clean).length));
  return stem.slice(0, maxName - extension.length).join('') + extension;
}

/** The name and type to keep, or material/unsupported-type. */
export async function requireFileType(
  file: UploadedFile,
): Promise<{ fileName: string; contentType: string }> {
  const fileName = cleanName(file.originalName);
  const row = accepted[extname(fileName).toLowerCase()];
  const sniffed =
    (await fileTypeFromFile(file.path))?.mime ?? ((await isText(file.path)) ? 'text' : 'unknown');
  if (row === undefined || !row.found.includes(sniffed)) {
    throw problem('material/unsupported-type', { fileName, found: sniffed, allowed: Object.keys(accepted) });
  }
  return { fileName, contentType: row.served };
}
