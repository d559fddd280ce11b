/** Receives one multipart file into the temporary folder and removes it after the answer. Judges nothing but size and shape. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Request, Response } from 'express';
import multer from 'multer';
import { problem } from './problem';
import type { UploadedFile } from './route';

/** Reads the multipart body; its text fields become `request.body`. */
export async function receiveUpload(
  request: Request,
  response: Response,
  maxBytes: number,
): Promise<UploadedFile | null> {
  if (request.is('multipart/form-data') !== 'multipart/form-data') {
    throw problem('request/unsupported-media', { expected: 'multipart/form-data' });
  }
  const storage = multer.diskStorage({
    destination: tmpdir(),
    filename: (_request, _file, named) => {
      named(null, `govflow-upload-${randomUUID()}`);
    },
  });
  const limits = { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 65_536, parts: 12, headerPairs: 50 };
  await new Promise<void>((resolve, reject) => {
    const receive = multer({ storage, limits, defParamCharset: 'utf8' }).single('file');
    void receive(request, response, (error: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(asProblem(error, maxBytes));
    });
  });
  const { file } = request;
  if (file === undefined) return null;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file.path)) hash.update(chunk as Buffer);
  return { path: file.path, originalName: file.originalname, bytes: file.size, sha256: hash.digest('hex') };
}

function asProblem(error: unknown, maxBytes: number): Error {
  if (error instanceof multer.MulterError) {
    if (error.code === 'LIMIT_FILE_SIZE') return problem('request/too-large', { maxBytes });
    return problem('request/invalid', { reason: error.code });
  }
  const isClientMistake =
    error instanceof Error && /multipart|boundary|unexpected end of form|malformed/iu.test(error.message);
  if (isClientMistake) return problem('request/invalid', { reason: 'multipart' });
  return error instanceof Error ? error : new Error('upload failed', { cause: error });
}

/** Removes what was received; a file that is gone already is fine. */
export async function discardUpload(file: UploadedFile | null): Promise<void> {
  if (file !== null) await rm(file.path, { force: true });
}
