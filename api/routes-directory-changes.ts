/** Administrators add and change organisations and people, each with a reason; nobody is removed, because the record names them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { findOrg, saveOrg } from '../models/orgs';
import { findUser, findUserNamed, saveUser } from '../models/users';
import { changeDirectory, lineOf, isStored, unsoundIn, type DirectoryPerson, type Wanted } from './directory';
import { DirectoryId, orgWords, personWords, wholeOrg, wholePerson } from './directory-forms';
import { hashPassword } from './passwords';
import { problem } from './problem';
import type { Ask } from './route';
import { route } from './route';
import { IdParams } from './schemas';

const reason = z
  .string()
  .max(1000)
  .refine((text) => text.trim().length >= 5, {
    message: '请写明原因,至少 5 个字\nSay why, in five characters or more',
  });
const password = z.string().min(12).max(256);
const PersonAnswer = z.object({ person: z.looseObject({ id: z.string(), name: z.string() }) });
const OrgAnswer = z.object({ org: z.looseObject({ id: z.string(), zh: z.string() }) });

/** The line of an act: a repeated key finds its own again, a change by PATCH is a line each time. */
async function actOf(ask: Ask, target: string, why: string) {
  const { id, name, org } = ask.person.actor;
  const { commandId, bodyHash } = ask.key ?? { commandId: randomUUID(), bodyHash: '' };
  const at = await ask.api.clock.now();
  return { commandId, bodyHash, at, actor: { id, name, org }, target, reason: why };
}

async function requireSound(wanted: Wanted): Promise<void> {
  const found = await unsoundIn(wanted);
  if (found?.is === 'withoutOrg') throw problem('org/unknown', { org: found.org });
  if (found !== null) throw problem('directory/last-administrator');
}

/** What is there may be what an earlier try under the same key has made: then it is done again, with the same content only. */
async function requireNew({ key }: Ask, target: string, isThere: boolean): Promise<void> {
  const line = key === null ? null : await lineOf(key.commandId);
  if (line !== null && line.bodyHash !== key?.bodyHash) throw problem('idempotency/key-reused');
  if (isThere && line === null) throw problem('directory/exists', { target });
}

const addPerson = route({
  method: 'post',
  path: '/api/people',
  tag: 'directory',
  summary:
    '新增人员 · Add a person (administrators); without a password they can only come from the identity provider',
  permit: 'directory.write',
  change: 'reply',
  body: z.strictObject({ id: DirectoryId, ...wholePerson, password: password.optional(), reason }),
  answers: { 201: PersonAnswer },
  refuses: ['directory/exists', 'org/unknown', 'directory/last-administrator'],
  async handle({ body: { reason: why, password: first, email, ...rest } }, ask) {
    const person = { ...rest, username: rest.id, ...(email === undefined ? {} : { email }) };
    const target = `person/${person.id}`;
    const there = (await findUser(person.id)) ?? (await findUserNamed(person.id));
    await requireNew(ask, target, there !== null);
    await requireSound({ orgs: [], people: [person] });
    // Nobody knows a password that was not given: the account opens through the identity provider alone.
    const hash = await hashPassword(first ?? randomBytes(32).toString('base64url'));
    const apply = () => saveUser({ ...person, demo: false }, hash);
    await changeDirectory(await actOf(ask, target, why), { does: 'added', apply });
    return { status: 201, body: { person } };
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
    .strictObject({ ...personWords, reason })
    .partial()
    .required({ reason: true }),
  answers: { 200: PersonAnswer },
  refuses: ['person/unknown', 'org/unknown', 'directory/last-administrator'],
  async handle({ params, body: { reason: why, ...changed } }, ask) {
    const stored = await findUser(params.id);
    if (stored === null) throw problem('person/unknown', { person: params.id });
    const { tokenVersion: _version, demo, ...before } = stored;
    const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
    const person: DirectoryPerson = { ...before, ...given };
    if (!isStored(stored, person)) {
      await requireSound({ orgs: [], people: [person] });
      const apply = () => saveUser({ ...person, demo }, '');
      await changeDirectory(await actOf(ask, `person/${person.id}`, why), { does: 'changed', apply });
    }
    return { body: { person } };
  },
});

const addOrg = route({
  method: 'post',
  path: '/api/orgs',
  tag: 'directory',
  summary: '新增单位 · Add an organisation (administrators)',
  permit: 'directory.write',
  change: 'reply',
  body: z.strictObject({ id: DirectoryId, ...wholeOrg, reason }),
  answers: { 201: OrgAnswer },
  refuses: ['directory/exists'],
  async handle({ body: { reason: why, ...org } }, ask) {
    const target = `org/${org.id}`;
    await requireNew(ask, target, (await findOrg(org.id)) !== null);
    await changeDirectory(await actOf(ask, target, why), { does: 'added', apply: () => saveOrg(org) });
    return { status: 201, body: { org } };
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
    .strictObject({ ...orgWords, reason })
    .partial()
    .required({ reason: true }),
  answers: { 200: OrgAnswer },
  refuses: ['org/unknown'],
  async handle({ params, body: { reason: why, ...changed } }, ask) {
    const stored = await findOrg(params.id);
    if (stored === null) throw problem('org/unknown', { org: params.id });
    const given = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
    const org = { ...stored, ...given };
    if (!isStored(stored, org)) {
      const act = await actOf(ask, `org/${org.id}`, why);
      await changeDirectory(act, { does: 'changed', apply: () => saveOrg(org) });
    }
    return { body: { org } };
  },
});

export const directoryChangeRoutes = [addPerson, changePerson, addOrg, changeOrg];
