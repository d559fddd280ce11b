/** People who live through small projects side by side; every answered command is kept with its answer. */
import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../../api/problem';
import { createProcessDoor } from '../../api/process-door';
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
  stateOf,
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
    // As the API says for people: how far the record had come when they read it.
    const sent = command(actor, what, { seenSeq: (await stateOf(workflowId)).seq });
    answered.push({ workflowId, command: sent, result: await house.door.act(workflowId, sent) });
  };
  const decide = async (actor: Actor, outcome: string) => {
    await act(actor, { type: 'decide', task: await openTaskOf(workflowId), outcome });
  };
  return { act, decide };
}

/** What people hear while a part of the house is away or is being put back. */
const passing = new Set(['service/uncertain', 'process/not-running', 'process/moving']);
/** They are told so soon, and send the same command again until it is answered. */
const toldAfterMs = 2_000;
const insistsForMs = 150_000;

/** As the API does: what was lost on its way back is looked for in the record, where a project that is over has it alone. */
async function insist(
  { workflowId, command: sent }: Omit<Answered, 'result'>,
  send: () => Promise<CommandResult>,
): Promise<CommandResult> {
  const answers: CommandResult[] = [];
  let told = '';
  const tried = async () => {
    try {
      answers.push(await send());
      return true;
    } catch (error) {
      const [refusal] = error instanceof Problem ? error.refusals : [];
      if (refusal === undefined || !passing.has(refusal.code)) throw error;
      told = refusal.code;
      const recorded = await findByCommand(workflowId, sent.id);
      if (recorded !== null) answers.push(recorded.result);
      return recorded !== null;
    }
  };
  const answered = await until(tried, { deadlineMs: insistsForMs });
  const [answer] = answers;
  if (!answered || answer === undefined)
    throw new Error(`${workflowId} ${sent.act.type}: ${told} for two minutes`);
  return answer;
}

/** The house as people see it who keep sending what was not answered, under the same key. */
export function insistent(house: House): House {
  const { client, taskQueue } = house;
  const door = createProcessDoor({ client, taskQueue, answerDeadlineMs: toldAfterMs });
  return {
    ...house,
    door: {
      ...door,
      act: (workflowId, sent) => insist({ workflowId, command: sent }, () => door.act(workflowId, sent)),
      open: (run, sent) => insist({ workflowId: run.workflowId, command: sent }, () => door.open(run, sent)),
    },
  };
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

/** What people were told is recorded and the record does not hold. */
export async function lostOf(answered: readonly Answered[]): Promise<Answered[]> {
  const lost: Answered[] = [];
  for (const one of answered)
    if ((await findByCommand(one.workflowId, one.command.id)) === null) lost.push(one);
  return lost;
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
