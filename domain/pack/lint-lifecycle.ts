/** The flow of a project: every run has a body, is reached and leads to an end; nothing is in use that was not accepted. */
import { firstRuns, isProcessEnd, runsAfter, runsOpenedBy } from './lifecycle';
import type { PackRows } from './lint-walk';
import type { Note } from './mistakes';
import { processEnds } from './types';
import type { Run } from './types';

/** Checks the lifecycle rows. */
export function checkLifecycle(pack: PackRows, note: Note): void {
  const { lifecycle } = pack;
  const reached = runsReached(lifecycle);
  lifecycle.forEach((row, index) => {
    const path = ['lifecycle', index];
    if (lifecycle.findIndex((other) => other.run === row.run) !== index)
      note('run/twice', [...path, 'run'], `${row.run} 重复`, `the run ${row.run} stands twice`);
    if (!Object.hasOwn(pack.stages, row.run))
      note('run/no-body', path, `stages 中没有 ${row.run}`, `stages has no body for ${row.run}`);
    if (!reached.has(row.run))
      note('run/unreachable', path, `阶段 ${row.run} 无法到达`, `no outcome leads to the run ${row.run}`);
    if (!reachesEnd(lifecycle, row.run))
      note('run/no-end', path, `从 ${row.run} 到不了终点`, `no way leads from ${row.run} to an end`);
    checkTargets(lifecycle, row, index, note);
  });
  checkOperation(lifecycle, note);
}

function checkTargets(lifecycle: readonly Run[], row: Run, index: number, note: Note): void {
  for (const { outcome, to } of row.outcomes) {
    const path = ['lifecycle', index, 'outcomes', outcome];
    if (isProcessEnd(to) || runsOpenedBy(lifecycle, index, to).length > 0) continue;
    const ends = processEnds.join(', ');
    note(
      'run/unknown-target',
      path,
      `没有目标 ${to}`,
      `there is no target ${to} (next, a run, or one of ${ends})`,
    );
  }
}

function runsReached(lifecycle: readonly Run[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...firstRuns(lifecycle)];
  for (let run = waiting.pop(); run !== undefined; run = waiting.pop()) {
    if (reached.has(run)) continue;
    reached.add(run);
    waiting.push(...runsAfter(lifecycle, run));
  }
  return reached;
}

function reachesEnd(lifecycle: readonly Run[], from: string): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let run = waiting.pop(); run !== undefined; run = waiting.pop()) {
    const row = lifecycle.find((other) => other.run === run);
    if (row === undefined || seen.has(run)) continue;
    if (row.outcomes.length === 0 || row.outcomes.some(({ to }) => isProcessEnd(to))) return true;
    seen.add(run);
    waiting.push(...runsAfter(lifecycle, run));
  }
  return false;
}

/** HA-13.3b and its like in every measure: operation follows an acceptance that passed, and nothing else. */
function checkOperation(lifecycle: readonly Run[], note: Note): void {
  const operations = new Set(lifecycle.filter((row) => row.kind === 'operation').map((row) => row.run));
  const said: readonly [string, string] = [
    '只有验收通过(passed)后才能投入使用',
    'operation is entered only from an acceptance that passed',
  ];
  if (firstRuns(lifecycle).some((run) => operations.has(run)))
    note('run/not-accepted', ['lifecycle', 0], ...said);
  lifecycle.forEach((row, index) => {
    for (const { outcome, to } of row.outcomes) {
      const enters =
        !isProcessEnd(to) && runsOpenedBy(lifecycle, index, to).some((run) => operations.has(run));
      const accepted =
        row.kind === 'acceptance' && outcome === 'passed' && row.outcomes[0]?.outcome === 'passed';
      if (enters && !accepted) note('run/not-accepted', ['lifecycle', index, 'outcomes', outcome], ...said);
    }
  });
}
