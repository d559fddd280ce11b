/** A project is moved to another version of its pack over HTTP: first shown what differs, then by an administrator with a reason. */
import type { Pack } from '../../domain/pack/types';
import { publishPack } from '../../models/packs';
import { startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { publish } from '../rig/publish';
import { smallPack } from './small-pack';

const application = smallPack.stages['application'];
if (application === undefined) throw new Error('the small pack has no application');
const { tooDear: _gone, ...gates } = application.gates;
/** Without the ceiling of the first version. */
const open: Pack = {
  ...smallPack,
  ref: { id: 'small', version: '1.1.0', hash: 'e'.repeat(64) },
  stages: { application: { ...application, gates } },
};
/** Without the step at which the project stands. */
const elsewhere: Pack = {
  ...smallPack,
  ref: { id: 'small', version: '2.0.0', hash: 'f'.repeat(64) },
  stages: {
    application: {
      ...application,
      phases: application.phases.map((phase) => ({
        ...phase,
        steps: phase.steps.map((step) => (step.step === 'fill' ? { ...step, step: 'apply' } : step)),
      })),
    },
  },
};

let house: ApiRig;
let stopWorker: () => Promise<void>;
let clerk: string;
let admin: string;
let id: string;

beforeAll(async () => {
  house = await startApi();
  await publish(smallPack);
  stopWorker = await startApiWorker(house.taskQueue);
  clerk = await house.tokenOf('clerk');
  admin = await house.tokenOf('admin');
  const made = await post(clerk, '/api/projects', {
    jurisdiction: 'small',
    name: '试点',
    facts: { budget: 900 },
  });
  id = String(made.body.id);
  const more = { source: 'x', publishedBy: 'test' };
  await publishPack(open, { ...more, publishedAt: '2026-01-02T00:00:00Z' });
  await publishPack(elsewhere, { ...more, publishedAt: '2026-01-03T00:00:00Z' });
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

let keys = 0;
function post(token: string, path: string, body: object) {
  keys += 1;
  return house.http
    .post(path)
    .set('authorization', token)
    .set('idempotency-key', `move-${String(keys)}`)
    .send(body);
}
const preview = (version: string, language = 'zh-CN') =>
  house.http
    .get(`/api/projects/${id}/pack-move?version=${version}`)
    .set('authorization', clerk)
    .set('accept-language', language);
const move = (token: string, version: string, comment = '新办法施行') =>
  post(token, `/api/projects/${id}/actions`, { action: 'movePack', comment, fields: { version } });

test('the preview says row by row what would change, and whether it fits', async () => {
  const shown = await preview('1.1.0');
  expect(shown.body).toMatchObject({
    from: { version: '1.0.0' },
    to: { version: '1.1.0' },
    fits: true,
    misfits: [],
    differences: [{ kind: 'removed', table: 'gates', place: 'application', key: 'tooDear', basis: 'T-2' }],
  });
  expect(shown.body.differences[0].detail).toContain('删除 application 的关口 tooDear');
  expect((await preview('2.0.0')).body).toMatchObject({
    fits: false,
    misfits: [{ what: 'step', name: 'fill' }],
  });
  expect((await preview('9.9.9')).body).toMatchObject({ status: 404, code: 'pack/not-found' });
});

test('an administrator moves the project with a reason; what follows is decided by the new version', async () => {
  expect((await move(clerk, '1.1.0')).body).toMatchObject({ status: 403, code: 'project/not-permitted' });
  expect((await move(admin, '1.1.0', ' ')).body).toMatchObject({ code: 'task/reason-required' });
  expect((await move(admin, '2.0.0')).body).toMatchObject({
    status: 409,
    code: 'pack/does-not-fit',
    params: { from: '1.0.0', to: '2.0.0', misfits: [{ what: 'step', name: 'fill' }] },
  });
  const gatesAt = () => house.http.get(`/api/projects/${id}/gates?action=submit`).set('authorization', clerk);
  const codes = async () => ((await gatesAt()).body.gates as { code: string }[]).map(({ code }) => code);
  expect(await codes()).toContain('tooDear');
  const moved = await move(admin, '1.1.0');
  expect(moved.status).toBe(200);
  const project = await house.http.get(`/api/projects/${id}`).set('authorization', clerk);
  expect(project.body.packVersion).toBe('1.1.0');
  expect(await codes()).not.toContain('tooDear');
  const timeline = await house.http.get(`/api/projects/${id}/timeline`).set('authorization', clerk);
  expect(timeline.body.items).toContainEqual(
    expect.objectContaining({
      what: 'packMoved',
      reason: '新办法施行',
      from: expect.objectContaining({ version: '1.0.0' }),
      to: expect.objectContaining({ version: '1.1.0' }),
    }),
  );
});
