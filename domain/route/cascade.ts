/**
 * What follows when a step is done: the next step, phase, run or the end, all in one draft, so that the answer to the
 * closing decision already holds the tasks it opened. The order of phases is the stage kind's; everything else the pack's.
 */
import { checkGate } from '../gates/check';
import type { Body, Run, Step } from '../pack/types';
import { processEnds } from '../pack/types';
import { applies } from '../project/context';
import { DomainError } from '../refusals';
import { startClocks, startFromEnded, stopRunClocks } from './clock-events';
import { dateOf } from '../clocks/dates';
import { bodyNow, contextNow, emit, findStep, type Draft } from './draft';
import { happened } from './happen';
import { isApplicable, openStep } from './open-step';
import { endProcess } from './whole-process';
import { isLive } from '../project/task';

/** Looks at the gates that stand before a point of the present run. */
export function lookAtGates(draft: Draft, points: ReadonlySet<string>): void {
  const body = bodyNow(draft);
  const context = contextNow(draft);
  for (const gate of Object.values(body.gates)) {
    if (points.has(gate.before) && applies(gate, context)) {
      draft.reports.push(checkGate(gate, body, { state: draft.state, around: draft.around, context }));
    }
  }
}

/** Closes the open step with its outcome and goes where the pack says. */
export function finishStep(draft: Draft, step: Step, outcome: string, target: string): void {
  const opening = draft.state.open?.opening ?? draft.state.openings;
  endedOpening(draft, step.step, opening, outcome);
  happened(draft, `${step.step}.${outcome}`, `${step.step}.done`);
  goTo(draft, step, outcome, target);
}

/** Ends an opening of a step: no seat of it stays open. */
export function endedOpening(draft: Draft, step: string, opening: number, outcome: string): void {
  const left = Object.values(draft.state.tasks).filter((task) => task.opening === opening && isLive(task));
  if (left.length > 0) emit(draft, { type: 'tasksCancelled', tasks: left.map((task) => task.id) });
  emit(draft, { type: 'stepDone', step, opening, outcome });
}

function goTo(draft: Draft, from: Step, outcome: string, target: string): void {
  const body = bodyNow(draft);
  const here = findStep(body, from.step);
  if (here === undefined) throw new DomainError('step/missing', from.step);
  if (target === 'next' && jumpsBack(draft, body, from)) return;
  if (target === 'next') {
    openNext(draft, here.phase, here.index + 1, outcome);
    return;
  }
  if (body.outcomes.includes(target)) {
    emit(draft, { type: 'phaseDone', phase: here.phase, outcome });
    endRun(draft, target);
    return;
  }
  const phase = body.phases.find((each) => each.phase === target);
  const found = phase === undefined ? findStep(body, target) : { phase: phase.phase, index: 0 };
  if (found === undefined) throw new DomainError('target/missing', `${from.step} → ${target}`);
  if (found.phase !== here.phase) emit(draft, { type: 'phaseDone', phase: here.phase, outcome });
  if (isBackward(body, here, found)) startRound(draft);
  openNext(draft, found.phase, found.index, outcome);
}

/** A step that was returned with `back` leads straight to whoever returned it, in the seat they held. */
function jumpsBack(draft: Draft, body: Body, from: Step): boolean {
  const { backTo } = draft.state;
  const found = backTo?.from === from.step ? findStep(body, backTo.to) : undefined;
  if (backTo === undefined || found === undefined || !isApplicable(found.step, contextNow(draft)))
    return false;
  openStep(draft, found.phase, found.step, backTo);
  return true;
}

function isBackward(
  body: Body,
  here: { phase: string; index: number },
  to: { phase: string; index: number },
): boolean {
  const order = body.phases.map((phase) => phase.phase);
  const difference = order.indexOf(to.phase) - order.indexOf(here.phase);
  return difference < 0 || (difference === 0 && to.index <= here.index);
}

/** One more round of the present run: what was handed in and said before stays in the record. */
export function startRound(draft: Draft): void {
  const run = draft.state.run ?? draft.state.id;
  emit(draft, { type: 'roundStarted', run, round: (draft.state.rounds[run] ?? 1) + 1 });
}

/** Opens the first step that applies from here on: in this phase, then in the phases that follow by themselves. */
function openNext(draft: Draft, phaseName: string, index: number, outcome: string): void {
  const body = bodyNow(draft);
  const context = contextNow(draft);
  const at = body.phases.findIndex((phase) => phase.phase === phaseName);
  const inPhase = body.phases[at]?.steps.slice(index).find((step) => isApplicable(step, context));
  if (inPhase !== undefined) {
    openStep(draft, phaseName, inPhase);
    return;
  }
  emit(draft, { type: 'phaseDone', phase: phaseName, outcome });
  const following = body.phases.slice(at + 1).find((phase) => !phase.onlyByName);
  if (following !== undefined) {
    openNext(draft, following.phase, 0, outcome);
    return;
  }
  endOfBody(draft, body);
}

function endOfBody(draft: Draft, body: Body): void {
  const good = body.outcomes[0];
  if (good === undefined) emit(draft, { type: 'statusChanged', status: 'inUse' });
  else endRun(draft, good);
}

function endRun(draft: Draft, outcome: string): void {
  const body = bodyNow(draft);
  const { state } = draft;
  const good = outcome === body.outcomes[0];
  if (good) lookAtGates(draft, new Set(['pass']));
  const run = state.run ?? state.id;
  emit(draft, {
    type: 'runEnded',
    run,
    kind: state.stage ?? 'case',
    occurrence: state.occurrence,
    outcome,
    good,
  });
  happened(draft, `${run}.${outcome}`, outcome);
  stopRunClocks(draft, run);
  if (state.kind === 'case') emit(draft, { type: 'statusChanged', status: 'closed', reason: outcome });
  else follow(draft, run, outcome);
}

function follow(draft: Draft, run: string, outcome: string): void {
  const { lifecycle } = draft.around.rules;
  const index = lifecycle.findIndex((row) => row.run === run);
  const target = lifecycle[index]?.outcomes.find((each) => each.outcome === outcome)?.to;
  if (target === undefined) throw new DomainError('lifecycle/missing', `${run}.${outcome}`);
  const end = processEnds.find((each) => each === target);
  if (end !== undefined) {
    endProcess(draft, end, outcome);
    return;
  }
  const from = target === 'next' ? index + 1 : lifecycle.findIndex((row) => row.run === target);
  const next = firstApplicable(draft, lifecycle.slice(from));
  if (next === undefined) endProcess(draft, 'filed', outcome);
  else enterRun(draft, next);
}

function firstApplicable(draft: Draft, rows: readonly Run[]): Run | undefined {
  const context = contextNow(draft);
  return rows.find((row) => applies(row, context));
}

/** Enters a run: its `enter` gates are looked at, its first step opens, clocks that count from earlier runs start. */
export function enterRun(draft: Draft, row: Run): void {
  const occurrence = draft.state.ended.filter((run) => run.run === row.run).length + 1;
  const round = occurrence === 1 ? 1 : (draft.state.rounds[row.run] ?? 0) + 1;
  emit(draft, { type: 'runEntered', run: row.run, kind: row.kind, occurrence, round });
  lookAtGates(draft, new Set(['enter']));
  startClocks(draft, 'entered', dateOf(draft.around.now));
  startFromEnded(draft);
  openFirst(draft);
}

/** Opens the first step of the present body. */
export function openFirst(draft: Draft): void {
  const first = bodyNow(draft).phases.find((phase) => !phase.onlyByName);
  if (first === undefined) throw new DomainError('body/empty', draft.state.run ?? draft.state.id);
  openNext(draft, first.phase, 0, 'entered');
}
