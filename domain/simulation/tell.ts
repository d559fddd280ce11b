/** Writes down a scene of a simulation: who is asked for what and by when, and what the decision brought about. Pure. */
import { explainClock } from '../clocks/explain';
import { dateOf } from '../clocks/dates';
import type { GateReport } from '../gates/report';
import { rowWords } from '../pack/flow-words';
import type { Step } from '../pack/types';
import { allowedActions } from '../project/allowed';
import { bodyOf } from '../project/context';
import type { ProcessEvent } from '../project/events';
import { roundOf, type ClockState, type Task } from '../project/state';
import type { ClockScene, Scene, SeatScene } from './scene';
import { actorOf, aroundNow, paperOf, type World } from './world';

/** A scene that is still being played. */
export interface OpenScene {
  readonly begun: Pick<Scene, 'on' | 'run' | 'step' | 'round' | 'name' | 'stage' | 'basis' | 'seats' | 'by'>;
  readonly gates: Map<string, GateReport>;
  readonly waited: { clock: string; until: string }[];
  readonly waived: string[];
  readonly events: ProcessEvent[];
  outcome?: string;
}

/** The step as it opens. */
export function beginScene(world: World, step: Step): OpenScene {
  const { state, pack } = world;
  const run = state.run ?? '';
  const seats = Object.values(state.tasks).filter(({ opening }) => opening === state.open?.opening);
  return {
    begun: {
      on: dateOf(world.now),
      run,
      step: step.step,
      round: roundOf(state),
      name: rowWords(step, step.step),
      stage: rowWords(
        pack.lifecycle.find((row) => row.run === run),
        run,
      ),
      ...(step.basis === undefined ? {} : { basis: step.basis }),
      seats: seats.map((task) => seatScene(world, task)),
      by: Object.values(state.clocks)
        .filter(({ status }) => status === 'running' || status === 'reached')
        .filter(({ until }) => until?.startsWith(`${step.step}.`) === true)
        .map(clockScene),
    },
    gates: new Map(),
    waited: [],
    waived: [],
    events: [],
  };
}

function seatScene(world: World, task: Task): SeatScene {
  const { pack, dossier, state } = world;
  const body = bodyOf(aroundNow(world).rules, state);
  const may = allowedActions(state, aroundNow(world), actorOf(task)).find(
    (each) => each.action === 'decide' && each.task === task.id,
  );
  const declared = { ...pack.facts, ...body?.facts };
  return {
    role: task.role,
    ...rowWords(pack.roles[task.role], task.role),
    ...(task.onBehalfOf === undefined ? {} : { onBehalfOf: task.onBehalfOf }),
    fields: (may?.fields ?? []).map((name) => ({
      name,
      ...rowWords(declared[name], name),
      given: Object.hasOwn(dossier.facts, name),
    })),
    materials: (may?.materials ?? []).flatMap((kind) => {
      const row = body?.materials[kind];
      if (row === undefined) return [];
      const given = paperOf(world, row) !== undefined || state.materials[kind] !== undefined;
      return [{ name: kind, ...rowWords(row, kind), given }];
    }),
  };
}

function clockScene(clock: ClockState): ClockScene {
  const { name, kind, due, basis } = clock;
  return {
    clock: name,
    kind,
    due,
    name: rowWords(clock, name),
    explained: explainClock(clock),
    ...(basis === undefined ? {} : { basis }),
  };
}

/** The scene with what its decisions brought about. */
export function endScene({ begun, gates, events, ...played }: OpenScene): Scene {
  return {
    ...begun,
    ...played,
    gates: [...gates.values()],
    started: events.flatMap((event) => (event.type === 'clockStarted' ? [clockScene(event.clock)] : [])),
    documents: events.flatMap((event) =>
      event.type === 'documentIssued'
        ? [{ document: event.document.document, ...rowWords(event.document, event.document.document) }]
        : [],
    ),
    effects: events.flatMap((event) => (event.type === 'effectDue' ? [effectText(event)] : [])),
  };
}

function effectText({ effect: { deed } }: Extract<ProcessEvent, { type: 'effectDue' }>): string {
  switch (deed.do) {
    case 'open':
      return `open ${deed.case}`;
    case 'set':
      return `set ${deed.fact}`;
    case 'end':
      return `end ${deed.end}`;
    case 'suspend':
    case 'resume':
    case 'hold':
    case 'letGo':
      return deed.do;
  }
}
