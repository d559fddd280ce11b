/**
 * Hands everything a leaver holds over to a successor (交接): posts first, so that the successor fits the seats, then what
 * the leaver applied for and each task by a command of its own, then substitutions end. An answer per item: one refusal
 * spoils no other.
 */
import { dateOf } from '../domain/clocks/dates';
import type { TaskRow } from '../domain/project/view';
import {
  closeHandover,
  findHandover,
  keepHandover,
  listTried,
  listUnfinished,
  type Handover,
} from '../models/handovers';
import {
  listHeldTasks,
  listRunningOf,
  lookAtPosts,
  type PostLook,
  type StartedProcess,
} from '../models/holdings';
import { recordOutcome, recordRequest, type Operation } from '../models/operations';
import { saveReply } from '../models/replies';
import { endSubstitution, listOpenOf, type Substitution } from '../models/substitutions';
import { findUser, movePost, type User } from '../models/users';
import { keyOf } from './decisions';
import { answered, giveAll, giveProcesses, type Handed } from './handover-items';
import { mayKnowOf } from './permissions';
import { actorOf, personOf } from './person';
import { problem } from './problem';
import type { Api, Ask } from './route';

/** Tasks of one act, and as many projects and cases; whoever holds more is handed over in several. */
const mostTasks = 300;
/** So many are looked through for them: what nobody may know of, or what was refused before, must not hide the rest. */
const mostLookedAt = 3_000;

export interface Holdings {
  readonly person: { readonly id: string; readonly name: string; readonly active: boolean };
  readonly tasks: readonly TaskRow[];
  /** Tasks of confidential cases, and such cases, that whoever asks may not know of. */
  readonly confidential: number;
  readonly more: boolean;
  readonly posts: readonly PostLook[];
  readonly substitutions: readonly Substitution[];
  /** Projects and cases they applied for that go on: the successor becomes their applicant. */
  readonly running: readonly Omit<StartedProcess, 'readers' | 'owner'>[];
  /** Hand-overs that broke off: the same key goes on with each, and so does the next API process that starts. */
  readonly unfinished: readonly { readonly to: string; readonly by: string; readonly at: string }[];
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

/** What has not been tried comes first, the others in their order after it. */
function untriedFirst<T extends { readonly id: string }>(all: readonly T[], tried: ReadonlySet<string>): T[] {
  return [...all.filter(({ id }) => !tried.has(id)), ...all.filter(({ id }) => tried.has(id))];
}

/** Everything a person holds, before it is handed over; what was tried before comes last. */
export async function holdingsOf(
  ask: Ask,
  id: string,
  tried: ReadonlySet<string> = new Set(),
): Promise<Holdings> {
  const user = await personOfDirectory(id);
  const today = dateOf(await ask.api.clock.now());
  const [rows, posts, substitutions, started, begun] = await Promise.all([
    listHeldTasks(id, mostLookedAt),
    lookAtPosts(user.posts, user.active),
    listOpenOf(id, today),
    listRunningOf(id, mostLookedAt),
    listUnfinished(id),
  ]);
  const known = untriedFirst(
    rows.filter((row) => mayKnowOfRow(ask, row)),
    tried,
  );
  const mine = untriedFirst(
    started.filter((view) => mayKnowOf(ask.person, view)),
    tried,
  );
  const running = mine.slice(0, mostTasks).map(({ readers: _readers, owner: _owner, ...shown }) => shown);
  return {
    person: { id, name: user.name, active: user.active },
    tasks: known.slice(0, mostTasks),
    confidential: rows.length - known.length + started.length - mine.length,
    more: known.length > mostTasks || mine.length > mostTasks,
    posts,
    substitutions,
    running,
    unfinished: begun.map(({ to, by, at }) => ({ to, by, at })),
  };
}

export interface HandoverWish {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

function operationOf({ person }: Ask, { id, bodyHash, from, reason, at }: Handover): Operation {
  const { actor } = person;
  const by = { id: actor.id, name: actor.name, org: actor.org };
  return { commandId: id, bodyHash, actor: by, action: 'handOver', target: from, reason, at };
}

/** What this command began before, or what it is about to hand over, kept before anything is handed. */
async function planOf(ask: Ask, { from, to, reason }: HandoverWish): Promise<Handover> {
  const { commandId: id, bodyHash } = keyOf(ask);
  const begun = await findHandover(id);
  if (begun !== null) {
    if (begun.bodyHash !== bodyHash) throw problem('idempotency/key-reused');
    return begun;
  }
  const held = await holdingsOf(ask, from, await listTried({ from, to }));
  const plan: Handover = {
    ...{ id, bodyHash, from, to, reason, by: ask.person.actor.id, at: await ask.api.clock.now() },
    posts: held.posts.map(({ jurisdiction, post }) => ({ jurisdiction, post })),
    tasks: held.tasks.map((row) => ({ id: row.id, workflowId: row.workflowId })),
    processes: held.running.map(({ kind, id: process }) => ({ kind, id: process })),
    substitutions: held.substitutions.map((each) => each.id),
    ...{ confidential: held.confidential, more: held.more },
  };
  await recordRequest(operationOf(ask, plan));
  await keepHandover(plan);
  return plan;
}

/** Does every item, also those done before, which then answer as they did. */
async function carryOut(ask: Ask, { from, to, reason, at, ...plan }: Handover): Promise<Handed[]> {
  const items: Handed[] = [];
  for (const { jurisdiction, post } of plan.posts) {
    const item = { kind: 'post' as const, item: `${jurisdiction}/${post}` };
    items.push(await answered(ask, item, () => movePost({ jurisdiction, post }, from, to)));
  }
  const heir = actorOf(await personOfDirectory(to));
  items.push(...(await giveProcesses(ask, { ...plan, reason }, heir)));
  items.push(...(await giveAll(ask, plan.tasks, heir, reason)));
  const { id, name } = ask.person.actor;
  const ended = { by: { id, name }, at, reason };
  for (const item of plan.substitutions)
    items.push(await answered(ask, { kind: 'substitution', item }, () => endSubstitution(item, ended)));
  return items;
}

/** Carries a plan out and, once every item has its answer, records the outcome, keeps the answer and closes the plan. */
async function finish(ask: Ask, plan: Handover) {
  const { to, confidential, more } = plan;
  const items = await carryOut(ask, plan);
  const body = { to, items, confidential, more };
  // An outage is no answer: the same key tries those items again.
  if (items.some(({ status }) => status >= 500)) return body;
  const refused = items.filter(({ status }) => status !== 200).length;
  const posts = plan.posts.map(({ jurisdiction, post }) => `${jurisdiction}/${post}`).join(' ');
  const outcome = { to, handed: items.length - refused, refused, posts, confidential };
  await recordOutcome(operationOf(ask, plan), outcome);
  await saveReply({ ...keyOf(ask), status: 200, body, at: new Date() });
  await closeHandover(plan.id);
  return body;
}

/** Hands everything over, item by item, on the operators' record before and after. A repeated key goes on where it was cut short. */
export async function handOver(ask: Ask, wish: HandoverWish) {
  const { from, to } = wish;
  if (from === to) throw problem('handover/self', { person: from });
  const successor = await personOfDirectory(to);
  if (!successor.active) throw problem('person/unknown', { person: to });
  return finish(ask, await planOf(ask, wish));
}

/** A begun hand-over as its administrator asked for it; undefined when they may not any more. */
async function askAgain(api: Api, { id, bodyHash, from, by }: Handover): Promise<Ask | undefined> {
  const user = await findUser(by);
  if (user?.active !== true || !user.admin) return undefined;
  return {
    ...{ api, person: personOf(user), key: { commandId: id, bodyHash }, file: null },
    ...{ requestId: 'resumed', language: 'zh', ifMatch: null, accept: '', ip: '' },
    ...{ method: 'POST', path: `/api/people/${from}/handover` },
    about: { workflowId: null, confidential: false },
    sent: { body: '', header: () => undefined },
  };
}

/** Goes on with every hand-over that broke off with the process that did it; two that do so at once do each item once. */
export async function resumeHandovers(api: Api): Promise<void> {
  for (const plan of await listUnfinished()) {
    try {
      const ask = await askAgain(api, plan);
      if (ask !== undefined) await finish(ask, plan);
    } catch (error) {
      api.log.error({ err: error, handover: plan.id }, 'a hand-over could not go on');
    }
  }
}
