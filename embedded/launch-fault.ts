/** The one way in which starting can fail for a reason a person can act on: one sentence, Chinese first. */

export class LaunchFault extends Error {
  override readonly name = 'LaunchFault';
  readonly zh: string;
  readonly en: string;
  constructor(zh: string, en: string, cause?: unknown) {
    super(`${zh} / ${en}`, { cause });
    this.zh = zh;
    this.en = en;
  }
}

/** The operating system's code of an error (`ENOENT`, `ENOSPC`), if it has one. */
export function systemCode(error: unknown): string | undefined {
  // By shape: an error of another realm (a worker, Jest's sandbox) is no instance of this one's Error.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** A full disk is told the same way wherever it is met. */
export function diskFull(folder: string, neededBytes?: number): LaunchFault {
  const needed = neededBytes === undefined ? '' : `${String(Math.ceil(neededBytes / 1_048_576))} MB`;
  return new LaunchFault(
    `磁盘已满：${folder} 所在磁盘空间不足${needed === '' ? '' : `（需要 ${needed}）`}，请清理后重新启动。`,
    `The disk is full: there is not enough room for ${folder}${needed === '' ? '' : ` (${needed} needed)`}; free some and start again.`,
  );
}
