/**
 * Walks a dossier through a pack with the rules that decide real projects: who is asked for what, by when, which gates
 * would refuse and why. Stops at the end, or where somebody has to choose or supply something. Pure.
 */
import type { Calendar } from '../clocks/calendar';
import { dateOf } from '../clocks/dates';
import { refusedGates, type GateReport } from '../gates/report';
import type { Pack, Step, StepOutcome } from '../pack/types';
import { allowedActions } from '../project/allowed';
import { bodyOf } from '../project/context';
import { isOver } from '../project/life';
import { openTasksOf, type Task } from '../project/task';
import { DomainError, type Refusal } from '../refusals';
import { findStep } from '../route/draft';
import type { Dossier } from './dossier';
import { beginScene, endScene, type OpenScene } from './tell';
import type { Scene, Simulation, Stop } from './scene';
import { choiceStop, faultStop, finalStop, nobodyStop, circleStop, refusedStop } from './stops';
import { actorOf, aroundNow, holderOf, newWorld, openWorld, paperOf, passDays, settle } from './world';
import { take, waitUntil, type World } from './world';

/** No life is that long: a route that walks in circles is stopped here. */
const mostScenes = 200;

/** The whole walk. Nothing is asked of any server and nothing is kept. */
export function simulate(pack: Pack, dossier: Dossier, calendar: Calendar): Simulation {
  const world = newWorld(pack, dossier, calendar);
  const scenes: Scene[] = [];
  const stop = walk(world, scenes);
  const { status, run } = world.state;
  return { scenes, stop, on: dateOf(world.now), status, run };
}

function walk(world: World, scenes: Scene[]): Stop {
  try {
    const opened = openWorld(world);
    if ('refusals' in opened) return refusedStop('open', opened.refusals);
    while (scenes.length < mostScenes) {
      settle(world);
      const step = openStepOf(world);
      if (step === undefined || isOver(world.state)) return finalStop(world.state);
      const open = beginScene(world, step);
      const stop = play(world, step, open);
      scenes.push(endScene(open));
      if (stop !== undefined) return stop;
      passDays(world);
    }
    return circleStop(mostScenes);
  } catch (error) {
    if (error instanceof DomainError) return faultStop(error);
    throw error;
  }
}

function openStepOf(world: World): Step | undefined {
  const body = bodyOf(aroundNow(world).rules, world.state);
  const { open } = world.state;
  return body === undefined || open === null ? undefined : findStep(body, open.step)?.step;
}

/** Every seat of the open step acts, until the step is closed. */
function play(world: World, step: Step, scene: OpenScene): Stop | undefined {
  const opening = world.state.open?.opening;
  const at = `${world.state.run ?? ''}.${step.step}`;
  const visit = world.visits.get(at) ?? 0;
  world.visits.set(at, visit + 1);
  const outcome = chosen(world, step, at, visit);
  if (outcome === undefined) return choiceStop(world, step, at);
  scene.outcome = outcome.outcome;
  for (let task = nextTask(world, opening); task !== undefined; task = nextTask(world, opening)) {
    if (task.key.startsWith('party:')) return nobodyStop(world, task, at);
    const refusals = act(world, task, { step, outcome, scene });
    if (refusals.length > 0) {
      delete scene.outcome;
      return refusedStop(at, refusals);
    }
  }
  return undefined;
}

function nextTask({ state }: World, opening: number | undefined): Task | undefined {
  return openTasksOf(state).find((task) => task.opening === opening);
}

/** The outcome the dossier chooses at this visit; a step with one outcome leaves no choice. */
function chosen({ dossier }: World, step: Step, at: string, visit: number): StepOutcome | undefined {
  if (step.outcomes.length === 1) return step.outcomes[0];
  const named = dossier.choose[at] ?? dossier.choose[step.step] ?? [];
  const wanted = named[visit] ?? named.at(-1);
  return step.outcomes.find(({ outcome }) => outcome === wanted);
}

interface Playing {
  readonly step: Step;
  readonly outcome: StepOutcome;
  readonly scene: OpenScene;
}

/** One seat decides; it waits for earliest dates and asks for the waivers that the dossier names. */
function act(world: World, task: Task, { step, outcome, scene }: Playing): readonly Refusal[] {
  const actor = actorOf(task);
  for (;;) {
    const decision = take(world, actor, {
      type: 'decide',
      task: task.id,
      outcome: outcome.outcome,
      comment: '模拟',
      findings: Object.fromEntries(step.findings.map((name) => [name, '模拟'])),
      ...(outcome.grounds?.[0] === undefined ? {} : { grounds: outcome.grounds[0] }),
      fields: fieldsFor(world, task),
      attach: attachable(world),
    });
    note(scene, decision.reports);
    if ('events' in decision) {
      scene.events.push(...decision.events);
      return [];
    }
    if (!helps(world, scene, decision.reports)) return decision.refusals;
  }
}

/** Keeps how every gate came out last; a gate of a run that was not entered yet keeps its own code. */
function note(scene: OpenScene, reports: readonly GateReport[]): void {
  for (const report of reports) scene.gates.set(`${report.gate.code}:${report.gate.zh}`, report);
}

/** Waits or waives where that is all that is missing; false when somebody has to supply something. */
function helps(world: World, scene: OpenScene, reports: readonly GateReport[]): boolean {
  const unmet = refusedGates(reports).flatMap((refusal) => refusal.unmet ?? []);
  const waivers = unmet.flatMap((gate) => {
    const code = gate.code === 'material/missing' ? String(gate.params?.['kind']) : gate.code;
    return world.dossier.waive.includes(code) && !scene.waived.includes(code) ? [code] : [];
  });
  for (const code of waivers) waive(world, scene, code);
  if (waivers.length > 0) return true;
  const [first] = unmet;
  if (first === undefined || unmet.some(({ holdsFrom }) => holdsFrom === undefined)) return false;
  const until =
    unmet
      .map(({ holdsFrom }) => holdsFrom ?? '')
      .sort()
      .at(-1) ?? '';
  if (until <= dateOf(world.now)) return false;
  scene.waited.push({ clock: String(first.params?.['clock']), until });
  waitUntil(world, until);
  return true;
}

function waive(world: World, scene: OpenScene, code: string): void {
  scene.waived.push(code);
  const body = bodyOf(aroundNow(world).rules, world.state);
  const by = (body?.gates[code] ?? body?.materials[code])?.waiver?.by;
  if (by !== undefined) take(world, holderOf(world, by), { type: 'waive', code, comment: '模拟' });
}

/** Facts of the dossier that this seat may declare and the project does not hold yet. */
function fieldsFor(world: World, task: Task) {
  const mayDeclare = allowedActions(world.state, aroundNow(world), actorOf(task)).find(
    (each) => each.action === 'decide' && each.task === task.id,
  );
  const { facts } = world.dossier;
  return Object.fromEntries(
    (mayDeclare?.fields ?? []).flatMap((name) =>
      Object.hasOwn(facts, name) && facts[name] !== undefined && facts[name] !== world.state.facts[name]
        ? [[name, facts[name]]]
        : [],
    ),
  );
}

/** Everything the dossier has for the present stage: what is due is taken, the rest is left. */
function attachable(world: World) {
  const body = bodyOf(aroundNow(world).rules, world.state);
  return Object.values(body?.materials ?? {}).flatMap((row) => paperOf(world, row) ?? []);
}
