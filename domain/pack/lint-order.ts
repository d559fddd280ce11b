/** Contradictions of order: a gate that waits for what can only come after it refuses for ever. */
import { reachOf, runsBefore, runsReachedBy, runsReachedFrom } from './flow-reach';
import type { PackRows } from './lint-walk';
import type { Note, Path } from './mistakes';
import type { Body, Expression, Gate, Step, Table } from './types';

interface Lint {
  readonly pack: PackRows;
  readonly body: Body;
  readonly gate: Gate;
  readonly path: Path;
  readonly note: Note;
}

/** Checks the gates of every stage. Gates of cases meet a project at any time, so nothing is said of them. */
export function checkOrder(pack: PackRows, note: Note): void {
  for (const [run, body] of Object.entries(pack.stages))
    for (const gate of Object.values(body.gates))
      checkGate({ pack, body, gate, path: ['stages', run, 'gates', gate.code], note });
}

function checkGate(lint: Lint): void {
  const { check } = lint.gate;
  if (check.check === 'ended') checkEnded(lint, check.ended);
  if (check.check === 'holds') checkReads(lint, check.condition);
  if (check.check === 'valid')
    check.materials.forEach((kinds, index) => {
      if (kinds.some((kind) => isTimely(lint, duesOf(lint.pack, kind)))) return;
      never(lint, ['valid', index], `此时尚无法提交 ${kinds.join('、')}`, `${kinds.join(', ')} comes later`);
    });
}

function never({ path, note }: Lint, more: Path, zh: string, en: string): void {
  note('gate/never-met', [...path, ...more], `该关口永远无法满足:${zh}`, `this gate can never be met: ${en}`);
}

function checkEnded(lint: Lint, ended: string): void {
  const { lifecycle } = lint.pack;
  const [name = '', outcome = ''] = ended.split('.');
  const runs = lifecycle.filter((row) => row.run === name || row.kind === name);
  const known = runs.filter((row) => row.outcomes.some((given) => given.outcome === outcome));
  const before = known.some(
    (row) => comesFirst(lint, row.run) && runsReachedBy(lifecycle, row.run, outcome).has(lint.body.name),
  );
  if (known.length > 0 && !before)
    never(lint, ['ended'], `${ended} 只能在本阶段之后`, `${ended} comes only after this stage`);
}

/** Whether another run can be walked before the gate is passed: one at the beginning of a stage lets nobody through it. */
function comesFirst({ pack: { lifecycle }, body, gate }: Lint, run: string): boolean {
  const atEntry = gate.before === 'enter' || stepAt(body, gate.before) === steps(body)[0];
  return atEntry
    ? run !== body.name && runsBefore(lifecycle, body.name).has(run)
    : runsReachedFrom(lifecycle, run).has(body.name);
}

/** Where something is due: a run, and a point in it. */
interface Due {
  readonly run: string;
  readonly point: string;
}

/** Every place at which a material may be handed in. */
function duesOf({ stages }: PackRows, kind: string): Due[] {
  return Object.entries(stages).flatMap(([run, { materials }]) => {
    const row = Object.hasOwn(materials, kind) ? materials[kind] : undefined;
    return row === undefined ? [] : [{ run, point: row.due }];
  });
}

function checkReads(lint: Lint, condition: Expression): void {
  const names = new Set(condition.reads.filter((name) => !condition.testsNull.includes(name)));
  for (const name of declaredIn(lint, [...names])) {
    const dues = duesOfName(lint, name);
    if (dues.length === 0 || isTimely(lint, dues)) continue;
    never(lint, ['holds'], `此时尚不知道 ${name}`, `${name} is known only later`);
  }
}

/** The names themselves; of a derived fact those it is derived from. */
function declaredIn({ pack }: Lint, reads: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const waiting = [...reads];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const derive = Object.hasOwn(pack.facts, name) ? pack.facts[name]?.derive : undefined;
    if (derive !== undefined) waiting.push(...surelyRead(derive));
  }
  return [...seen];
}

/** What a formula cannot do without; a table may count another row. */
function surelyRead(derive: Expression | Table<Expression>): readonly string[] {
  return 'rows' in derive ? [] : derive.reads.filter((name) => !derive.testsNull.includes(name));
}

/** Where a name that people declare is due; empty where it comes by itself, or is due from the beginning. */
function duesOfName({ pack, body }: Lint, name: string): Due[] {
  const [head = ''] = name.split('.');
  const materials = duesOf(pack, head);
  if (materials.length > 0) return materials;
  const own = Object.hasOwn(body.facts, head) ? body.facts[head] : undefined;
  if (own !== undefined) return [{ run: body.name, point: own.due }];
  const fact = Object.hasOwn(pack.facts, head) ? pack.facts[head] : undefined;
  if (fact !== undefined) return dueOfFact(fact);
  return Object.entries(pack.stages).flatMap(([run, { facts }]) =>
    Object.hasOwn(facts, head) ? [{ run, point: facts[head]?.due ?? 'enter' }] : [],
  );
}

function dueOfFact({ due, derive, total, set }: PackRows['facts'][string]): Due[] {
  if (due === 'draft' || derive !== undefined || total !== undefined || set !== undefined) return [];
  const [run = '', point = ''] = due.split('.');
  return [{ run, point }];
}

/** Whether one of these places can come before the gate is passed, or together with it. */
function isTimely(lint: Lint, dues: readonly Due[]): boolean {
  const { body, gate } = lint;
  return dues.some(({ run, point }) =>
    run === body.name ? isBefore(body, point, gate.before) : comesFirst(lint, run),
  );
}

function steps(body: Body): readonly Step[] {
  return body.phases.flatMap((row) => row.steps);
}

/** The step at which a point of time lies; none for the moments before and after all steps. */
function stepAt(body: Body, point: string): Step | undefined {
  const [name = ''] = point.split('.');
  return ['door', 'submit'].includes(name) ? steps(body)[0] : steps(body).find((row) => row.step === name);
}

/** Whether what is due at a point can be there before a gate of the same body is passed: without passing it. */
function isBefore(body: Body, due: string, before: string): boolean {
  const [given, looked] = [stepAt(body, due), stepAt(body, before)];
  if (due === 'enter' || before === 'pass') return true;
  if (before === 'enter' || due === 'pass') return false;
  if (given === undefined || looked === undefined || given === looked) return true;
  // A step's own name stands for its good outcome.
  const [, named] = before.split('.');
  const [good] = looked.outcomes.map((row) => row.outcome);
  return reachOf(body, { step: looked, outcome: named ?? good }).steps.has(given);
}
