/** A project (Huai'an's unless a pack is given) driven by the pure rules alone: people act at a date, the rules answer with events or refusals. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPack } from '../../../domain/pack/read';
import { caseRules, sliceRules } from '../../../domain/pack/slice';
import type { Pack, Rules } from '../../../domain/pack/types';
import type { Act, Actor, Fields, MaterialRef } from '../../../domain/project/commands';
import { bodyOf } from '../../../domain/project/context';
import { decide } from '../../../domain/project/decide';
import { evolveEntry } from '../../../domain/project/evolve';
import type { OutsideFacts } from '../../../domain/project/outside';
import { newProcess, type ClockState, type ProcessState, type Task } from '../../../domain/project/state';
import type { Refusal } from '../../../domain/refusals';
import { findStep } from '../../../domain/route/draft';

/** A pack from its text; it must have no mistake. */
export function packFrom(text: string): Pack {
  const reading = readPack(text, (json) => createHash('sha256').update(json).digest('hex'));
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes));
  return reading.pack;
}

/** A committed pack of policies/. */
export const policy = (file: string): Pack =>
  packFrom(readFileSync(join(__dirname, '../../../policies', file), 'utf8'));

export const huaian = policy('huaian.yaml');

/** A person with posts of a jurisdiction. */
export function personOf(place: string, id: string, org: string, ...posts: string[]): Actor {
  return {
    id,
    name: id,
    org,
    keys: [`person:${id}`, `org:${org}`, ...posts.map((post) => `post:${place}/${post}`)],
  };
}

/** A person with posts of the Huai'an bureau. */
export const person = (id: string, org: string, ...posts: string[]): Actor =>
  personOf(huaian.ref.id, id, org, ...posts);

export const people = {
  applicant: person('applicant', 'office'),
  lead: person('lead', 'office'),
  cyberspace: person('cyberspace', 'bureau', 'cyberspaceOffice'),
  recorder: person('recorder', 'bureau', 'cyberspaceOffice'),
  general: person('general', 'bureau', 'generalOffice'),
  tech: person('tech', 'bureau', 'networkTechOffice'),
  tech2: person('tech2', 'bureau', 'networkTechOffice'),
  discipline: person('discipline', 'bureau', 'disciplineInspection'),
  legal: person('legal', 'bureau', 'legalOffice'),
  data: person('data', 'dataOrg', 'dataAuthority'),
  invest: person('invest', 'investOrg', 'investmentAuthority'),
  crypto: person('crypto', 'cryptoOrg', 'cryptographyAuthority'),
  contractor: person('contractor', 'builder'),
  supervisor: person('supervisor', 'watcher'),
  expert1: person('expert1', 'pool', 'reviewExpert'),
  expert2: person('expert2', 'pool', 'reviewExpert'),
  expert3: person('expert3', 'pool', 'reviewExpert'),
} as const;
export type Who = keyof typeof people;

const system: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };
const calendar = { version: 'none', years: {} };

/** Facts with which an application is complete: security spending exactly 5 % of the budget. */
export const goodFacts: Fields = {
  buildKinds: ['software'],
  classified: false,
  budget: 100_000_000,
  securityCost: 5_000_000,
  supervisionCost: 1_000_000,
  auditCost: 500_000,
};

let materialCount = 0;

/** A material of a kind, made by a body qualified for years unless said otherwise. */
export function material(
  kind: string,
  fields: Fields = {},
  author?: { org: string; until: string | null },
): MaterialRef {
  materialCount += 1;
  const made = author ?? { org: 'maker', until: '2099-12-31' };
  return {
    id: `m${String(materialCount)}`,
    kind,
    version: materialCount,
    sha256: createHash('sha256').update(String(materialCount)).digest('hex'),
    fileName: `${kind}.docx`,
    fields,
    author: { org: made.org, zh: made.org, qualifiedUntil: made.until },
    uploadedBy: 'applicant',
    uploadedAt: '2026-01-01T00:00:00Z',
  };
}

export interface World {
  readonly pack: Pack;
  state: ProcessState;
  /** Legal time; a plain date means noon of that day in Shanghai. */
  at: string;
  outside?: OutsideFacts;
  /** Every act that was taken, in order: the same course can be run on real servers. */
  readonly log: { readonly actor: Actor; readonly act: Act }[];
}

interface Opening {
  readonly pack?: Pack;
  readonly facts?: Fields;
  readonly at?: string;
  readonly case?: { readonly type: string; readonly outside?: OutsideFacts };
}

function unborn({ pack = huaian, ...options }: Opening): ProcessState {
  const kind = options.case === undefined ? 'project' : 'case';
  const at = options.at ?? '2026-03-02';
  const about = options.case?.outside === undefined ? {} : { projectId: 'P' };
  return newProcess({
    workflowId: `${kind}/X`,
    subject: 'project/X',
    kind,
    id: 'X',
    name: 'X',
    jurisdiction: pack.ref.id,
    ...(options.case === undefined ? {} : { caseType: options.case.type, ...about }),
    pack: pack.ref,
    owner: { org: 'office', orgZh: '处室', person: { id: 'applicant', name: 'applicant' } },
    facts: options.facts ?? {},
    at: at.includes('T') ? at : `${at}T04:00:00Z`,
  });
}

/** A project (or case) that has just been opened. */
export function open(options: Opening = {}): World {
  const world: World = {
    pack: options.pack ?? huaian,
    state: unborn(options),
    at: options.at ?? '2026-03-02',
    log: [],
    ...(options.case?.outside === undefined ? {} : { outside: options.case.outside }),
  };
  must(world, system, { type: 'open' });
  return world;
}

/** What opening a project with these facts is refused for. */
export function tryOpen(facts: Fields, pack: Pack = huaian): readonly Refusal[] {
  const world = { pack, state: unborn({ facts, pack }), at: '2026-03-02', log: [] };
  return tryAct(world, system, { type: 'open' });
}

/** Lets the day of a running clock come: what the clock says then. */
export function reachClock(world: World, key: string): ClockState | undefined {
  const clock = world.state.clocks[key];
  if (clock === undefined) throw new Error(`no clock ${key}`);
  world.at = clock.wakeAt;
  must(world, system, { type: 'clockReached', clock: key, due: clock.due });
  return world.state.clocks[key];
}

function rulesOf({ pack, state }: World): Rules {
  if (state.kind === 'case') return caseRules(pack, state.caseType ?? '');
  return sliceRules(pack, state.run ?? pack.lifecycle[0]?.run ?? '');
}

/** Tries an act: the refusals, or none and the state has moved. */
export function tryAct(world: World, who: Who | Actor, act: Act): readonly Refusal[] {
  const actor = typeof who === 'string' ? people[who] : who;
  const now = world.at.includes('T') ? world.at : `${world.at}T04:00:00Z`;
  const around = {
    rules: rulesOf(world),
    now,
    calendar,
    ...(world.outside === undefined ? {} : { outside: world.outside }),
  };
  const decision = decide(world.state, { act, actor }, around);
  if ('refusals' in decision) return decision.refusals;
  world.state = evolveEntry(world.state, { at: now, events: decision.events });
  world.log.push({ actor, act });
  return [];
}

/** Acts; a refusal is an error of the test. */
export function must(world: World, who: Who | Actor, act: Act): void {
  const refusals = tryAct(world, who, act);
  if (refusals.length > 0) throw new Error(`refused: ${JSON.stringify(refusals)}`);
}

/** The open task of a step, of one role where several are open. */
export function task(world: World, step: string, role?: string): Task {
  const found = Object.values(world.state.tasks).find(
    (each) => each.status === 'open' && each.step === step && (role === undefined || each.role === role),
  );
  if (found === undefined)
    throw new Error(`no open task ${step}/${role ?? ''} in ${String(world.state.run)}`);
  return found;
}

interface Deciding {
  readonly role?: string;
  readonly outcome?: string;
  readonly fields?: Fields;
  readonly attach?: readonly MaterialRef[];
  readonly findings?: Readonly<Record<string, string>>;
  readonly comment?: string;
}

/** A finding for every dimension the step asks for. */
function findingsOf(world: World, step: string) {
  const body = bodyOf(rulesOf(world), world.state);
  const asked = (body === undefined ? undefined : findStep(body, step))?.step.findings ?? [];
  return asked.length === 0 ? {} : { findings: Object.fromEntries(asked.map((each) => [each, '符合'])) };
}

/** The act of deciding an open task, with an opinion and every finding it asks for. */
export function deciding(world: World, step: string, { role, ...more }: Deciding = {}): Act {
  const { id } = task(world, step, role);
  return { type: 'decide', task: id, comment: '意见', ...findingsOf(world, step), ...more };
}

/** Every unmet gate of a refusal, by code. */
export function unmetCodes(refusals: readonly Refusal[]): string[] {
  return refusals
    .flatMap((refusal) => refusal.unmet ?? [])
    .map((gate) => gate.code)
    .sort();
}
