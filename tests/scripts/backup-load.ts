/** People who live through small projects side by side; every answered command is kept with its answer. */
import { isDeepStrictEqual } from 'node:util';
import type { Act, Actor, Command, CommandResult } from '../../domain/project/commands';
import { until } from '../../embedded/wait';
import { compareViews } from '../../models/rebuild';
import { findByCommand, listSubjects, verifyChain } from '../../models/records';
import {
  askPayment,
  checker,
  command,
  openProject,
  openTaskOf,
  owner,
  reviewer,
  type House,
} from '../workflows/house';

export interface Answered {
  readonly workflowId: string;
  readonly command: Command;
  readonly result: CommandResult;
}

export interface Load {
  readonly answered: Answered[];
  readonly projects: string[];
  /** Waits until so many commands more were answered. */
  more(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** A person who acts on one process and keeps every answer. */
function hand(house: House, answered: Answered[], workflowId: string) {
  const act = async (actor: Actor, what: Act) => {
    const sent = command(actor, what);
    answered.push({ workflowId, command: sent, result: await house.door.act(workflowId, sent) });
  };
  const decide = async (actor: Actor, outcome: string) => {
    await act(actor, { type: 'decide', task: await openTaskOf(workflowId), outcome });
  };
  return { act, decide };
}

/** One life: two stages, a payment in the project's own chain, a return; every second one stays unfinished. */
async function liveOnce(house: House, { answered, projects }: Load, number: number): Promise<void> {
  const id = await openProject(house);
  projects.push(id);
  const project = hand(house, answered, id);
  await project.act(owner, { type: 'submit' });
  await project.decide(checker, 'returned');
  await project.act(owner, { type: 'submit' });
  const payment = await askPayment(house, id, 100);
  await hand(house, answered, payment).decide(checker, 'paid');
  await project.decide(checker, 'complete');
  if (number % 2 === 0) await project.decide(reviewer, 'approve');
}

/** Lets lives go on until stopped. */
export function startLoad(house: House, people: number): Load {
  let on = true;
  const load: Load = {
    answered: [],
    projects: [],
    async more(count) {
      const goal = load.answered.length + count;
      const reached = await until(() => load.answered.length >= goal, { deadlineMs: 60_000 });
      if (!reached) throw new Error('nobody is answered any more');
    },
    async stop() {
      on = false;
      await lives;
    },
  };
  const lives = Promise.all(
    Array.from({ length: people }, async (_, person) => {
      for (let number = person; on; number += 1) await liveOnce(house, load, number);
    }),
  );
  return load;
}

/** Everything that is wrong with the record: lost or changed answers, broken chains, views that do not follow. */
export async function faultsOf(answered: readonly Answered[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { workflowId, command: sent, result } of answered) {
    const found = await findByCommand(workflowId, sent.id);
    if (!isDeepStrictEqual(found?.result, result)) faults.push(`${workflowId} ${sent.act.type} ${sent.id}`);
  }
  for (const subject of await listSubjects())
    for (const { seq, fault } of (await verifyChain(subject)).faults)
      faults.push(`${subject} #${String(seq)} ${fault}`);
  for (const { collection, id, what } of (await compareViews()).differences)
    faults.push(`${collection}/${id} ${what}`);
  return faults;
}
