/** The Huai'an measure over HTTP: what is refused at the door, what few may read, what stands alone, what is paid once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { readPack } from '../../domain/pack/read';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

const jurisdiction = 'huaian-approval-bureau';
const facts = { buildKinds: ['software'], classified: false, budget: 100, securityCost: 5 };
const people = ['clerk', 'cyberspace', 'recorder', 'discipline', 'admin', 'auditor'] as const;

let house: ApiRig;
let stopWorker: () => Promise<void>;

const logged: string[] = [];
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    logged.push(chunk.toString());
    done();
  },
});

beforeAll(async () => {
  house = await startApi({ log: pino({ level: 'info' }, sink) });
  const source = readFileSync(join(__dirname, '../../policies/huaian.yaml'), 'utf8');
  const reading = readPack(source, (json) => createHash('sha256').update(json).digest('hex'));
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes));
  await publish(reading.pack, source);
  for (const [name, post] of [
    ['cyberspace', 'cyberspaceOffice'],
    ['recorder', 'cyberspaceOffice'],
    ['discipline', 'disciplineInspection'],
  ] as const)
    await addPerson(name, { org: 'org-bureau', posts: [{ jurisdiction, post }] });
  await addPerson('auditor', { org: 'org-elsewhere', auditor: true });
  await signIn(...people);
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, change, tokenOf } = callersOf(() => house);
const draft = (more: object = {}) =>
  post('clerk', '/api/projects', { jurisdiction, name: '试点', facts: { ...facts, ...more } });

test('a classified project is refused at the door, and no number is spent on it (HA-21.1)', async () => {
  const first = await draft();
  const refused = await draft({ classified: true });
  expect([refused.status, refused.body.code, refused.body.basis]).toEqual([422, 'gate/unmet', 'HA-21.1']);
  expect(refused.body.errors).toMatchObject([{ code: 'classifiedProject' }]);
  const second = await draft();
  const seqOf = (number: unknown) => Number(String(number).split('-').at(-1));
  expect(seqOf(second.body.number)).toBe(seqOf(first.body.number) + 1);
  const edited = await house.http
    .patch(`/api/projects/${String(second.body.id)}`)
    .set('authorization', tokenOf('clerk'))
    .send({ facts: { classified: true } });
  expect([edited.status, edited.body.code]).toEqual([422, 'gate/unmet']);
});

test('an integrity report is read by its reporter and discipline inspection, and by nobody of whatever rank (HA-10.1)', async () => {
  const project = String((await draft()).body.id);
  const opened = await post('clerk', '/api/cases', {
    type: 'integrityReport',
    jurisdiction,
    projectId: project,
    facts: { concerns: '评审前泄露标底' },
  });
  expect(opened.status).toBe(201);
  const id = String(opened.body.id);
  const submitted = await post('clerk', `/api/cases/${id}/actions`, { action: 'submit', comment: '举报' });
  expect(submitted.status).toBe(200);
  const seen = await Promise.all(
    people.map(async (who) => [who, (await get(who, `/api/cases/${id}`)).status]),
  );
  expect(Object.fromEntries(seen)).toEqual({
    clerk: 200,
    discipline: 200,
    cyberspace: 403,
    recorder: 403,
    admin: 403,
    auditor: 403,
  });
  for (const who of ['cyberspace', 'admin', 'auditor'] as const) {
    expect((await get(who, `/api/projects/${project}/cases`)).body.items).toEqual([]);
    const lines = await get(who, `/api/projects/${project}/records`);
    expect(JSON.stringify(lines.body)).not.toContain('泄露');
  }
  expect((await get('discipline', `/api/projects/${project}/cases`)).body.items).toHaveLength(1);
  const inbox = await get('discipline', '/api/tasks?view=todo');
  const task = inbox.body.items.find((each: { processId: string }) => each.processId === id);
  const body = { action: 'decide', outcome: 'founded', comment: '属实' };
  expect((await post('cyberspace', `/api/tasks/${String(task.id)}/actions`, body)).status).toBe(403);
  const handled = await post('discipline', `/api/tasks/${String(task.id)}/actions`, body);
  expect([handled.status, handled.body.case.status]).toEqual([200, 'closed']);
});

test('the log does not tell who reported, and tells who else tried to read the report (HA-10.1)', async () => {
  const project = String((await draft()).body.id);
  const report = { type: 'integrityReport', jurisdiction, projectId: project };
  const from = logged.length;
  expect((await post('clerk', '/api/cases', { ...report, facts: { concerns: 5 } })).status).toBe(422);
  const opened = await post('clerk', '/api/cases', { ...report, facts: { concerns: '围标' } });
  const id = String(opened.body.id);
  await post('clerk', `/api/cases/${id}/actions`, { action: 'submit', comment: '举报' });
  await get('clerk', `/api/cases/${id}`);
  const lines = logged.slice(from);
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => line.includes('clerk') || line.includes('围标'))).toEqual([]);
  expect(lines.at(-1)).toContain(`"workflowId":"case/${id}"`);
  await get('recorder', `/api/cases/${id}`);
  expect(logged.at(-1)).toContain('"person":"recorder"');
});

test('the annual scheme is a case without a project, drafted and adopted by two people (HA-4.1, HA-5.1)', async () => {
  const open = { type: 'annualScheme', jurisdiction, facts: { planYear: 2027 } };
  expect((await post('clerk', '/api/cases', open)).body.code).toBe('project/not-permitted');
  const opened = await post('cyberspace', '/api/cases', open);
  expect(opened.status).toBe(201);
  const { id, openTasks } = opened.body;
  const material = await change('cyberspace', `/api/cases/${String(id)}/materials`)
    .field('kind', 'scheme')
    .field('fields', '{}')
    .attach('file', Buffer.from('年度工作安排'), '方案.txt');
  expect(material.status).toBe(201);
  const { id: materialId, sha256 } = material.body;
  const drafted = await post('cyberspace', `/api/tasks/${String(openTasks[0].id)}/actions`, {
    action: 'decide',
    materials: [{ id: materialId, sha256 }],
  });
  expect(drafted.status).toBe(200);
  const task = String(drafted.body.case.openTasks[0].id);
  const adopt = { action: 'decide', outcome: 'adopted', comment: '同意' };
  expect((await post('cyberspace', `/api/tasks/${task}/actions`, adopt)).body.code).toBe(
    'duty/own-submission',
  );
  const adopted = await post('recorder', `/api/tasks/${task}/actions`, adopt);
  expect([adopted.status, adopted.body.case.status]).toEqual([200, 'closed']);
});

test('rules no program checks are shown with their article, never as passed (HA-1, HA-3.1)', async () => {
  const project = String((await draft()).body.id);
  const { body } = await get('clerk', `/api/projects/${project}/reminders`);
  expect(body.items.map((each: { basis: string; check: string }) => [each.basis, each.check])).toEqual([
    ['HA-1', 'none'],
    ['HA-3.1', 'none'],
  ]);
  expect(body.items[0].automatic).toContain('无自动校验');
});

test('an applicant cannot declare what offices decide, and takes a draft value out with null (HA-4.1, HA-15.2)', async () => {
  const refused = await draft({ major: false, lastScore: 100 });
  expect([refused.status, refused.body.code]).toEqual([422, 'fields/not-yours']);
  expect(refused.body.params.names).toEqual(['major', 'lastScore']);
  const id = String((await draft()).body.id);
  const patch = (body: object) =>
    house.http.patch(`/api/projects/${id}`).set('authorization', tokenOf('clerk')).send({ facts: body });
  expect((await patch({ fundLine: '办公经费' })).body.code).toBe('fields/not-yours');
  expect((await patch({ auditCost: 3, supervisionCost: 2 })).body.draft.facts).toEqual({
    auditCost: 3,
    supervisionCost: 2,
  });
  expect((await patch({ auditCost: null })).body.draft.facts).toEqual({ supervisionCost: 2 });
});

test('an upload hears at once which fields are missing or wrong', async () => {
  const id = String((await draft()).body.id);
  const upload = (fields: string) =>
    change('clerk', `/api/projects/${id}/materials`)
      .field('kind', 'feasibilityStudy')
      .field('fields', fields)
      .attach('file', Buffer.from('可行性研究报告'), '可研.txt');
  const codes = await Promise.all(
    ['{}', '{"networkSecurityChapter":"yes"}', '{"networkSecurityChapter":true,"colour":1}'].map(
      async (fields) => (await upload(fields)).body.code,
    ),
  );
  expect(codes).toEqual(['fields/missing', 'fields/invalid', 'fields/unknown']);
  expect((await upload('{"networkSecurityChapter":true}')).status).toBe(201);
});
