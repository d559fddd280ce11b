/** The truth table of a rule of agreement over HTTP: of a published pack, of a draft, and what is refused. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startApi, type ApiRig } from './api-rig';
import { crowdPack } from './crowd-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let token: string;
beforeAll(async () => {
  house = await startApi();
  await publish(crowdPack);
  token = await house.tokenOf('clerk');
});
afterAll(() => house.close());

const huaian = readFileSync(path.join(__dirname, '../../policies/huaian.yaml'), 'utf8');
const published = '/api/packs/crowd/1.0.0/tally';
const get = (url: string) => house.http.get(url).set('authorization', token);
const draft = (query: string, text: string) =>
  house.http
    .post(`/api/packs/tally?${query}`)
    .set('authorization', token)
    .set('content-type', 'application/yaml')
    .send(text);

test('three who must all agree have eight ways of voting, and one passes', async () => {
  const { status, body } = await get(`${published}?run=application&step=countersign`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ agree: { rule: 'all' }, seats: ['finance', 'data', 'planning'], cut: false });
  expect(body.rows).toHaveLength(8);
  const passing = body.rows.filter(({ outcome }: { outcome: string }) => outcome === 'complete');
  expect(passing).toEqual([{ votes: ['complete', 'complete', 'complete'], outcome: 'complete' }]);
});

test('a draft is shown without being published', async () => {
  const { status, body } = await draft('run=trialRun&step=leave', huaian);
  expect(status).toBe(200);
  expect(body.seats).toEqual(['projectOwner', 'supervisor']);
  expect(body.rows).toHaveLength(4);
});

test.each([
  ['?run=application&step=nowhere', 404, 'pack/step-not-found'],
  ['?run=constructor&step=check', 404, 'pack/step-not-found'],
  ['?run=application', 400, 'request/invalid'],
])('%s of a published pack is answered %i %s', async (query, status, code) => {
  const answer = await get(`${published}${query}`);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test('a step of more seats than a table can show is refused before anything is computed', async () => {
  const application = crowdPack.stages['application'];
  const wide = (application?.phases ?? []).map((phase) => ({
    ...phase,
    steps: phase.steps.map((each) => ({ ...each, who: each.who.map((seat) => ({ ...seat, count: 21 })) })),
  }));
  const pack = {
    ...crowdPack,
    ref: { id: 'wide', version: '1.0.0', hash: 'd'.repeat(64) },
    stages: { application: { ...application, phases: wide } },
  } as typeof crowdPack;
  await publish(pack);
  const { status, body } = await get('/api/packs/wide/1.0.0/tally?run=application&step=check');
  expect([status, body.code, body.params]).toEqual([422, 'pack/step-too-wide', { seats: 21, most: 20 }]);
});

test('an unknown pack is 404, a draft with mistakes is refused with its lines, a stranger is 401', async () => {
  const unknown = await get('/api/packs/crowd/9.9.9/tally?run=application&step=check');
  expect([unknown.status, unknown.body.code]).toEqual([404, 'pack/not-found']);
  const wrong = await draft('run=application&step=check', 'nonsense: true');
  expect([wrong.status, wrong.body.code]).toEqual([422, 'pack/invalid']);
  expect(wrong.body.errors.length).toBeGreaterThan(0);
  expect((await house.http.get(`${published}?run=application&step=check`)).status).toBe(401);
  expect((await house.http.post('/api/packs/tally?run=application&step=check')).status).toBe(401);
});
