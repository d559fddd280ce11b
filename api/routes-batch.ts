/** Acts on many tasks in one request: an answer per item, so that one refusal spoils no other. */
import { z } from 'zod';
import { findReply, saveReply } from '../models/replies';
import type { ProcessState } from '../domain/project/state';
import { actOf, keyOf } from './decisions';
import { momentOf, readState } from './process-reads';
import { inboxOf } from './person';
import { hashOf, sha256 } from './idempotency';
import { Problem, problem, problemBody } from './problem';
import { route } from './route';
import type { Answer, Ask } from './route';
import { decideOnTask, decisionOn, taskRefusals } from './routes-actions';
import { CountersSchema, Id } from './schemas';
import { TaskAction } from './task-acts';
import { homeOf } from './task-homes';

/** More are several requests: a batch is answered within the time of one answer. */
const mostItems = 50;
/** Processes that are acted on at the same time; the acts on one follow each other in their order. */
const atOnce = 5;

const Item = TaskAction.extend({ task: Id }).meta({ id: 'BatchItem' });
type Item = z.output<typeof Item>;

interface Placed {
  readonly item: Item;
  readonly index: number;
}

interface Done {
  readonly index: number;
  readonly task: string;
  readonly status: number;
  readonly result?: unknown;
  readonly problem?: unknown;
}

/** Every item is a command of its own under the batch's key and its place, so that a batch cut short goes on where it was. */
function askFor(ask: Ask, item: Item, index: number): Ask {
  const commandId = sha256(`${keyOf(ask).commandId}\n${String(index)}`);
  return { ...ask, ifMatch: null, key: { commandId, bodyHash: hashOf(item) } };
}

type DoOne = (item: Item, index: number) => Promise<Pick<Done, 'result'>>;

/** One item with its answer: refusals become part of it, faults do not. */
async function answerOf(ask: Ask, { item, index }: Placed, one: DoOne): Promise<Done> {
  const { task } = item;
  try {
    return { index, task, status: 200, ...(await one(item, index)) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { index, task, status: error.status, problem: problemBody(error, ask.language, ask.path) };
  }
}

/** Does it. */
function acting(ask: Ask): DoOne {
  return async (item, index) => {
    const { task, ...body } = item;
    const { result, tidied } = await decideOnTask(task, body, askFor(ask, item, index));
    await tidied;
    return { result };
  };
}

/** Says what would come of it, after the items of the same process that come before it and would be taken. Records nothing. */
function checking(ask: Ask): DoOne {
  const after = new Map<string, ProcessState>();
  return async ({ task, ...body }) => {
    const workflowId = await homeOf(task, ask.api.reads);
    if (workflowId === null) throw problem('task/not-found', { task });
    const state = after.get(workflowId) ?? (await readState(ask, workflowId));
    const { act, actor } = await actOf(ask, state, decisionOn(ask, task, workflowId, body));
    const tried = ask.api.rules.tryAct({ ...(await momentOf(ask, state)), actor, act });
    if ('refusals' in tried) throw new Problem(tried.refusals);
    after.set(workflowId, tried.state);
    return {};
  };
}

/** Items by process, each with its place in the batch. */
async function grouped(ask: Ask, items: readonly Item[]): Promise<Placed[][]> {
  const homes = await Promise.all(items.map(({ task }) => homeOf(task, ask.api.reads)));
  const groups = new Map<string, Placed[]>();
  for (const [index, item] of items.entries()) {
    const process = homes[index] ?? '';
    groups.set(process, [...(groups.get(process) ?? []), { item, index }]);
  }
  return [...groups.values()];
}

async function answerAll(ask: Ask, items: readonly Item[], one: DoOne): Promise<Done[]> {
  const waiting = await grouped(ask, items);
  const done: Done[] = [];
  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      for (const placed of group) done.push(await answerOf(ask, placed, one));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done.sort((a, b) => a.index - b.index);
}

/** The answer that was kept of this very request; another body under its key is refused. */
export async function kept(ask: Ask): Promise<Answer | null> {
  const { commandId, bodyHash } = keyOf(ask);
  const reply = await findReply(commandId);
  if (reply === null) return null;
  if (reply.bodyHash !== bodyHash) throw problem('idempotency/key-reused');
  return { status: reply.status, body: reply.body, headers: { 'Idempotent-Replayed': 'true' } };
}

const Items = z.strictObject({ items: z.array(Item).min(1).max(mostItems) });
const AnswerItem = z.looseObject({ index: z.number().int(), task: z.string(), status: z.number().int() });

const check = route({
  method: 'post',
  path: '/api/tasks/actions/check',
  tag: 'tasks',
  summary:
    '批量办理预检 · What a batch would be answered now, item by item; 200 is what would be taken. Nothing is recorded',
  permit: 'signedIn',
  change: 'none',
  answerMs: 60_000,
  body: Items,
  answers: { 200: z.object({ items: z.array(AnswerItem), passes: z.boolean() }) },
  refuses: [...taskRefusals],
  async handle({ body }, ask) {
    const items = await answerAll(ask, body.items, checking(ask));
    return { body: { items, passes: items.every(({ status }) => status === 200) } };
  },
});

const batch = route({
  method: 'post',
  path: '/api/tasks/actions',
  tag: 'tasks',
  summary: '批量办理 · Act on many tasks, with an answer per item',
  permit: 'signedIn',
  change: 'decision',
  answerMs: 60_000,
  body: Items,
  answers: {
    200: z.looseObject({
      items: z.array(AnswerItem),
      counters: CountersSchema,
    }),
  },
  refuses: [...taskRefusals],
  async handle({ body }, ask) {
    const known = await kept(ask);
    if (known !== null) return known;
    const items = await answerAll(ask, body.items, acting(ask));
    const answered = { items, counters: await ask.api.reads.countTasks(inboxOf(ask.person)) };
    // An outage is no answer: the same key tries those items again, and the others answer as they did.
    if (items.every(({ status }) => status < 500))
      await saveReply({ ...keyOf(ask), status: 200, body: answered, at: new Date() });
    return { body: answered };
  },
});

export const batchRoutes = [batch, check];
