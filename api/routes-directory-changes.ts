/** Administrators add and change organisations and people, each with a reason; nobody is removed, because the record names them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Session } from '../models/connection';
import { givePassword } from '../models/accounts';
import { changeOrg as writeOrg, findOrg, saveOrg } from '../models/orgs';
import { changeUser, findUser, findUserNamed, saveUser, type User } from '../models/users';
import {
  addToDirectory,
  changeDirectory,
  changeOnce,
  isStored,
  unsoundIn,
  type DirectoryPerson,
} from './directory';
import { DirectoryId, orgWords, personWords, wholeOrg, wholePerson } from './directory-forms';
import { hashPassword, isWeak, minimumLength } from './passwords';
import { problem } from './problem';
import type { Ask } from './route';
import { route } from './route';
import { IdParams, Password, Reason } from './schemas';

const PersonAnswer = z.object({ person: z.looseObject({ id: z.string(), name: z.string() }) });
const OrgAnswer = z.object({ org: z.looseObject({ id: z.string(), zh: z.string() }) });

/** The line of an act: a repeated key finds its own again, a change by PATCH is a line each time. */
async function actOf(ask: Ask, target: string, why: string) {
  const { id, name, org } = ask.person.actor;
  const { commandId, bodyHash } = ask.key ?? { commandId: randomUUID(), bodyHash: '' };
  const at = await ask.api.clock.now();
  return { commandId, bodyHash, at, actor: { id, name, org }, target, reason: why };
}

/** With this person as they are to be, the directory is one that may be. */
async function requireSound(person: DirectoryPerson, session: Session): Promise<void> {
  const found = await unsoundIn({ orgs: [], people: [person] }, session);
  if (found?.is === 'withoutOrg') throw problem('org/unknown', { org: found.org });
  if (found !== null) throw problem('directory/last-administrator');
}

function requireStrong(password: string, username: string): void {
  if (isWeak(password, [username])) throw problem('auth/weak-password', { minimum: minimumLength });
}

function personOf({ tokenVersion: _v, demo: _d, passwordGiven: _p, ...person }: User): DirectoryPerson {
  return person;
}

type Named<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** What a body names; what it leaves out is nobody's wish. */
function namedIn<T extends object>(changed: T): Named<T> {
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)) as Named<T>;
}

const addPerson = route({
  method: 'post',
  path: '/api/people',
  tag: 'directory',
  summary:
    '新增人员 · Add a person (administrators); without a password they can only come from the identity provider',
  permit: 'directory.write',
  change: 'reply',
  body: z.strictObject({ id: DirectoryId, ...wholePerson, password: Password.optional(), reason: Reason }),
  answers: { 201: PersonAnswer },
  refuses: ['directory/exists', 'org/unknown', 'directory/last-administrator', 'auth/weak-password'],
  async handle({ body: { reason: why, password: first, email, ...rest } }, ask) {
    const person = { ...rest, username: rest.id, ...(email === undefined ? {} : { email }) };
    const target = `person/${person.id}`;
    if (first !== undefined) requireStrong(first, person.id);
    // Nobody knows a password that was not given: the account opens through the identity provider alone.
    const hash = await hashPassword(first ?? randomBytes(32).toString('base64url'));
    const find = async (session: Session) => {
      const stored = await findUser(person.id, session);
      if (stored !== null) return personOf(stored);
      if ((await findUserNamed(person.id, session)) !== null) throw problem('directory/exists', { target });
      return null;
    };
    const add = async (session: Session) => {
      await requireSound(person, session);
      await saveUser({ ...person, demo: false }, hash, session);
      if (first !== undefined) await givePassword(person.id, hash, session);
      return person;
    };
    const made = await addToDirectory(await actOf(ask, target, why), { find, add });
    return { status: 201, body: { person: made } };
  },
});

const resetPassword = route({
  method: 'post',
  path: '/api/people/:id/password',
  tag: 'directory',
  summary:
    '重设密码 · Give somebody else a password (administrators): their sessions end, and they choose their own before anything else',
  permit: 'directory.write',
  change: 'reply',
  params: IdParams,
  body: z.strictObject({ password: Password, reason: Reason }),
  answers: { 200: z.object({ given: z.literal(true) }) },
  refuses: ['person/unknown', 'directory/own-password', 'auth/weak-password'],
  async handle({ params: { id }, body }, ask) {
    if (id === ask.person.actor.id) throw problem('directory/own-password');
    requireStrong(body.password, id);
    const hash = await hashPassword(body.password);
    const apply = async (session: Session) => {
      if (!(await givePassword(id, hash, session))) throw problem('person/unknown', { person: id });
    };
    const act = await actOf(ask, `person/${id}`, body.reason);
    await changeOnce(act, { does: 'passwordGiven', apply });
    return { body: { given: true } };
  },
});

const changePerson = route({
  method: 'patch',
  path: '/api/people/:id',
  tag: 'directory',
  summary:
    '修改人员 · Change a person: name, organisation, posts, rank; set inactive who leaves (administrators)',
  permit: 'directory.write',
  change: 'none',
  params: IdParams,
  body: z
    .strictObject({ ...personWords, reason: Reason })
    .partial()
    .required({ reason: true }),
  answers: { 200: PersonAnswer },
  refuses: ['person/unknown', 'org/unknown', 'directory/last-administrator'],
  async handle({ params, body: { reason: why, ...changed } }, ask) {
    const { id } = params;
    const given = namedIn(changed);
    const stored = await findUser(id);
    if (stored === null) throw problem('person/unknown', { person: id });
    if (isStored(stored, given)) return { body: { person: personOf(stored) } };
    const apply = async (session: Session) => {
      const written = await changeUser(id, given, session);
      if (written === null) throw problem('person/unknown', { person: id });
      await requireSound(written, session);
      return personOf(written);
    };
    const act = await actOf(ask, `person/${id}`, why);
    return { body: { person: await changeDirectory(act, { does: 'changed', apply }) } };
  },
});

const addOrg = route({
  method: 'post',
  path: '/api/orgs',
  tag: 'directory',
  summary: '新增单位 · Add an organisation (administrators)',
  permit: 'directory.write',
  change: 'reply',
  body: z.strictObject({ id: DirectoryId, ...wholeOrg, reason: Reason }),
  answers: { 201: OrgAnswer },
  refuses: ['directory/exists'],
  async handle({ body: { reason: why, ...org } }, ask) {
    const target = `org/${org.id}`;
    const find = (session: Session) => findOrg(org.id, session);
    const add = async (session: Session) => {
      await saveOrg(org, session);
      return org;
    };
    const made = await addToDirectory(await actOf(ask, target, why), { find, add });
    return { status: 201, body: { org: made } };
  },
});

const changeOrg = route({
  method: 'patch',
  path: '/api/orgs/:id',
  tag: 'directory',
  summary:
    '修改单位 · Change an organisation: names, kind, what it is qualified for until when (administrators)',
  permit: 'directory.write',
  change: 'none',
  params: IdParams,
  body: z
    .strictObject({ ...orgWords, reason: Reason })
    .partial()
    .required({ reason: true }),
  answers: { 200: OrgAnswer },
  refuses: ['org/unknown'],
  async handle({ params, body: { reason: why, ...changed } }, ask) {
    const { id } = params;
    const given = namedIn(changed);
    const stored = await findOrg(id);
    if (stored === null) throw problem('org/unknown', { org: id });
    if (isStored(stored, given)) return { body: { org: stored } };
    const apply = async (session: Session) => {
      const written = await writeOrg(id, given, session);
      if (written === null) throw problem('org/unknown', { org: id });
      return written;
    };
    const act = await actOf(ask, `org/${id}`, why);
    return { body: { org: await changeDirectory(act, { does: 'changed', apply }) } };
  },
});

export const directoryChangeRoutes = [addPerson, changePerson, resetPassword, addOrg, changeOrg];
