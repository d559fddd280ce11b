/** The stage on which a dossier is simulated: the real rules decide, people are made up as seats need them. Pure. */
import type { Calendar } from '../clocks/calendar';
import { addDays, dateOf, millisOf, startOfDay } from '../clocks/dates';
import { isWorkingDay } from '../clocks/calendar';
import { sliceRules } from '../pack/slice';
import type { Material, Pack, Rules } from '../pack/types';
import type { Act, Actor, MaterialRef } from '../project/commands';
import type { Surroundings } from '../project/context';
import { decide, type Decision } from '../project/decide';
import { nextEffect } from '../project/effects';
import { evolveEntry } from '../project/evolve';
import { newProcess, type ProcessState, type Task } from '../project/state';
import type { Dossier } from './dossier';

export interface World {
  readonly pack: Pack;
  readonly dossier: Dossier;
  readonly calendar: Calendar;
  state: ProcessState;
  /** Legal time, ISO UTC. */
  now: string;
  /** How often each step was opened, by `run.step`. */
  readonly visits: Map<string, number>;
}

const system: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };
const ownerOrg = 'sim-owner';

const orgOf = (role: string): string => `sim-${role}`;

/** A project before its first event, on the first day of the dossier. */
export function newWorld(pack: Pack, dossier: Dossier, calendar: Calendar): World {
  const now = startOfDay(dossier.start);
  const bound = Object.entries(dossier.parties).filter(([role]) => role !== 'projectOwner');
  const state = newProcess({
    workflowId: 'project/SIM',
    subject: 'project/SIM',
    kind: 'project',
    id: 'SIM',
    name: '模拟项目',
    jurisdiction: pack.ref.id,
    pack: pack.ref,
    owner: {
      org: ownerOrg,
      orgZh: dossier.parties['projectOwner'] ?? '建设单位',
      person: { id: 'sim-applicant', name: '申请人' },
    },
    facts: {},
    parties: Object.fromEntries(bound.map(([role, zh]) => [role, { org: orgOf(role), zh }])),
    at: now,
  });
  return { pack, dossier, calendar, state, now, visits: new Map() };
}

/** The rules of the present run, as its workflow would carry them. */
export function rulesNow({ pack, state }: World): Rules {
  return sliceRules(pack, state.run ?? pack.lifecycle[0]?.run ?? '');
}

/** What decisions are made with now. A simulated project has no cases, so nothing adds up and none is open. */
export function aroundNow(world: World): Surroundings {
  const { now, calendar } = world;
  return { rules: rulesNow(world), now, calendar, outside: { head: 0, totals: {}, openCases: [] } };
}

/** Decides an act by the real rules and moves on, or gives its refusals. */
export function take(world: World, actor: Actor, act: Act): Decision {
  const decision = decide(world.state, { act, actor }, aroundNow(world));
  if ('events' in decision)
    world.state = evolveEntry(world.state, { at: world.now, events: decision.events });
  return decision;
}

/** Opens the project. */
export function openWorld(world: World): Decision {
  return take(world, system, { type: 'open' });
}

/** A fresh person for a task: who may sit where is staffing, and none of the pack's business here. */
export function actorOf({ id, role, key }: Task): Actor {
  const org = key.startsWith('org:') ? key.slice('org:'.length) : orgOf(role);
  return { id: `sim-${id}`, name: role, org, keys: [key] };
}

/** Whoever holds a role, or acts for a body without accounts, for acts that need no task. */
export function holderOf({ pack }: World, role: string): Actor {
  const acting = pack.roles[role]?.recordedBy ?? role;
  const row = pack.roles[acting];
  const org = acting === 'projectOwner' ? ownerOrg : orgOf(acting);
  const key = row?.is === 'party' ? `org:${org}` : `post:${pack.ref.id}/${row?.id ?? acting}`;
  return { id: `sim-${acting}`, name: acting, org, keys: [key] };
}

/** What the dossier has of a material: as named, or without fields where everything plain is handed in. */
export function paperOf({ dossier, state, now }: World, row: Material): MaterialRef | undefined {
  const named = Object.hasOwn(dossier.materials, row.kind) ? dossier.materials[row.kind] : undefined;
  const asks = Object.values(row.fields).some(({ optional }) => optional !== true);
  const fields = named ?? (dossier.allMaterials && !asks ? {} : undefined);
  if (fields === undefined) return undefined;
  const org = state.parties[row.author ?? '']?.org ?? orgOf(row.author ?? 'maker');
  return {
    id: `sim-${row.kind}`,
    kind: row.kind,
    version: 1,
    sha256: `sim-${row.kind}`,
    fileName: `${row.kind}.pdf`,
    fields,
    author: { org, zh: org, qualifiedUntil: '9999-12-31' },
    uploadedBy: 'sim-applicant',
    uploadedAt: now,
  };
}

/** Lets what follows by itself happen: clocks whose day has come, and effects that fell due. */
export function settle(world: World): void {
  for (let left = 100; left > 0; left -= 1) {
    const due = Object.values(world.state.clocks).find(
      ({ status, wakeAt }) => status === 'running' && millisOf(wakeAt) <= millisOf(world.now),
    );
    if (due !== undefined) take(world, system, { type: 'clockReached', clock: due.key, due: due.due });
    const effect = nextEffect(world.state);
    if (effect !== undefined) {
      if (effect.deed.do !== 'open') take(world, system, { type: 'effect', effect });
      take(world, system, { type: 'effectDone', key: effect.key, done: true, result: 'simulated' });
    }
    if (due === undefined && effect === undefined) return;
  }
}

/** Moves legal time to a day, never back. */
export function waitUntil(world: World, date: string): void {
  const then = startOfDay(date);
  if (millisOf(then) > millisOf(world.now)) world.now = then;
  settle(world);
}

/** Lets the days pass that a step takes, on to a working day. */
export function passDays(world: World): void {
  if (world.dossier.daysPerStep === 0) return;
  let day = addDays(dateOf(world.now), world.dossier.daysPerStep);
  while (!isWorkingDay(world.calendar, day)) day = addDays(day, 1);
  waitUntil(world, day);
}
