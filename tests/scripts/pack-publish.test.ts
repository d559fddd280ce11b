/** `npm run pack -- publish` stores a version once, with its posts, and says which of them nobody holds. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processEnvironment } from '../../config';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { findPack } from '../../models/packs';
import { listPosts } from '../../models/posts';
import { saveUser } from '../../models/users';
import { huaianText } from '../domain/pack/huaian';
import { rig, uniqueName } from '../rig/rig';
import { packOn } from './pack-command';

const folder = mkdtempSync(join(tmpdir(), 'govflow-publish-'));
const file = join(folder, 'city.yaml');
const uri = rig().mongodbUri(uniqueName('publish'));
const city = huaianText.replace('pack: huaian-approval-bureau', 'pack: other-city');

const publish = (...more: readonly string[]) =>
  packOn(
    {
      ...processEnvironment(),
      NODE_ENV: undefined,
      MONGODB_URI: uri,
      TEMPORAL_ADDRESS: rig().temporalAddress,
      TOKEN_SECRET: 't'.repeat(32),
      CHAIN_KEY: 'c'.repeat(32),
    },
    'publish',
    file,
    ...more,
  );

beforeAll(() => connectMongo(uri));
afterAll(async () => {
  await disconnectMongo();
  rmSync(folder, { recursive: true, force: true });
});

test('a version is published once, with its posts; what nobody holds is named', async () => {
  const clerk = { id: 'c', username: 'c', name: '网信员', org: 'o', active: true, demo: false };
  const posts = [{ jurisdiction: 'other-city', post: 'cyberspaceOffice' }];
  await saveUser({ ...clerk, posts, admin: false, operator: false, auditor: false }, 'hash');
  writeFileSync(file, city);
  const { code, out } = publish();
  expect(code).toBe(0);
  expect(out).toContain('other-city@1.4.0 已发布 / published');
  expect(out).toContain('岗位 legalOffice 政策法规处 尚无人任职');
  expect(out).not.toContain('岗位 cyberspaceOffice');
  expect(await findPack('other-city', '1.4.0')).toMatchObject({ publishedBy: 'npm run pack', source: city });
  expect((await listPosts('other-city')).map(({ post }) => post)).toContain('generalOffice');
  const again = publish('--json');
  expect(JSON.parse(again.out)).toMatchObject({ id: 'other-city', done: 'same' });
});

test('the same version with another content is refused, and so is a pack with mistakes', () => {
  writeFileSync(file, city.replace('is: 24,', 'is: 36,'));
  const conflict = publish();
  expect(conflict.code).toBe(1);
  expect(conflict.err).toContain('raise its version');
  writeFileSync(file, city.replace('who: legalOffice', 'who: lawyer'));
  const wrong = publish();
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('role/unknown');
});
