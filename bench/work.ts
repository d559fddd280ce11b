/** W1, W3 and W6: three-step approvals, nine votes at once, returns through parallel steps. Counts what is wrong, times the rest. */
import { sumUp, type Block, type Figures } from './figures';
import { late } from './http';
import { sides, signers } from './office-pack';
import type { Office } from './office';

export interface Approvals extends Figures {
  /** From the answer of a decision to the next person's inbox that shows the task, in milliseconds. */
  readonly nextInboxP50: number;
  readonly nextInboxP99: number;
  /** Answers that came late and were asked for again under their key. */
  readonly late: number;
}

export interface Votes {
  readonly rounds: number;
  /** Votes that were not answered with 200. */
  readonly errors: number;
  /** Rounds that did not end with exactly one outcome. */
  readonly wrong: number;
  /** From the first vote sent to the last answer of the nine. */
  readonly allInP50: number;
  readonly allInP99: number;
}

export interface Returns {
  readonly rounds: number;
  readonly wrong: number;
  /** Answer to the decision that returns. */
  readonly p50: number;
  readonly p99: number;
}

const chain = ['bench-one-0', 'bench-two-0', 'bench-three-0'] as const;
/** A task that an answered decision opened must be there; this often it is looked for before that counts as lost. */
const mostLooks = 50;

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now();
  const value = await work();
  return { ms: performance.now() - from, value };
}

async function seek(office: Office, who: string, id: string): Promise<string> {
  for (let look = 0; look < mostLooks; look += 1) {
    const task = await office.find(who, id);
    if (task !== undefined) return task;
  }
  throw new Error(`${who} never sees the task of ${id}`);
}

/** Approves projects through three people, so many projects at once. A decision is one call in the figures. */
export async function measureApprovals(
  office: Office,
  { projects, inFlight }: { readonly projects: number; readonly inFlight: number },
): Promise<Approvals> {
  const decisions: number[] = [];
  const inboxes: number[] = [];
  let begun = 0;
  const lateBefore = late.count;
  const began = performance.now();
  const lane = async () => {
    while (begun < projects) {
      begun += 1;
      const id = await office.handIn('steps');
      for (const [place, who] of chain.entries()) {
        const seen = await timed(() => seek(office, who, id));
        if (place > 0) inboxes.push(seen.ms);
        decisions.push((await timed(() => office.decide(who, seen.value, 'approved'))).ms);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, projects) }, lane));
  const block: Block = { times: decisions, seconds: (performance.now() - began) / 1000 };
  const next = sumUp([{ times: inboxes, seconds: block.seconds }]);
  return { ...sumUp([block]), nextInboxP50: next.p50, nextInboxP99: next.p99, late: late.count - lateBefore };
}

/** Nine people of one step vote in the same moment, round after round. */
export async function measureVotes(office: Office, rounds: number): Promise<Votes> {
  const times: number[] = [];
  let errors = 0;
  let wrong = 0;
  for (let round = 0; round < rounds; round += 1) {
    const id = await office.handIn('votes');
    const { openTasks } = await office.look(id);
    const { ms, value } = await timed(() =>
      Promise.allSettled(
        openTasks.map((task, seat) => office.decide(`bench-signer-${String(seat)}`, task.id, 'approved')),
      ),
    );
    times.push(ms);
    errors += value.filter(({ status }) => status === 'rejected').length;
    const after = await office.look(id);
    if (openTasks.length !== signers || after.status !== 'filed' || after.openTasks.length > 0) wrong += 1;
  }
  const { p50, p99 } = sumUp([{ times, seconds: 1 }]);
  return { rounds, errors, wrong, allInP50: p50, allInP99: p99 };
}

/** Two of four approve, the third returns: one task of the applicant must be open, and all four again after it. */
export async function measureReturns(office: Office, rounds: number): Promise<Returns> {
  const times: number[] = [];
  let wrong = 0;
  const seats = async (id: string) => {
    const { openTasks } = await office.look(id);
    return new Map(openTasks.map(({ role, id: task }) => [role, task]));
  };
  for (let round = 0; round < rounds; round += 1) {
    const id = await office.handIn('parallel');
    const open = await seats(id);
    const decide = (side: string, outcome: string) =>
      office.decide(`bench-${side}-0`, open.get(side) ?? '', outcome);
    await Promise.all([decide('north', 'approved'), decide('south', 'approved')]);
    times.push((await timed(() => decide('east', 'returned'))).ms);
    const back = await seats(id);
    const again = await office.resubmit(back.get('projectOwner') ?? '').then(() => seats(id));
    if (back.size !== 1 || sides.some((side) => !again.has(side)) || again.size !== sides.length) wrong += 1;
  }
  const { p50, p99 } = sumUp([{ times, seconds: 1 }]);
  return { rounds, wrong, p50, p99 };
}
