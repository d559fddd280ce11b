/** Walks a process by what its open tasks ask: whoever holds the next task decides as wished, with everything that is due. */
import { dateOf } from '../../domain/clocks/dates';
import { caseRules, sliceRules } from '../../domain/pack/slice';
import type { Body, Pack, Rules, Step } from '../../domain/pack/types';
import { allowedActions } from '../../domain/project/allowed';
import type { Act, Actor, Fields, MaterialRef } from '../../domain/project/commands';
import { bodyOf, type Surroundings } from '../../domain/project/context';
import { isOver } from '../../domain/project/life';
import type { OutsideFacts } from '../../domain/project/outside';
import type { ProcessState } from '../../domain/project/state';
import { openTasksOf, type Task } from '../../domain/project/task';
import type { UnmetGate } from '../../domain/refusals';
import { findStep } from '../../domain/route/draft';
import { fieldsOf, paperFields } from './dossier';

/** What a walk reads of a refusal. */
interface Barred {
  readonly code: string;
  readonly unmet?: readonly UnmetGate[] | undefined;
}

/** Where a walk takes place: the servers, or the rules alone. */
export interface Ground {
  readonly pack: Pack;
  state(workflowId: string): Promise<ProcessState>;
  /** Legal time, ISO UTC. */
  now(): Promise<string>;
  /** Takes an act; the refusals, or none. */
  act(workflowId: string, actor: Actor, act: Act): Promise<readonly Barred[]>;
  /** Lets legal time pass until a plain date has begun. */
  waitUntil(date: string): Promise<void>;
}

/** Outcomes by `run.step` (of a case `step`) at its visits in turn; the good one where nothing is wished. */
export type Wishes = Readonly<Record<string, readonly string[]>>;

export interface Walk {
  readonly id: string;
  readonly wishes: Wishes;
  /** Facts that differ from those of the sound dossier. */
  readonly facts?: Fields;
  /** Every decision that was taken, as `run.step.outcome` (of a case `step.outcome`). */
  readonly taken: string[];
  /** Clocks that had to be waited for, as `run/clock`. */
  readonly waited: string[];
  readonly visits: Map<string, number>;
}

/** No life is that long: a walk in circles is a mistake of its wishes. */
const mostDecisions = 150;

export const newWalk = (id: string, wishes: Wishes = {}, facts: Fields = {}): Walk => ({
  id,
  wishes,
  facts,
  taken: [],
  waited: [],
  visits: new Map(),
});

/** The name of a step of the process in wishes. */
const placeOf = ({ kind, run }: ProcessState, step: string): string =>
  kind === 'case' ? step : `${run ?? ''}.${step}`;

/** A fresh person for a task, so that nobody sits twice; the opener where the task is theirs by name. */
export function holderOf({ id, key }: Pick<Task, 'id' | 'key'>): Actor {
  const person = key.startsWith('person:') ? key.slice('person:'.length) : `p-${id}`;
  const org = key.startsWith('org:') ? key.slice('org:'.length) : 'bureau';
  return { id: person, name: person, org, keys: [key] };
}

function rulesOf(pack: Pack, state: ProcessState): Rules {
  if (state.kind === 'case') return caseRules(pack, state.caseType ?? '');
  return sliceRules(pack, state.run ?? pack.lifecycle[0]?.run ?? '');
}

async function outsideOf(ground: Ground, { projectId }: ProcessState): Promise<OutsideFacts> {
  const nothing = { head: 0, totals: {}, openCases: [] };
  if (projectId === undefined) return nothing;
  const { status, run, facts, materials, parties, participants, ended, owner } = await ground.state(
    `project/${projectId}`,
  );
  return { ...nothing, project: { status, run, facts, materials, parties, participants, ended, owner } };
}

interface Scene {
  readonly state: ProcessState;
  readonly around: Surroundings;
  readonly body: Body;
  readonly task: Task;
  readonly step: Step;
}

async function sceneOf(ground: Ground, state: ProcessState): Promise<Scene> {
  const rules = rulesOf(ground.pack, state);
  const calendar = { version: 'none', years: {} };
  const around = { rules, calendar, now: await ground.now(), outside: await outsideOf(ground, state) };
  const body = bodyOf(rules, state);
  const [task] = openTasksOf(state);
  const step = body && task && findStep(body, task.step)?.step;
  if (body === undefined || task === undefined || step === undefined)
    throw new Error(`${state.workflowId} (${state.status}, ${String(state.run)}) asks nobody`);
  return { state, around, body, task, step };
}

let papers = 0;

/** Papers of the present stage, each made by the party that has to make it: what is due is taken, the rest is left. */
function papersFor({ state, around, body, step }: Scene): MaterialRef[] {
  // Whoever hands in brings new versions; whoever decides leaves alone what others have voted on.
  const brought = (kind: string) => step.does === 'submit' || state.materials[kind] === undefined;
  const rows = Object.values(body.materials).filter(({ kind }) => brought(kind));
  return rows.map((row) => {
    papers += 1;
    const org = state.parties[row.author ?? '']?.org ?? 'maker';
    return {
      id: `paper-${String(papers)}`,
      kind: row.kind,
      version: papers,
      sha256: String(papers).padStart(64, '0'),
      fileName: `${row.kind}.pdf`,
      fields: paperFields(row, dateOf(around.now)),
      author: { org, zh: org, qualifiedUntil: '9999-12-31' },
      uploadedBy: 'somebody',
      uploadedAt: around.now,
    };
  });
}

function declared({ state, around, body, task }: Scene, actor: Actor, said: Fields): Fields {
  const may = allowedActions(state, around, actor).find(
    (each) => each.action === 'decide' && each.task === task.id,
  );
  const specs = { ...around.rules.facts, ...body.facts };
  const due = (may?.fields ?? []).flatMap((name) => {
    const spec = specs[name];
    return spec === undefined ? [] : [[name, spec] as const];
  });
  const sound = fieldsOf(Object.fromEntries(due), dateOf(around.now));
  return { ...sound, ...Object.fromEntries(Object.entries(said).filter(([name]) => name in sound)) };
}

/** The decision of a task's holder. */
function decisionOf(scene: Scene, actor: Actor, outcome: string, said: Fields): Act {
  const { task, step } = scene;
  const grounds = step.outcomes.find((each) => each.outcome === outcome)?.grounds?.[0];
  return {
    type: 'decide',
    task: task.id,
    outcome,
    comment: '意见',
    findings: Object.fromEntries(step.findings.map((each) => [each, '符合'])),
    ...(grounds === undefined ? {} : { grounds }),
    fields: declared(scene, actor, said),
    attach: papersFor(scene),
  };
}

/** The day from which alone all that bars a decision holds; undefined when something else is missing. */
function daysToWaitFor(refusals: readonly Barred[]): { date: string; clocks: string[] } | undefined {
  const unmet = refusals.flatMap((refusal) => refusal.unmet ?? []);
  const days = unmet.flatMap(({ holdsFrom }) => holdsFrom ?? []).sort();
  const date = days.at(-1);
  if (date === undefined || days.length < unmet.length) return undefined;
  return { date, clocks: unmet.map(({ params }) => String(params?.['clock'])) };
}

function wishedOutcome({ wishes, visits }: Walk, place: string, step: Step): string {
  const visit = visits.get(place) ?? 0;
  const wished = wishes[place]?.[visit];
  const outcome = wished ?? step.outcomes[0]?.outcome;
  if (!step.outcomes.some((each) => each.outcome === outcome))
    throw new Error(`${place} knows no outcome ${String(wished)}`);
  return outcome ?? '';
}

/** The next task is decided by its holder, who waits for the day where a clock lets it go no earlier. */
export async function decideNext(ground: Ground, walk: Walk, before: ProcessState): Promise<void> {
  const scene = await sceneOf(ground, before);
  const { state, task, step } = scene;
  const place = placeOf(state, step.step);
  const actor = holderOf(task);
  const outcome = wishedOutcome(walk, place, step);
  const refusals = await ground.act(walk.id, actor, decisionOf(scene, actor, outcome, walk.facts ?? {}));
  if (refusals.length === 0) {
    walk.taken.push(`${place}.${outcome}`);
    const { open } = await ground.state(walk.id);
    if (open?.opening !== task.opening) walk.visits.set(place, (walk.visits.get(place) ?? 0) + 1);
    return;
  }
  const wait = daysToWaitFor(refusals);
  if (wait === undefined) throw new Error(`${walk.id} ${place}=${outcome}: ${JSON.stringify(refusals)}`);
  walk.waited.push(...wait.clocks.map((clock) => `${state.run ?? String(state.caseType)}/${clock}`));
  await ground.waitUntil(wait.date);
}

/** Walks until a state is reached, or the process is over; gives the state it came to. */
export async function walkUntil(
  ground: Ground,
  walk: Walk,
  reached: (state: ProcessState) => boolean,
): Promise<ProcessState> {
  for (let left = mostDecisions; left > 0; left -= 1) {
    const state = await ground.state(walk.id);
    if (reached(state) || isOver(state)) return state;
    await decideNext(ground, walk, state);
  }
  throw new Error(`${walk.id} walks in circles: ${walk.taken.slice(-12).join(' ')}`);
}

/** The owner binds an organisation of its own to every party the pack knows. */
export async function bindParties(ground: Ground, workflowId: string): Promise<void> {
  const { owner } = await ground.state(workflowId);
  const actor = { ...holderOf({ id: 'owner', key: `org:${owner.org}` }), id: owner.person.id };
  const roles = Object.entries(ground.pack.roles).filter(
    ([name, { is }]) => is === 'party' && name !== 'projectOwner',
  );
  for (const [role] of roles) {
    const act = { type: 'bindParty' as const, role, org: `org-${role}`, orgZh: role };
    const refusals = await ground.act(workflowId, actor, act);
    if (refusals.length > 0) throw new Error(`${workflowId} binds no ${role}: ${JSON.stringify(refusals)}`);
  }
}
