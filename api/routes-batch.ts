/** Acts on many tasks in one request: an answer per item, so that one refusal spoils no other. */
import { z } from 'zod';
import { findReply, saveReply } from '../models/replies';
import { keyOf } from './decisions';
import { inboxOf } from './person';
import { hashOf, sha256 } from './idempotency';
import { Problem, problem, problemBody } from './problem';
import { route } from './route';
import type { Answer, Ask } from './route';
import { decideOnTask, taskRefusals } from './routes-actions';
import { CountersSchema, Id } from './schemas';
import { TaskAction } from './task-acts';

/** More are several requests: a batch is answered within the time of one answer. */
const mostItems = 50;
/** Processes that are acted on at the same time; the acts on one follow each other in their order. */
const atOnce = 5;

const Item = TaskAction.extend({ task: Id }).meta({ id: 'BatchItem' });
type Item = z.output<typeof Item>;

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

async function actOn(ask: Ask, item: Item, index: number): Promise<Done> {
  const { task, ...body } = item;
  try {
    const { result, tidied } = await decideOnTask(task, body, askFor(ask, item, index));
    await tidied;
    return { index, task, status: 200, result };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { index, task, status: error.status, problem: problemBody(error, ask.language, ask.path) };
  }
}

/** Items by process, each with its place in the batch. */
async function grouped(ask: Ask, items: readonly Item[]): Promise<{ item: Item; index: number }[][]> {
  const rows = await Promise.all(items.map(({ task }) => ask.api.reads.findTask(task)));
  const groups = new Map<string, { item: Item; index: number }[]>();
  for (const [index, item] of items.entries()) {
    const process = rows[index]?.workflowId ?? '';
    groups.set(process, [...(groups.get(process) ?? []), { item, index }]);
  }
  return [...groups.values()];
}

async function actOnAll(ask: Ask, items: readonly Item[]): Promise<Done[]> {
  const waiting = await grouped(ask, items);
  const done: Done[] = [];
  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      for (const { item, index } of group) done.push(await actOn(ask, item, index));
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

const batch = route({
  method: 'post',
  path: '/api/tasks/actions',
  tag: 'tasks',
  summary: '批量办理 · Act on many tasks, with an answer per item',
  permit: 'signedIn',
  change: 'decision',
  answerMs: 60_000,
  body: z.strictObject({ items: z.array(Item).min(1).max(mostItems) }),
  answers: {
    200: z.looseObject({
      items: z.array(z.looseObject({ index: z.number().int(), task: z.string(), status: z.number().int() })),
      counters: CountersSchema,
    }),
  },
  refuses: [...taskRefusals],
  async handle({ body }, ask) {
    const known = await kept(ask);
    if (known !== null) return known;
    const items = await actOnAll(ask, body.items);
    const answered = { items, counters: await ask.api.reads.countTasks(inboxOf(ask.person)) };
    // An outage is no answer: the same key tries those items again, and the others answer as they did.
    if (items.every(({ status }) => status < 500))
      await saveReply({ ...keyOf(ask), status: 200, body: answered, at: new Date() });
    return { body: answered };
  },
});

export const batchRoutes = [batch];
