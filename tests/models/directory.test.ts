/** The directory, packs, numbers, files and answers as MongoDB keeps them. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { findAccount, replacePassword } from '../../models/accounts';
import { saveAttempt, listAttempts } from '../../models/attempts';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { reserveNumber } from '../../models/counters';
import { dropDraft, findDraft, mergeDraft } from '../../models/drafts';
import type { NewMaterial } from '../../models/materials';
import { listMaterials, openMaterial, saveMaterial } from '../../models/materials';
import { findPack, findPackInForce, publishPack } from '../../models/packs';
import { findReply, saveReply } from '../../models/replies';
import { findUser, recentUser, saveUser, searchPeople } from '../../models/users';
import { smallPack } from '../api/small-pack';
import { rig, uniqueName } from '../rig/rig';

beforeAll(() => connectMongo(rig().mongodbUri(uniqueName('models'))));
afterAll(() => disconnectMongo());

const person = {
  id: 'p',
  username: 'p',
  name: '甲.*',
  org: 'o',
  posts: [],
  admin: false,
  operator: false,
  auditor: false,
  active: true,
  demo: false,
};

test('saving a person again keeps the password, and a change of password raises the token version once', async () => {
  await saveUser(person, 'hash-1');
  await saveUser({ ...person, name: '甲.*' }, 'hash-2');
  expect(await findAccount('p')).toMatchObject({ passwordHash: 'hash-1', user: { tokenVersion: 1 } });
  const done = await Promise.all([replacePassword('p', 1, 'a'), replacePassword('p', 1, 'b')]);
  expect(done.filter(Boolean)).toHaveLength(1);
  expect((await findUser('p'))?.tokenVersion).toBe(2);
});

test('an account that is remembered for a moment is asked for anew once this process changes it', async () => {
  const known = { ...person, id: 'q', username: 'q' };
  expect(await recentUser('q')).toBeNull();
  await saveUser(known, 'hash');
  expect(await recentUser('q')).toMatchObject({ active: true, tokenVersion: 1 });
  await replacePassword('q', 1, 'other');
  expect((await recentUser('q'))?.tokenVersion).toBe(2);
  await saveUser({ ...known, active: false }, 'hash');
  expect((await recentUser('q'))?.active).toBe(false);
});

test('people are searched by plain text, never by a pattern', async () => {
  expect(await searchPeople({ text: '甲.*', limit: 5 })).toHaveLength(1);
  expect(await searchPeople({ text: '.*', limit: 5 })).toHaveLength(1);
  expect(await searchPeople({ text: '甲..', limit: 5 })).toHaveLength(0);
});

test('a command gets one number for ever, and many at once get different ones without a gap', async () => {
  const numbers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => reserveNumber(`command-${String(index)}`, 'HA-2026')),
  );
  expect(numbers.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 12 }, (_, index) => index + 1),
  );
  const twice = await Promise.all([reserveNumber('same', 'HA-2026'), reserveNumber('same', 'HA-2026')]);
  expect(twice[0]).toEqual(twice[1]);
  expect(await reserveNumber('same', 'HA-2027')).toEqual(twice[0]);
});

test('a published version never changes, and the newest in force is found', async () => {
  const more = { source: 's', publishedBy: 'x', publishedAt: '2026-01-01T00:00:00Z' };
  expect(await publishPack(smallPack, more)).toBe('published');
  expect(await publishPack(smallPack, more)).toBe('same');
  const changed = { ...smallPack, ref: { ...smallPack.ref, hash: 'b'.repeat(64) } };
  expect(await publishPack(changed, more)).toBe('conflict');
  expect((await findPack('small', '1.0.0'))?.pack).toEqual(smallPack);
  expect(await findPackInForce('small', '2019-12-31')).toBeNull();
  expect((await findPackInForce('small', '2020-01-01'))?.ref.version).toBe('1.0.0');
});

const file = (content: string, commandId: string): NewMaterial => ({
  workflowId: 'project/T-1',
  kind: 'form',
  fileName: 'form.txt',
  contentType: 'text/plain',
  content: Readable.from([Buffer.from(content)]),
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: Buffer.byteLength(content),
  fields: { pages: 3 },
  uploadedBy: 'p',
  uploaderOrg: 'o',
  uploadedAt: '2026-01-01T00:00:00Z',
  commandId,
});

test('files uploaded at once become successive versions, and one command stores one', async () => {
  const saved = await Promise.all([
    saveMaterial(file('一', 'c1')),
    saveMaterial(file('二', 'c2')),
    saveMaterial(file('三', 'c3')),
  ]);
  expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
  expect((await saveMaterial(file('一', 'c1'))).id).toBe(saved[0].id);
  expect(await listMaterials('project/T-1')).toHaveLength(3);
  const opened = await openMaterial('project/T-1', saved[1].id);
  expect(opened === null ? '' : await text(opened.content)).toBe('二');
  expect(await openMaterial('project/T-2', saved[1].id)).toBeNull();
});

test('a draft is merged key by key and dropped only in the version that was submitted', async () => {
  const by = { workflowId: 'project/T-1', updatedBy: 'p', updatedAt: '2026-01-01T00:00:00Z' };
  await mergeDraft({ ...by, facts: { a: 1, b: 2 } });
  await mergeDraft({ ...by, facts: { b: 3 } });
  expect(await findDraft('project/T-1')).toMatchObject({ facts: { a: 1, b: 3 }, version: 2 });
  await dropDraft('project/T-1', 1);
  expect(await findDraft('project/T-1')).not.toBeNull();
  await dropDraft('project/T-1', 2);
  expect(await findDraft('project/T-1')).toBeNull();
});

test('the first answer of a command stays, and an attempt is cut to its size', async () => {
  const reply = { commandId: 'r', bodyHash: 'h', status: 201, body: { n: 1 }, at: new Date() };
  await saveReply(reply);
  await saveReply({ ...reply, body: { n: 2 } });
  expect((await findReply('r'))?.body).toEqual({ n: 1 });
  await saveAttempt({
    at: new Date(),
    actor: null,
    method: 'POST',
    path: `/${'x'.repeat(5000)}`,
    workflowId: 'project/T-1',
    action: 'y'.repeat(5000),
    status: 422,
    codes: Array.from({ length: 500 }, () => 'gate/unmet'),
    requestId: 'id',
  });
  const [kept] = await listAttempts('project/T-1', 10);
  expect([kept?.path.length, kept?.action?.length, kept?.codes.length]).toEqual([300, 60, 50]);
});
