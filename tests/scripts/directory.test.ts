/** People of a real installation: a file on an empty database gives accounts that can sign in; every change is recorded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isPassword } from '../../api/passwords';
import { processEnvironment } from '../../config';
import { runCommand } from '../../embedded/run-command';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { findOrg } from '../../models/orgs';
import { listRecords, verifyChain } from '../../models/records';
import { findAccount } from '../../models/accounts';
import { findUser } from '../../models/users';
import { rig, uniqueName } from '../rig/rig';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'govflow-directory-'));
const uri = rig().mongodbUri(uniqueName('directory'));

beforeAll(() => connectMongo(uri));
afterAll(async () => {
  await disconnectMongo();
  rmSync(folder, { recursive: true, force: true });
});

const office = `
orgs:
  bureau: { zh: 审批局, en: Bureau, kind: bureau }
people:
  admin: { name: 管理员, org: bureau, admin: true }
  clerk: { name: 经办人, org: bureau, posts: [{ jurisdiction: mini, post: checker }] }
`;

function directory(text: string, ...more: string[]) {
  const file = join(folder, 'directory.yaml');
  writeFileSync(file, text);
  return run(file, ...more);
}

async function run(...about: string[]) {
  const why = ['--by', '运维', '--reason', '首次建立人员目录', '--json'];
  const args = ['--import', 'tsx', join(root, 'scripts', 'directory.ts'), ...about, ...why];
  const env = {
    ...processEnvironment(),
    MONGODB_URI: uri,
    TEMPORAL_ADDRESS: rig().temporalAddress,
    TOKEN_SECRET: 't'.repeat(32),
    CHAIN_KEY: 'c'.repeat(32),
  };
  return runCommand(process.execPath, args, { env, timeoutMs: 60_000, cwd: root });
}

const printed = z.object({
  changes: z.array(z.object({ target: z.string(), does: z.string(), password: z.string().optional() })),
});
const changesOf = (output: string) => printed.parse(JSON.parse(output.slice(output.indexOf('{')))).changes;

test('on an empty database it makes organisations and people whose printed passwords are theirs', async () => {
  expect(changesOf((await directory(office, '--check')).output)).toHaveLength(3);
  expect(await findUser('admin')).toBeNull();
  const made = changesOf((await directory(office)).output);
  expect(made.map(({ target, does }) => `${target} ${does}`)).toEqual([
    'org/bureau added',
    'person/admin added',
    'person/clerk added',
  ]);
  for (const who of ['admin', 'clerk']) {
    const account = await findAccount(who);
    const password = made.find(({ target }) => target === `person/${who}`)?.password ?? '';
    expect(await isPassword(password, account?.passwordHash ?? '')).toBe(true);
    expect(account?.user).toMatchObject({ passwordGiven: true });
  }
  expect(await findUser('admin')).toMatchObject({ admin: true, active: true, demo: false });
  expect(await findOrg('bureau')).toMatchObject({ zh: '审批局' });
});

test('once more it changes nothing; a change keeps the password and is recorded with who and why', async () => {
  expect(changesOf((await directory(office)).output)).toEqual([]);
  const before = await findAccount('clerk');
  const left = office.replace('post: checker }] }', 'post: checker }], active: false }');
  expect(changesOf((await directory(left)).output)).toEqual([{ target: 'person/clerk', does: 'changed' }]);
  expect(await findAccount('clerk')).toMatchObject({
    user: { active: false },
    passwordHash: before?.passwordHash,
  });
  const lines = await listRecords('system', { limit: 100 });
  expect(lines.map(({ action, actor }) => [action, actor.name])).toEqual(
    Array.from({ length: 4 }, () => ['directory', '运维']),
  );
  expect((await verifyChain('system')).faults).toEqual([]);
});

test('administration passes on within one file, whoever stands first in it', async () => {
  const passed = office
    .replace('admin: true', 'active: false')
    .concat('  heir: { name: 接任者, org: bureau, admin: true }\n');
  expect(changesOf((await directory(passed)).output).map(({ target }) => target)).toEqual([
    'person/heir',
    'person/admin',
    'person/clerk',
  ]);
  const back = office.concat('  heir: { name: 接任者, org: bureau, active: false }\n');
  expect((await directory(back)).ok).toBe(true);
  expect(await findUser('admin')).toMatchObject({ admin: true, active: true });
});

test('the password of an administrator who forgot it is given anew, and everything else stays', async () => {
  const before = await findAccount('admin');
  const [done] = changesOf((await run('--reset', 'admin')).output);
  expect(done).toMatchObject({ target: 'person/admin', does: 'passwordGiven' });
  const after = await findAccount('admin');
  expect(await isPassword(done?.password ?? '', after?.passwordHash ?? '')).toBe(true);
  const { tokenVersion = 0, ...same } = before?.user ?? {};
  expect(after?.user).toEqual({ ...same, tokenVersion: tokenVersion + 1, passwordGiven: true });
  const stranger = await run('--reset', 'nobody');
  expect([stranger.ok, stranger.output]).toEqual([false, expect.stringContaining('没有此账号')]);
  expect((await run()).output).toContain('--reset');
});

test.each([
  [
    'an unknown organisation',
    office.replace('name: 经办人, org: bureau', 'name: 经办人, org: elsewhere'),
    '没有单位 elsewhere',
  ],
  [
    'no administrator left',
    office.replace('admin: true', 'admin: true, active: false'),
    '须至少有一名在用的管理员',
  ],
  ['a word it does not know', office.replace('admin: true', 'root: true'), '目录文件有误'],
])('%s is refused and nothing is changed', async (_, text, says) => {
  const before = await findUser('admin');
  const done = await directory(text);
  expect([done.ok, done.output]).toEqual([false, expect.stringContaining(says)]);
  expect(await findUser('admin')).toEqual(before);
});
