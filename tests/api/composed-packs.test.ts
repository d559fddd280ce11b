/** A project of a district's pack over a city's over a province's meets a gate of the province, a deadline of the city and a paper of the district, over HTTP. */
import { levels, lineOf } from '../domain/pack/levels';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';

const jurisdiction = 'some-district';
let house: ApiRig;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  house = await startApi();
  await addPerson('officer', { org: 'org-bureau', posts: [{ jurisdiction, post: 'dataBureau' }] });
  await signIn('admin', 'clerk', 'officer');
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload, change, tokenOf } = callersOf(() => house);
const send = (path: string, text: string) =>
  change('admin', path).set('content-type', 'application/yaml').send(text);

interface Line {
  readonly code: string;
  readonly basis?: string;
}
const codesAndArticles = (lines: readonly Line[]) => lines.map(({ code, basis }) => [code, basis]).sort();

test('a pack is published after those it builds on, and the lint says where it asks for less than they do', async () => {
  const early = await send('/api/packs', levels.city);
  expect([early.status, early.body.code, early.body.errors]).toEqual([
    422,
    'pack/invalid',
    [expect.objectContaining({ code: 'compose/no-upper', line: lineOf(levels.city, 'buildsOn:') })],
  ]);
  for (const text of [levels.province, levels.city])
    expect((await send('/api/packs', text)).status).toBe(201);
  const lint = await send('/api/packs/lint', levels.district);
  expect(lint.body).toMatchObject({
    ok: true,
    mistakes: [],
    overruled: [
      {
        line: lineOf(levels.district, 'checking:'),
        other: { file: 'some-city@1.0.0', line: lineOf(levels.city, 'checking:') },
      },
    ],
  });
  expect(lint.body.overruled[0].detail).toContain('以更严的上级规定为准');
  expect((await send('/api/packs', levels.district)).status).toBe(201);
  expect((await send('/api/packs', levels.district)).status).toBe(200);
  const { body } = await get('clerk', `/api/packs/${jurisdiction}/1.0.0`);
  expect(body.pack.stages.application.gates.securityShareTooLow.origin).toBe('some-province@1.0.0');
});

test('its project is held to all three measures, each refusal by its own article', async () => {
  const made = await post('clerk', '/api/projects', {
    jurisdiction,
    name: '一网通办',
    facts: { budget: 80_000_000, securityCost: 3_000_000 },
  });
  expect([made.status, made.body.code]).toEqual([201, undefined]);
  const path = `/api/projects/${String(made.body.id)}`;
  const form = await upload('clerk', path, 'applicationForm');
  const submit = (...materials: readonly object[]) =>
    post('clerk', `${path}/actions`, { action: 'submit', materials });

  const refused = await submit(form);
  expect(refused.status).toBe(422);
  expect(codesAndArticles(refused.body.errors as Line[])).toEqual([
    ['material/missing', 'DT-3'],
    ['securityShareTooLow', 'PV-8'],
  ]);

  const edited = await house.http
    .patch(path)
    .set('authorization', tokenOf('clerk'))
    .set('idempotency-key', 'composed-edit')
    .send({ facts: { budget: 80_000_000, securityCost: 4_000_000 } });
  expect(edited.status).toBe(200);
  expect((await submit(form, await upload('clerk', path, 'costEstimate'))).status).toBe(200);

  const { body } = await get('clerk', path);
  expect(body.number).toMatch(/^DT-\d{4}-0001$/u);
  expect(body.clocks).toEqual([expect.objectContaining({ name: 'checking', basis: 'CY-6' })]);
});
