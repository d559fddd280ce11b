/** A further city needs no code and no restart: its file, published over HTTP, is at once applied under and decided by. */
import { addPerson, startApi, type ApiRig } from '../api/api-rig';
import { startApiWorker } from '../api/api-worker';
import { cityText } from './city-text';

let house: ApiRig;
let stopWorker: () => Promise<void>;
const tokens = new Map<string, string>();

beforeAll(async () => {
  house = await startApi();
  await addPerson('officer', {
    org: 'org-data-bureau',
    posts: [{ jurisdiction: 'jia-city', post: 'dataBureau' }],
  });
  for (const name of ['clerk', 'admin', 'officer']) tokens.set(name, await house.tokenOf(name));
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

let keys = 0;
const post = (who: string, path: string) =>
  house.http
    .post(path)
    .set('authorization', tokens.get(who) ?? '')
    .set('idempotency-key', `sixth-${String((keys += 1))}`);

const facts = { buildKind: 'services', dataClass: 'ordinary', budget: 15_000_000 };
const draft = () => post('clerk', '/api/projects').send({ jurisdiction: 'jia-city', name: '第六城', facts });
const publish = (who: string, text: string) =>
  post(who, '/api/packs').set('content-type', 'application/yaml').send(text);

test('before it is published nobody can apply; published by an administrator alone, it decides a project to the fen, in the running product', async () => {
  expect((await draft()).status).not.toBe(201);
  expect((await publish('clerk', cityText('jia.yaml'))).status).toBe(403);
  const mistaken = await publish('admin', cityText('jia.yaml').replace('who: dataBureau', 'who: nobody'));
  expect([mistaken.status, mistaken.body.code]).toEqual([422, 'pack/invalid']);
  const published = await publish('admin', cityText('jia.yaml'));
  expect([published.status, published.body.id]).toEqual([201, 'jia-city']);

  const drafted = await draft();
  expect([drafted.status, drafted.body.stage]).toEqual([201, 'application']);
  const path = `/api/projects/${String(drafted.body.id)}`;
  expect(path).toMatch(/JIA-\d{4}-0001$/u);
  const early = await post('clerk', `${path}/actions`).send({ action: 'submit' });
  expect([early.status, early.body.errors[0].basis]).toEqual([422, 'JIA-7']);
  const uploaded = await post('clerk', `${path}/materials`)
    .field('kind', 'applicationForm')
    .field('fields', '{}')
    .attach('file', Buffer.from('申报书'), 'form.txt');
  const materials = [{ id: String(uploaded.body.id), sha256: String(uploaded.body.sha256) }];
  const submitted = await post('clerk', `${path}/actions`).send({ action: 'submit', materials });
  expect(submitted.status).toBe(200);

  const inbox = await house.http
    .get('/api/tasks?view=todo')
    .set('authorization', tokens.get('officer') ?? '');
  const decide = (outcome: string) =>
    post('officer', `/api/tasks/${String(inbox.body.items[0].id)}/actions`).send({
      ...{ action: 'decide', outcome, comment: '达到起点' },
    });
  const refused = await decide('outOfScope');
  expect([refused.status, refused.body.errors[0].code, refused.body.errors[0].basis]).toEqual([
    ...[422, 'withinScope', 'JIA-6.1'],
  ]);
  const decided = await decide('complete');
  expect([decided.status, decided.body.project.stage]).toEqual([200, 'procurement']);
});
