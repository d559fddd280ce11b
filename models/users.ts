/** The people of the organisation directory. */
import type { Session } from './connection';
import { UserModel, toUser, type HeldPost, type User, type UserDocument } from './user-schema';

export type { HeldPost, User } from './user-schema';

/** The person with this user name. */
export async function findUserNamed(username: string, session?: Session): Promise<User | null> {
  const found = await UserModel.findOne({ username })
    .session(session ?? null)
    .lean<UserDocument>();
  return found === null ? null : toUser(found);
}

/** One person of the directory. */
export async function findUser(id: string, session?: Session): Promise<User | null> {
  const within = session === undefined ? {} : { session };
  const found = await UserModel.collection.findOne<UserDocument>({ _id: id } as never, within);
  return found === null ? null : toUser(found);
}

/** How old the account behind a request may be when another process changed it; what this one changes counts at once. */
const accountMs = 1_000;
const mostAccounts = 10_000;
const accounts = new Map<string, { readonly at: number; readonly answer: Promise<User | null> }>();

/** One person of the directory, at most a second old: who sends ten requests a second is looked up once. */
export function recentUser(id: string): Promise<User | null> {
  const at = performance.now();
  const known = accounts.get(id);
  if (known !== undefined && at - known.at < accountMs) return known.answer;
  const answer = findUser(id);
  if (accounts.size >= mostAccounts) accounts.clear();
  accounts.set(id, { at, answer });
  // Neither an outage nor a stranger is remembered.
  answer.then(
    (user) => user ?? accounts.delete(id),
    () => accounts.delete(id),
  );
  return answer;
}

/** What this process remembers of people is asked for anew; after a transaction that changed them, since nobody sees it before. */
export function forgetDirectory(): void {
  accounts.clear();
  counted.clear();
}

/** These people of the directory, in no order. */
export async function findUsers(ids: readonly string[]): Promise<User[]> {
  if (ids.length === 0) return [];
  const found = await UserModel.collection.find<UserDocument>({ _id: { $in: ids } } as never).toArray();
  return found.map(toUser);
}

/** Adds a person, or brings name, organisation, posts and flags up to date; an existing password stays. */
export async function saveUser(
  user: Omit<User, 'tokenVersion'>,
  passwordHash: string,
  session?: Session,
): Promise<void> {
  const { id, posts, ...rest } = user;
  await UserModel.updateOne(
    { _id: id },
    { $set: { ...rest, posts: [...posts] }, $setOnInsert: { passwordHash, tokenVersion: 1 } },
    { upsert: true },
  ).session(session ?? null);
  forgetDirectory();
}

/** What may be said anew of a person who is there. */
export type PersonChange = Partial<Omit<User, 'id' | 'username' | 'tokenVersion' | 'demo' | 'passwordGiven'>>;

/** Writes what is named of a person and nothing else: a post handed over meanwhile stays where it went. The person as changed; null: not there. */
export async function changeUser(
  id: string,
  { posts, ...words }: PersonChange,
  session: Session,
): Promise<User | null> {
  const named = { ...words, ...(posts === undefined ? {} : { posts: [...posts] }) };
  const found = await UserModel.findOneAndUpdate({ _id: id }, { $set: named })
    .setOptions({ session, returnDocument: 'after' })
    .lean<UserDocument>();
  return found === null ? null : toUser(found);
}

/** How many active administrators there are beside these people. */
export async function countAdministrators(beside: readonly string[], session?: Session): Promise<number> {
  const others = { admin: true, active: true, _id: { $nin: beside } };
  return await UserModel.countDocuments(others).session(session ?? null);
}

/** Takes a post from one person and gives it to another, who may hold it already. Safe to do again. */
export async function movePost({ jurisdiction, post }: HeldPost, from: string, to: string): Promise<void> {
  const place = { jurisdiction, post };
  // Given before it is taken: a post is never without anybody in between.
  await UserModel.updateOne({ _id: to, posts: { $not: { $elemMatch: place } } }, { $push: { posts: place } });
  await UserModel.updateOne({ _id: from }, { $pull: { posts: place } });
  forgetDirectory();
}

export interface PeopleQuery {
  readonly text?: string;
  readonly org?: string;
  readonly post?: HeldPost;
  readonly limit: number;
}

/** Active people by part of the name, organisation or post; sorted by name. */
export async function searchPeople(query: PeopleQuery): Promise<User[]> {
  const found = await UserModel.find({
    active: true,
    ...(query.text === undefined ? {} : { name: new RegExp(escapeRegExp(query.text), 'iu') }),
    ...(query.org === undefined ? {} : { org: query.org }),
    ...(query.post === undefined
      ? {}
      : { posts: { $elemMatch: { jurisdiction: query.post.jurisdiction, post: query.post.post } } }),
  })
    .sort({ name: 1, _id: 1 })
    .limit(query.limit)
    .lean<UserDocument[]>();
  return found.map(toUser);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

/** Active people who hold a key (`person:…`, `org:…`, `post:<jurisdiction>/<post>`). */
function holding(key: string) {
  const at = key.indexOf(':');
  const kind = key.slice(0, at);
  const rest = key.slice(at + 1);
  if (kind === 'person') return { _id: rest, active: true };
  if (kind === 'org') return { org: rest, active: true };
  const [jurisdiction = '', post = ''] = rest.split('/');
  return { active: true, posts: { $elemMatch: { jurisdiction, post } } };
}

/** Active people who hold a key, at most so many. */
export async function listHolders(key: string, limit: number): Promise<User[]> {
  const found = await UserModel.collection
    .find<UserDocument>(holding(key) as never)
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
  return found.map(toUser);
}

/** Every answer to a person asks this of the same few posts; another process's change of the directory may be as old. */
const believedMs = 2_000;
const mostCounted = 10_000;
const counted = new Map<string, { readonly at: number; readonly answer: Promise<number> }>();

/** How many active people hold a key: what shows who has what to do, up to two seconds old; it decides nothing. */
export function countHolders(key: string): Promise<number> {
  const at = performance.now();
  const known = counted.get(key);
  if (known !== undefined && at - known.at < believedMs) return known.answer;
  const answer = UserModel.collection.countDocuments(holding(key) as never);
  if (counted.size >= mostCounted) counted.clear();
  counted.set(key, { at, answer });
  // An outage is not remembered.
  answer.catch(() => counted.delete(key));
  return answer;
}

/** True when one active person alone holds a key. A person's own key is theirs alone. */
export async function isSoleHolder(key: string): Promise<boolean> {
  return key.startsWith('person:') || (await countHolders(key)) === 1;
}
