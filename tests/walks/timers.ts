/** Every clock of a pack, in its stages and its case types, with the walk that sets it running. */
import type { Body, Clock, Pack } from '../../domain/pack/types';
import { coursesOf } from './courses';
import type { Wishes } from './walker';

/** Clocks of one body that one event starts: one walk shows them all. */
export interface Timer {
  readonly kind: 'stage' | 'case';
  /** Run or case type. */
  readonly of: string;
  readonly from: string;
  readonly clocks: readonly Clock[];
  readonly wishes: Wishes;
}

/** What starts a clock whatever the outcome: no outcome has to be wished for it. */
const plainEvents = ['opened', 'done', 'submitted', 'given', 'received'];

/** The outcome that starts the clock, where it is the outcome of a step of this body. */
function wishOf(from: string, place: (step: string) => string): Wishes {
  const [step = '', outcome = ''] = from.split('.');
  return outcome === '' || plainEvents.includes(outcome) ? {} : { [place(step)]: [outcome] };
}

function groups(body: Body): [string, Clock[]][] {
  const byEvent = new Map<string, Clock[]>();
  for (const clock of Object.values(body.clocks))
    byEvent.set(clock.from, [...(byEvent.get(clock.from) ?? []), clock]);
  return [...byEvent];
}

/** How a project comes to where the clock of a stage starts: it fails first, is reconsidered, or simply goes on. */
function wayTo(pack: Pack, run: string, from: string): Wishes {
  const courses = coursesOf(pack);
  const kind = pack.lifecycle.find((row) => row.run === run)?.kind;
  const wishes = (way: string) => courses.find(({ ways }) => ways.some((each) => each === way))?.wishes ?? {};
  if (kind === 'rectification') return wishes('fail');
  return from === 'tell.submitted' ? wishes('reconsider') : {};
}

/** All of them. */
export function timersOf(pack: Pack): Timer[] {
  const stages = pack.lifecycle.flatMap(({ run }) => {
    const body = pack.stages[run];
    return (body === undefined ? [] : groups(body)).map(([from, clocks]): Timer => ({
      ...{ kind: 'stage', of: run, from, clocks, wishes: wayTo(pack, run, from) },
    }));
  });
  const cases = Object.entries(pack.cases).flatMap(([type, body]) =>
    groups(body).map(([from, clocks]): Timer => ({
      ...{ kind: 'case', of: type, from, clocks, wishes: wishOf(from, (step) => step) },
    })),
  );
  return [...stages, ...cases];
}
