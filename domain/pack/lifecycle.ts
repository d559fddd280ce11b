/** Reads the lifecycle of a pack as a graph: which runs may follow which. A run whose `when` fails hands on. */
import { processEnds } from './types';
import type { Run } from './types';

/** Whether a target of the lifecycle is an end of the project. */
export function isProcessEnd(target: string): boolean {
  return processEnds.some((end) => end === target);
}

/** The runs a target may open: the named row, and past rows that exist only while a condition holds. */
export function runsOpenedBy(lifecycle: readonly Run[], from: number, to: string): readonly string[] {
  const start = to === 'next' ? from + 1 : lifecycle.findIndex((row) => row.run === to);
  if (start < 0) return [];
  const opened: string[] = [];
  for (const row of lifecycle.slice(start)) {
    opened.push(row.run);
    if (row.when === undefined) break;
  }
  return opened;
}

/** The runs with which a project may begin. */
export function firstRuns(lifecycle: readonly Run[]): readonly string[] {
  return runsOpenedBy(lifecycle, -1, 'next');
}

/** Every run that may come directly after this one, whatever its outcome. */
export function runsAfter(lifecycle: readonly Run[], run: string): readonly string[] {
  const from = lifecycle.findIndex((row) => row.run === run);
  const outcomes = lifecycle[from]?.outcomes ?? [];
  return [
    ...new Set(outcomes.flatMap(({ to }) => (isProcessEnd(to) ? [] : runsOpenedBy(lifecycle, from, to)))),
  ];
}
