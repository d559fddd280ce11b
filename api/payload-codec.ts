/** Packs what Temporal stores: large payloads travel and rest compressed, and whoever reads a history gets them as they were. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { DataConverter, Payload } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { z } from 'zod';

/** Written into histories that are kept for years: these names are permanent. */
const packedAs = 'binary/brotli';
const innerKey = 'govflow-encoding';

/** Below this the frame weighs about what packing saves. */
const worthBytes = 1024;
/** A run's input is some 20 kilobytes: half a millisecond at this quality; the best one takes twenty for a sixth less. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 18 };

function pack(payload: Payload): Payload {
  const { data, metadata } = payload;
  const inner = metadata?.['encoding'];
  if (!data || !inner || data.length < worthBytes) return payload;
  const packed = brotliCompressSync(data, { params });
  if (packed.length >= data.length) return payload;
  return { metadata: { ...metadata, encoding: encode(packedAs), [innerKey]: inner }, data: packed };
}

/** A payload as it was before it was packed; one that was not is handed back as it is. */
export function unpack(payload: Payload): Payload {
  const { data, metadata } = payload;
  const { encoding, [innerKey]: inner, ...rest } = metadata ?? {};
  if (!data || !encoding || !inner || decode(encoding) !== packedAs) return payload;
  return { metadata: { ...rest, encoding: inner }, data: brotliDecompressSync(data) };
}

/** What every client and every worker that may meet a process is given. */
export const dataConverter: DataConverter = {
  payloadCodecs: [
    {
      encode: async (payloads) => payloads.map(pack),
      decode: async (payloads) => payloads.map(unpack),
    },
  ],
};

const PackedJson = z.strictObject({
  metadata: z.looseObject({ encoding: z.string(), [innerKey]: z.string() }),
  data: z.string(),
});

const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64');
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A packed payload inside a history's JSON, where bytes are base64. */
function unpackJson(_key: string, value: unknown): unknown {
  const found = PackedJson.safeParse(value);
  if (!found.success) return value;
  const { metadata, data } = found.data;
  const bytes = Object.entries(metadata).map(([key, text]) => [key, fromBase64(String(text))] as const);
  const inner = unpack({ metadata: Object.fromEntries(bytes), data: fromBase64(data) });
  const texts = Object.entries(inner.metadata ?? {}).map(([key, each]) => [key, toBase64(each)] as const);
  return { metadata: Object.fromEntries(texts), data: toBase64(inner.data ?? new Uint8Array()) };
}

/** A history as JSON with every payload unpacked: what operators read and what is archived depends on no codec. */
export function historyText(history: Parameters<typeof historyToJSON>[0]): string {
  return JSON.stringify(JSON.parse(historyToJSON(history), unpackJson));
}
