/** Official numbers out of a pack's pattern: `{year}` and `{seq}` or `{seq:4}` (padded to four digits). */

/** The counter a pattern counts in: the pattern with its year filled in. */
export function scopeOf(pattern: string, year: string): string {
  return pattern.replaceAll('{year}', year);
}

/** The number of a place in a counter. */
export function numberOf(scope: string, seq: number): string {
  return scope.replace(/\{seq(?::(\d))?\}/gu, (_all, width: string | undefined) =>
    String(seq).padStart(Number(width ?? 1), '0'),
  );
}
