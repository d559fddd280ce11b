/**
 * Hands everything a leaver holds over to a successor (交接): posts first, so that the successor fits the seats, then each
 * task by a command of its own, then substitutions end. An answer per item: one refusal spoils no other.
 */
import { dateOf } from '../domain/clocks/dates';
import type { Actor } from '../domain/project/commands';
import type { TaskRow } from '../domain/project/view';
import { listHeldTasks, lookAtPosts, type PostLook } from '../models/holdings';
import { recordOutcome, recordRequest, type Operation } from '../models/operations';
import { endSubstitution, listOpenOf, type Substitution } from '../models/substitutions';
import { findUser, movePost, type User } from '../models/users';
import { findRecorded, keyOf, sendOrFind } from './decisions';
import { hashOf, sha256 } from './idempotency';
import { mayKnowOf } from './permissions';
import { actorOf } from './person';
import { Problem, problem, problemBody } from './problem';
import { readState } from './process-reads';
import type { Ask } from './route';

/** Tasks of one act; whoever holds more is handed over in several. */
const mostTasks = 300;
/** Processes that are acted on at the same time. */
const atOnce = 5;

export interface Holdings {
  readonly person: { readonly id: string; readonly name: string; readonly active: boolean };
  readonly tasks: readonly TaskRow[];
  /** Tasks of confidential cases that whoever asks may not know of. */
  readonly confidential: number;
  readonly more: boolean;
  readonly posts: readonly PostLook[];
  readonly substitutions: readonly Substitution[];
}

export interface Handed {
  readonly kind: 'post' | 'task' | 'substitution';
  readonly item: string;
  readonly status: number;
  readonly problem?: unknown;
}

async function personOfDirectory(id: string): Promise<User> {
  const user = await findUser(id);
  if (user === null) throw problem('person/unknown', { person: id });
  return user;
}

/** A row names its process's readers; whoever opened it may know of it as well. */
function mayKnowOfRow({ person }: Ask, { readers, startedBy, ownerOrg }: TaskRow): boolean {
  const owner = { org: ownerOrg, orgZh: '', person: { id: startedBy, name: '' } };
  return mayKnowOf(person, { owner, ...(readers === undefined ? {} : { readers }) });
}

/** Everything a person holds, before it is handed over. */
export async function holdingsOf(ask: Ask, id: string): Promise<Holdings> {
  const user = await personOfDirectory(id);
  const today = dateOf(await ask.api.clock.now());
  const [rows, posts, substitutions] = await Promise.all([
    listHeldTasks(id, mostTasks + 1),
    lookAtPosts(user.posts, user.active),
    listOpenOf(id, today),
  ]);
  const page = rows.slice(0, mostTasks);
  const known = page.filter((row) => mayKnowOfRow(ask, row));
  return {
    person: { id, name: user.name, active: user.active },
    tasks: known,
    confidential: page.length - known.length,
    more: rows.length > mostTasks,
    posts,
    substitutions,
  };
}

/** One item with its answer: refusals become part of it, faults do not. */
async function answered(
  ask: Ask,
  { kind, item }: Pick<Handed, 'kind' | 'item'>,
  work: () => Promise<unknown>,
): Promise<Handed> {
  try {
    await work();
    return { kind, item, status: 200 };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind, item, status: error.status, problem: problemBody(error, ask.language, ask.path) };
  }
}

/** The ordinary command of the administrator who hands over, under the key of the act and the task. */
async function give(given: Ask, { id, workflowId }: TaskRow, to: Actor, comment: string): Promise<void> {
  const commandId = sha256(`${keyOf(given).commandId}\n${id}`);
  const key = { commandId, bodyHash: hashOf({ id, to: to.id, comment }) };
  const ask = { ...given, ifMatch: null, key };
  if ((await findRecorded(ask, workflowId)) !== null) return;
  const { seq } = await readState(ask, workflowId);
  const act = { type: 'correctAssignee' as const, task: id, to, comment };
  const command = { id: commandId, bodyHash: key.bodyHash, actor: ask.person.actor, seenSeq: seq, act };
  await sendOrFind(ask, workflowId, () => ask.api.door.act(workflowId, command));
}

async function giveAll(ask: Ask, rows: readonly TaskRow[], to: Actor, reason: string): Promise<Handed[]> {
  const groups = [...new Set(rows.map(({ workflowId }) => workflowId))].map((process) =>
    rows.filter(({ workflowId }) => workflowId === process),
  );
  const done = new Map<string, Handed>();
  const work = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift())
      for (const row of group)
        done.set(
          row.id,
          await answered(ask, { kind: 'task', item: row.id }, () => give(ask, row, to, reason)),
        );
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return rows.flatMap(({ id }) => done.get(id) ?? []);
}

export interface HandoverWish {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

async function operationOf(ask: Ask, { from, reason }: HandoverWish): Promise<Operation> {
  const { commandId, bodyHash } = keyOf(ask);
  const { id, name, org } = ask.person.actor;
  const at = await ask.api.clock.now();
  return { commandId, bodyHash, actor: { id, name, org }, action: 'handOver', target: from, reason, at };
}

/** Hands everything over, item by item, on the operators' record before and after. A repeated key goes on where it was cut short. */
export async function handOver(ask: Ask, wish: HandoverWish) {
  const { from, to, reason } = wish;
  if (from === to) throw problem('handover/self', { person: from });
  const successor = await personOfDirectory(to);
  if (!successor.active) throw problem('person/unknown', { person: to });
  const held = await holdingsOf(ask, from);
  const operation = await operationOf(ask, wish);
  await recordRequest(operation);
  const items: Handed[] = [];
  for (const { jurisdiction, post } of held.posts) {
    const item = { kind: 'post' as const, item: `${jurisdiction}/${post}` };
    items.push(await answered(ask, item, () => movePost({ jurisdiction, post }, from, to)));
  }
  items.push(...(await giveAll(ask, held.tasks, actorOf(await personOfDirectory(to)), reason)));
  const { id, name } = ask.person.actor;
  const ended = { by: { id, name }, at: operation.at, reason };
  for (const { id: item } of held.substitutions)
    items.push(await answered(ask, { kind: 'substitution', item }, () => endSubstitution(item, ended)));
  const refused = items.filter(({ status }) => status !== 200).length;
  const posts = held.posts.map(({ jurisdiction, post }) => `${jurisdiction}/${post}`).join(' ');
  const handed = items.length - refused;
  await recordOutcome(operation, { to, handed, refused, posts, confidential: held.confidential });
  return { to, items, confidential: held.confidential, more: held.more };
}
