/** The course of a process beside what happened: steps and runs that were skipped, are still to come, or never came to be. */
import type { Body, Pack, Run, Step } from '../domain/pack/types';
import { isOver } from '../domain/project/life';
import type { ProcessState } from '../domain/project/state';
import type { Line, TimelineItem } from './timeline';

export type Bodies = Pick<Pack, 'stages' | 'cases' | 'lifecycle'>;

type When = 'skipped' | 'predicted' | 'neverReached';

interface Place {
  readonly run: string;
  readonly phase: string;
  readonly step: Step;
}

/** The steps of a run in their order, without those that only an outcome enters. */
function placesOf(run: string, body: Body | undefined): Place[] {
  return (body?.phases ?? [])
    .filter(({ onlyByName }) => !onlyByName)
    .flatMap(({ phase, steps }) => steps.map((step) => ({ run, phase, step })));
}

const keyOf = (run: string, phase: string, step: string): string => [run, phase, step].join('/');

/** What was opened, whatever became of it. */
interface Opened {
  readonly runs: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
  /** The step that was opened last. */
  readonly last: string;
}

function openedIn(lines: readonly Line[]): Opened {
  const runs = new Set<string>();
  const steps = new Set<string>();
  let run = '';
  let last = '';
  for (const event of lines.flatMap(({ events }) => events)) {
    if (event.type === 'runEntered') {
      ({ run } = event);
      runs.add(run);
    }
    if (event.type === 'stepOpened') steps.add((last = keyOf(run, event.phase, event.step)));
  }
  return { runs, steps, last };
}

const stepItem = (when: When, { run, phase, step }: Place): TimelineItem => ({
  when,
  ...{ what: 'step', at: null, by: null, run, phase, step: step.step },
  zh: step.zh ?? step.step,
  en: step.en ?? step.step,
  roles: step.who.map(({ role }) => role),
  basis: step.basis ?? null,
});

const runItem = (when: When, { run, kind, zh = run, en = run, basis }: Run): TimelineItem => ({
  when,
  ...{ what: 'run', at: null, by: null, run, kind, zh, en },
  basis: basis ?? null,
});

/** Steps of runs that ended, and of the present run before the open step, that were never opened; runs that were passed by. */
function skipped(opened: Opened, state: ProcessState, pack: Bodies): TimelineItem[] {
  const unopened = ({ run, phase, step }: Place) => !opened.steps.has(keyOf(run, phase, step.step));
  const present = pack.lifecycle.findIndex(({ run }) => run === state.run);
  const passed = pack.lifecycle.filter(({ run }, index) => index < present && !opened.runs.has(run));
  const good = [...new Set(state.ended.filter(({ good }) => good).map(({ run }) => run))];
  const here = placesOf(state.run ?? '', bodyOf(state, pack));
  const before = here.slice(0, Math.max(0, placeNow(here, opened)));
  return [
    ...passed.map((run) => runItem('skipped', run)),
    ...good
      .filter((run) => run !== state.run)
      .flatMap((run) => placesOf(run, pack.stages[run]))
      .filter(unopened)
      .map((place) => stepItem('skipped', place)),
    ...before.filter(unopened).map((place) => stepItem('skipped', place)),
  ];
}

function bodyOf({ kind, caseType, run }: ProcessState, { stages, cases }: Bodies): Body | undefined {
  return kind === 'case' ? cases[caseType ?? ''] : stages[run ?? ''];
}

/** Where the process stands, or stood when it ended; -1 in a run of which nothing was opened. */
function placeNow(places: readonly Place[], { last }: Opened): number {
  return places.findIndex(({ run, phase, step }) => keyOf(run, phase, step.step) === last);
}

/** Later steps of this run, then later runs of the lifecycle; conditions and returns may change them. */
function ahead(opened: Opened, state: ProcessState, pack: Bodies): TimelineItem[] {
  const when = isOver(state) ? 'neverReached' : 'predicted';
  const places = placesOf(state.run ?? '', bodyOf(state, pack));
  const later = places.slice(placeNow(places, opened) + 1);
  const run = pack.lifecycle.findIndex((row) => row.run === state.run);
  const runs = state.kind === 'case' || run < 0 ? [] : pack.lifecycle.slice(run + 1);
  return [...later.map((place) => stepItem(when, place)), ...runs.map((row) => runItem(when, row))];
}

/** What was passed by, and what is still to come; for a process that is over, what never came to be. */
export function courseOf(lines: readonly Line[], state: ProcessState, pack: Bodies): TimelineItem[] {
  const opened = openedIn(lines);
  return [...skipped(opened, state, pack), ...ahead(opened, state, pack)];
}
