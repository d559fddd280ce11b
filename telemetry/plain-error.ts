/** A failure as a log may tell it: its kind, what is wrong, and the places it came through; nothing that people wrote. */

/** Drivers and engines quote what they failed on: the beginning says what is wrong. */
const longestMessage = 300;
const mostFrames = 20;

/** What stands in quotes, what follows a duplicate key, and Chinese text may be somebody's words or name. */
function masked(message: string): string {
  return message
    .slice(0, longestMessage)
    .replace(/dup key:.*/su, 'dup key: …')
    .replaceAll(/"[^"]*"?|'[^']*'?/gu, '"…"')
    .replaceAll(/\p{Script=Han}+/gu, '…');
}

export interface PlainError {
  readonly type: string;
  readonly code?: string | number;
  readonly message: string;
  readonly stack?: string;
}

/** The failure without personal data; anything that is no error is told as text, masked alike. */
export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { type: typeof error, message: masked(String(error)) };
  const { code } = error as { code?: unknown };
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: masked(error.message),
    stack: frames.slice(0, mostFrames).join('\n'),
  };
}
