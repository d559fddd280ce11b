/** References inside bodies: points of time, events, materials, cases and facts that rows name must exist. */
import { bodiesOf, effectsOf, stepNames } from './lint-walk';
import type { PackRows } from './lint-walk';
import { checkClock, isEvent } from './lint-clock';
import { checkDocument } from './lint-document';
import { checkCounts } from './lint-counts';
import type { Note, Path } from './mistakes';
import type { Effect, Fact, Gate } from './types';
import { checkCircles } from './worked-out';

type Placed = ReturnType<typeof bodiesOf>[number];

interface Lint {
  readonly pack: PackRows;
  readonly placed: Placed;
  readonly note: Note;
}

/** Checks every reference of every body, and of the project's facts. */
export function checkBodies(pack: PackRows, note: Note): void {
  for (const [name, fact] of Object.entries(pack.facts)) checkProjectFact(pack, fact, ['facts', name], note);
  checkCircles(pack, note);
  for (const placed of bodiesOf(pack)) {
    const lint: Lint = { pack, placed, note };
    const { body, path, caseType } = placed;
    for (const [name, fact] of Object.entries(body.facts))
      checkBodyFact(lint, fact, [...path, 'facts', name]);
    for (const material of Object.values(body.materials)) {
      const at = [...path, 'materials', material.kind];
      checkPoint(lint, material.due, [...at, 'due']);
      if (material.waiver?.material !== undefined)
        checkMaterial(lint, material.waiver.material, [...at, 'waiver', 'material']);
    }
    for (const gate of Object.values(body.gates)) checkGate(lint, gate, [...path, 'gates', gate.code]);
    for (const clock of Object.values(body.clocks))
      checkClock(pack, body, clock, { path: [...path, 'clocks', clock.name], note });
    checkEvents(lint);
    checkEffects(lint);
    caseType?.during.forEach((run, index) => {
      if (!pack.lifecycle.some((row) => row.run === run))
        note('run/unknown', [...path, 'during', index], `没有阶段 ${run}`, `there is no run ${run}`);
    });
  }
}

function begins(pack: PackRows, { body, caseType }: Placed): boolean {
  return caseType !== undefined || body.name === pack.lifecycle[0]?.run;
}

/** `door` (in what a process begins with), `enter`, `submit`, `pass`, a step, or one of its outcomes. */
function checkPoint({ pack, placed, note }: Lint, point: string, path: Path): void {
  if (['enter', 'submit', 'pass'].includes(point)) return;
  if (point === 'door' && begins(pack, placed)) return;
  const [name, outcome] = point.split('.');
  const step = placed.body.phases.flatMap((row) => row.steps).find((row) => row.step === name);
  if (step !== undefined && (outcome === undefined || step.outcomes.some((row) => row.outcome === outcome)))
    return;
  note(
    'point/unknown',
    path,
    `没有环节或结论 ${point}`,
    `there is no step or outcome ${point} (or door, enter, submit, pass)`,
  );
}

function checkMaterial({ pack, placed, note }: Lint, kind: string, path: Path): void {
  const known = [...Object.values(pack.stages), placed.body].some((body) =>
    Object.hasOwn(body.materials, kind),
  );
  if (!known) note('material/unknown', path, `没有材料 ${kind}`, `there is no material ${kind}`);
}

function checkGate(lint: Lint, gate: Gate, path: Path): void {
  const { pack, note } = lint;
  checkPoint(lint, gate.before, [...path, 'before']);
  if (gate.waiver?.material !== undefined)
    checkMaterial(lint, gate.waiver.material, [...path, 'waiver', 'material']);
  const { check } = gate;
  if (check.check === 'valid') {
    check.materials.forEach((kinds, index) =>
      kinds.forEach((kind) => checkMaterial(lint, kind, [...path, 'valid', index])),
    );
  }
  if (check.check === 'noOpen')
    check.cases.forEach((name, index) => checkNoOpen(lint, name, [...path, 'noOpen', index]));
  if (check.check === 'unique')
    check.facts.forEach((name, index) => checkUnique(lint, name, [...path, 'unique', index]));
  if (check.check === 'ended') {
    const [name, outcome] = check.ended.split('.');
    const known = pack.lifecycle.some(
      (row) =>
        (row.run === name || row.kind === name) && row.outcomes.some((given) => given.outcome === outcome),
    );
    if (!known)
      note('event/unknown', [...path, 'ended'], `没有 ${check.ended}`, `no run ends with ${check.ended}`);
  }
}

/** A text of a case that is no secret: others of its type are compared in it. */
function checkUnique({ pack, placed: { body }, note }: Lint, name: string, path: Path): void {
  const row = Object.hasOwn(pack.cases, body.name) ? pack.cases[body.name] : undefined;
  const spec = row !== undefined && Object.hasOwn(row.facts, name) ? row.facts[name] : undefined;
  if (spec?.type === 'text' && row?.readers === undefined) return;
  note(
    'gate/unique',
    path,
    `${name} 须为本事项(不保密)的文字类填报项`,
    `${name} must be a fact of type text of this case, which is not confidential`,
  );
}

/** A case by its type, or `case.fact`: one that stands alone, is no secret, and names an organisation in this fact. */
function checkNoOpen(lint: Lint, name: string, path: Path): void {
  const [type = '', fact] = name.split('.');
  checkCase(lint, type, path);
  const row = Object.hasOwn(lint.pack.cases, type) ? lint.pack.cases[type] : undefined;
  if (row === undefined || fact === undefined) return;
  const spec = Object.hasOwn(row.facts, fact) ? row.facts[fact] : undefined;
  if (spec?.type === 'organisation' && row.about !== 'project' && row.readers === undefined) return;
  lint.note(
    'gate/names-nobody',
    path,
    `${name} 须为不涉及项目、不保密的事项中的单位类填报项`,
    `${name} must be a fact of type organisation in a case that is not about a project and not confidential`,
  );
}

function checkCase({ pack, note }: Lint, name: string, path: Path): void {
  if (!Object.hasOwn(pack.cases, name))
    note('case/unknown', path, `没有事项 ${name}`, `there is no case ${name}`);
}

function checkEvents({ pack, placed, note }: Lint): void {
  const { body, path } = placed;
  const check = (event: string, at: Path): void => {
    if (!isEvent(pack, body, event))
      note('event/unknown', at, `没有事件 ${event}`, `there is no event ${event}`);
  };
  for (const row of Object.values(body.documents)) {
    const at = [...path, 'documents', row.document];
    check(row.after, [...at, 'after']);
    checkDocument({ pack, body, note }, row, at);
  }
  body.consequences.forEach((row, index) => check(row.after, [...path, 'consequences', index, 'after']));
}

/** Effects that land in the project. */
const reachesProject = ['suspend', 'resume', 'end', 'set'];

/** A case that stands alone may open others that do; one about a project has none to be about. */
function opensAboutProject({ cases }: PackRows, effect: Effect): boolean {
  return effect.do === 'open' && Object.hasOwn(cases, effect.case) && cases[effect.case]?.about === 'project';
}

function checkEffects(lint: Lint): void {
  const { pack, placed, note } = lint;
  for (const { effect, path } of effectsOf(placed)) {
    if (effect.do === 'open') checkCase(lint, effect.case, [...path, 'open']);
    if (effect.do === 'set' && !Object.hasOwn(pack.facts, effect.fact))
      note('fact/unknown', [...path, 'set'], `没有事实 ${effect.fact}`, `there is no fact ${effect.fact}`);
    const alone = placed.caseType !== undefined && placed.caseType.about !== 'project';
    if (alone && (reachesProject.includes(effect.do) || opensAboutProject(pack, effect)))
      note('effect/no-project', path, '该事项不涉及项目', 'this case is not about a project');
  }
}

function checkBodyFact(lint: Lint, fact: Fact, path: Path): void {
  const { pack, placed, note } = lint;
  checkCounts(pack, placed, fact, { path, note });
  if (fact.derive !== undefined || fact.total !== undefined || fact.set !== undefined) {
    note(
      'fact/origins',
      path,
      '计算得出的事实须写在顶层 facts',
      'facts that are derived, totalled or set stand at the top, under facts',
    );
  }
  if (fact.due !== 'enter' && !stepNames(placed.body).includes(fact.due))
    note('point/unknown', [...path, 'due'], `没有环节 ${fact.due}`, `there is no step ${fact.due}`);
}

function checkProjectFact(pack: PackRows, fact: Fact, path: Path, note: Note): void {
  const [run = '', step = ''] = fact.due.split('.');
  const body = Object.hasOwn(pack.stages, run) ? pack.stages[run] : undefined;
  if (fact.due !== 'draft' && !(body !== undefined && stepNames(body).includes(step))) {
    note(
      'point/unknown',
      [...path, 'due'],
      `没有环节 ${fact.due}`,
      `there is no step ${fact.due} (written run.step, or draft)`,
    );
  }
  if (fact.total !== undefined) checkTotal(pack, fact, path, note);
  if (fact.counts !== undefined)
    note('fact/counts', [...path, 'counts'], '只有事项可以统计其他事项', 'only a case counts other cases');
  fact.set?.forEach((name, index) => {
    if (!Object.hasOwn(pack.cases, name))
      note('case/unknown', [...path, 'set', index], `没有事项 ${name}`, `there is no case ${name}`);
  });
}

function checkTotal(pack: PackRows, fact: Fact, path: Path, note: Note): void {
  const { case: name = '', field = '' } = fact.total ?? {};
  const summed = Object.hasOwn(pack.cases, name) ? pack.cases[name]?.facts[field] : undefined;
  if (summed === undefined)
    note('fact/total', [...path, 'total'], `没有 ${name}.${field}`, `there is no ${name}.${field}`);
  else if (pack.cases[name]?.readers !== undefined)
    note(
      'fact/total',
      [...path, 'total'],
      `${name} 为保密事项,不得合计`,
      `${name} is confidential and is not totalled`,
    );
  else if (summed.type !== fact.type)
    note(
      'fact/total',
      [...path, 'total'],
      '类型与被合计的字段不同',
      'its type differs from the field it totals',
    );
}
