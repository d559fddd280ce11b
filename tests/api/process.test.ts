/** Real decisions over HTTP: draft, upload, refusal with every unmet gate, submission, repeated keys, the whole way to an end. */
import type { ApiRig } from './api-rig';
import { addPerson, startApi } from './api-rig';
import { smallPack } from './small-pack';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  house = await startApi();
  await publish(smallPack);
  await addPerson('checker', { org: 'org-bureau', posts: [{ jurisdiction: 'small', post: 'checker' }] });
  await addPerson('stranger', { org: 'org-elsewhere' });
  await addPerson('operator', { org: 'org-elsewhere', operator: true });
  await signIn('clerk', 'checker', 'stranger', 'operator');
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, change, tokenOf } = callersOf(() => house);
const upload = (id: string, content: string, key?: string) =>
  change('clerk', `/api/projects/${id}/materials`, key)
    .field('kind', 'form')
    .field('fields', '{}')
    .attach('file', Buffer.from(content), '申报书.txt');

async function draft(facts: object): Promise<string> {
  const made = await post('clerk', '/api/projects', { jurisdiction: 'small', name: '试点项目', facts });
  expect(made.status).toBe(201);
  return String(made.body.id);
}

async function submitted(): Promise<string> {
  const id = await draft({ budget: 500 });
  await upload(id, '正文');
  expect((await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' })).status).toBe(200);
  return id;
}

test('the same key opens the same project once, with another body it is refused', async () => {
  const body = { jurisdiction: 'small', name: '一次', facts: {} };
  const first = await post('clerk', '/api/projects', body, 'open-1');
  const again = await post('clerk', '/api/projects', body, 'open-1');
  expect(first.body.id).toMatch(/^T[0-9a-f]{6}-\d{4}-\d{4,}$/u);
  expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  expect(again.headers['idempotent-replayed']).toBe('true');
  const other = await post('clerk', '/api/projects', { ...body, name: '另一个' }, 'open-1');
  expect([other.status, other.body.code]).toEqual([422, 'idempotency/key-reused']);
});

test('a jurisdiction without a pack and an undeclared fact are refused before anything starts', async () => {
  const nowhere = await post('clerk', '/api/projects', { jurisdiction: 'nowhere', name: 'x' });
  expect([nowhere.status, nowhere.body.code, nowhere.body.params.allowed]).toEqual([
    422,
    'jurisdiction/unknown',
    ['small'],
  ]);
  const unknown = await post('clerk', '/api/projects', {
    jurisdiction: 'small',
    name: 'x',
    facts: { colour: 'red' },
  });
  expect([unknown.status, unknown.body.code]).toEqual([422, 'fields/unknown']);
});

test('a refused submit names all unmet gates, the preview names the same, and the same key works once they are met', async () => {
  const id = await draft({ budget: 501 });
  const refused = await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' }, 'submit-1');
  expect([refused.status, refused.body.code]).toEqual([422, 'gate/unmet']);
  const codes = refused.body.errors.map((each: { code: string }) => each.code).sort();
  expect(codes).toEqual(['material/missing', 'tooDear']);
  expect(refused.body.errors.find((each: { code: string }) => each.code === 'tooDear')).toMatchObject({
    basis: 'T-2',
    missing: ['budget'],
  });
  const preview = await get('clerk', `/api/projects/${id}/gates?action=submit`);
  const unmet = preview.body.gates
    .filter((each: { met: boolean }) => !each.met)
    .map((each: { code: string }) => each.code);
  expect(unmet.sort()).toEqual(codes);
  const edited = await house.http
    .patch(`/api/projects/${id}`)
    .set('authorization', tokenOf('clerk'))
    .send({ facts: { budget: 500 } });
  expect(edited.body.draft.facts).toEqual({ budget: 500 });
  expect((await upload(id, '正文')).status).toBe(201);
  const done = await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' }, 'submit-1');
  expect(done.status).toBe(200);
  expect(done.body.project.facts.budget).toBe(500);
  expect(done.body.project.materials).toHaveLength(1);
  expect(done.body.project.draft).toBeNull();
});

test('a decision is answered with what it brought about, is in the inbox at once, and repeats under its key', async () => {
  const id = await submitted();
  const inbox = await get('checker', '/api/tasks?view=todo&limit=200');
  const task = inbox.body.items.find((each: { processId: string }) => each.processId === id);
  expect(task).toBeDefined();
  const path = `/api/tasks/${String(task.id)}/actions`;
  const foreign = await post('clerk', path, { action: 'decide', outcome: 'complete' });
  expect(foreign.status).toBe(403);
  const decided = await post('checker', path, { action: 'decide', outcome: 'complete' }, 'decide-1');
  expect([decided.status, decided.body.project.status]).toEqual([200, 'filed']);
  const again = await post('checker', path, { action: 'decide', outcome: 'complete' }, 'decide-1');
  expect(again.body.result).toEqual(decided.body.result);
  expect(again.headers['idempotent-replayed']).toBe('true');
  const late = await post('checker', path, { action: 'decide', outcome: 'complete' }, 'decide-2');
  expect([late.status, late.body.code]).toEqual([409, 'project/over']);
  const proof = await get('clerk', `/api/projects/${id}/records/verify`);
  expect(proof.body).toMatchObject({ ok: true, faults: [] });
  const timeline = await get('clerk', `/api/projects/${id}/timeline`);
  expect(
    timeline.body.items.some(
      (each: { what: string; outcome: string }) => each.what === 'decided' && each.outcome === 'complete',
    ),
  ).toBe(true);
  const history = await get('operator', `/api/projects/${id}/history`);
  expect(history.body.items[0]).toMatchObject({ workflowType: 'application' });
  expect(history.body.nextCursor).toBeNull();
  const page = await get('operator', `/api/projects/${id}/history?limit=5`);
  expect(page.body.items).toMatchObject([{ workflowType: 'application', events: { length: 5 } }]);
  const next = await get(
    'operator',
    `/api/projects/${id}/history?limit=5&cursor=${String(page.body.nextCursor)}`,
  );
  expect(next.body.items[0].events[0]).toMatchObject({ eventId: '6' });
  expect((await get('operator', `/api/projects/${id}/history?cursor=elsewhere`)).status).toBe(400);
  // Of the right length, yet no run's id: Temporal would call it an error of its own.
  const madeUp = `${'0'.repeat(36)}:0:0`;
  expect((await get('operator', `/api/projects/${id}/history?cursor=${madeUp}`)).status).toBe(400);
  const nil = '00000000-0000-0000-0000-000000000000:0:0';
  expect((await get('operator', `/api/projects/${id}/history?cursor=${nil}`)).status).toBe(400);
  expect((await get('clerk', `/api/projects/${id}/history`)).status).toBe(403);
});

test('a stale If-Match and an unseen hash are 412', async () => {
  const id = await submitted();
  const view = await get('checker', `/api/projects/${id}`);
  expect(view.headers['etag']).toBe(`"${String(view.body.seq)}"`);
  const path = `/api/tasks/${String(view.body.openTasks[0].id)}/actions`;
  const decide = { action: 'decide', outcome: 'complete' };
  const stale = await post('checker', path, decide).set('if-match', '"1"');
  expect([stale.status, stale.body.code]).toEqual([412, 'precondition/stale']);
  const [material] = view.body.materials as { id: string }[];
  const unseen = await post('checker', path, {
    ...decide,
    materials: [{ id: material?.id, sha256: '0'.repeat(64) }],
  });
  expect([unseen.status, unseen.body.code]).toEqual([412, 'material/changed']);
});

test('a return starts the next round and changes since the first are listed', async () => {
  const id = await submitted();
  const open = (await get('checker', `/api/projects/${id}`)).body.openTasks[0].id as string;
  const returned = await post('checker', `/api/tasks/${open}/actions`, {
    action: 'decide',
    outcome: 'returned',
    comment: '预算偏高',
  });
  expect(returned.body.project.round).toBe(2);
  await post('clerk', `/api/projects/${id}/actions`, { action: 'submit', fields: { budget: 400 } });
  const changes = await get('checker', `/api/projects/${id}/changes?sinceRound=1`);
  expect(changes.body.items).toContainEqual(
    expect.objectContaining({ what: 'fact', name: 'budget', before: 500, after: 400 }),
  );
});

test('strangers neither see nor touch a project, and a disguised file is refused', async () => {
  const id = await submitted();
  expect((await get('stranger', `/api/projects/${id}`)).status).toBe(403);
  const acted = await post('stranger', `/api/projects/${id}/actions`, { action: 'withdraw', comment: 'x' });
  expect(acted.status).toBe(403);
  const disguised = await change('clerk', `/api/projects/${id}/materials`)
    .field('kind', 'form')
    .attach('file', Buffer.from('MZ this is a program'), 'form.pdf');
  expect([disguised.status, disguised.body.code]).toEqual([415, 'material/unsupported-type']);
});

test('an uploaded file comes back byte for byte, and the same key stores it once', async () => {
  const id = await draft({});
  const first = await upload(id, '内容一', 'up-1');
  const again = await upload(id, '内容一', 'up-1');
  expect(again.body.id).toBe(first.body.id);
  expect((await upload(id, '内容二', 'up-1')).body.code).toBe('idempotency/key-reused');
  const content = await get('clerk', `/api/projects/${id}/materials/${String(first.body.id)}/content`).buffer(
    true,
  );
  expect(content.text).toBe('内容一');
});
