/** What people said and decided in a process, line by line of its record: the opinions that documents and the archive hold. Pure. */
import { defined } from '../defined';
import type { Entry, ProcessEvent } from '../project/events';
import type { PersonRef } from '../project/task';

/** One opinion, with the line it stands in. */
export interface Opinion {
  /** Line of the audit trail. */
  readonly seq: number;
  readonly workflowId: string;
  /** ISO UTC instant. */
  readonly at: string;
  readonly what: 'decided' | 'returned' | 'commented' | 'answered' | 'handedBack';
  readonly task: string;
  readonly person: PersonRef;
  readonly org: string;
  readonly outcome?: string;
  readonly said?: string;
  readonly findings?: Readonly<Record<string, string>>;
  readonly grounds?: string;
}

type Line = Pick<Entry, 'at' | 'actor' | 'events'> & { readonly seq: number; readonly workflowId: string };
type Words = Pick<Opinion, 'what' | 'task' | 'person' | 'outcome' | 'said' | 'findings' | 'grounds'>;

type EventOf<T extends ProcessEvent['type']> = Extract<ProcessEvent, { type: T }>;
type Tellers = { readonly [T in Opinion['what']]: (event: EventOf<T>) => Words };

const tellers: Tellers = {
  decided: ({ task, person, outcome, comment, findings, grounds }) => ({
    ...{ what: 'decided', task, person, outcome },
    ...defined({ said: comment, findings, grounds }),
  }),
  returned: ({ task, person, reason }) => ({ what: 'returned', task, person, said: reason }),
  commented: ({ task, person, comment }) => ({ what: 'commented', task, person, said: comment }),
  answered: ({ task, person, comment }) => ({ what: 'answered', task, person, said: comment }),
  handedBack: ({ task, person, comment }) => ({ what: 'handedBack', task, person, said: comment }),
};

const isSaid = (event: ProcessEvent): event is EventOf<Opinion['what']> => Object.hasOwn(tellers, event.type);

function wordsIn(event: ProcessEvent): Words | undefined {
  if (!isSaid(event)) return undefined;
  const tell = tellers[event.type] as (each: ProcessEvent) => Words;
  return tell(event);
}

/** Every opinion of these lines, in their order. */
export function opinionsOf(lines: readonly Line[]): Opinion[] {
  return lines.flatMap(({ seq, workflowId, at, actor, events }) =>
    events.flatMap((event) => {
      const words = wordsIn(event);
      return words === undefined ? [] : [{ seq, workflowId, at, ...words, org: actor.org }];
    }),
  );
}
