/** The figures on real servers: five projects are driven by decisions, every figure is counted by hand; who sees what; files read back. */
import { strFromU8, unzipSync } from 'fflate';
import readXlsx from 'read-excel-file/node';
import { columns, headOf } from '../../domain/statistics/sheet';
import { until } from '../../embedded/wait';
import { saveOrg } from '../../models/orgs';
import { cases, projects, tasks } from '../../models/process-schemas';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { figuresPack } from './figures-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;
const ahead = '2099-12-31';
const past = '2020-01-06';

const { post, signIn, change, tokenOf } = callersOf(() => house);
const get = (who: string, query: string) =>
  house.http.get(`/api/statistics?${query}`).set('authorization', tokenOf(who));

async function opened(who: string, jurisdiction: string, name: string, facts: object): Promise<string> {
  const made = await post(who, '/api/projects', { jurisdiction, name, facts });
  expect([made.status, made.body.errors]).toEqual([201, undefined]);
  return String(made.body.id);
}

async function submits(who: string, id: string): Promise<void> {
  const { status, body } = await post(who, `/api/projects/${id}/actions`, { action: 'submit' });
  expect([status, body.code]).toEqual([200, undefined]);
}

/** Decides the open task of a process: `submitted` unless an outcome is named. */
async function decides(who: string, processId: string, outcome?: string): Promise<void> {
  const task = await tasks.collection.findOne({ processId, status: 'open' });
  const named = outcome === undefined ? {} : { outcome, comment: '意见' };
  const { status, body } = await post(who, `/api/tasks/${String(task?.['id'])}/actions`, {
    ...{ action: 'decide', ...named },
  });
  expect([status, body.code, body.errors]).toEqual([200, undefined, undefined]);
}

async function handsInContract(id: string, amount: number): Promise<void> {
  const { status } = await change('clerk', `/api/projects/${id}/materials`)
    .field('kind', 'contract')
    .field('fields', JSON.stringify({ amount }))
    .attach('file', Buffer.from('合同'), '合同.txt');
  expect(status).toBe(201);
}

async function becomesLate(id: string): Promise<void> {
  const isLate = async () => (await projects.countDocuments({ id, overdue: true })) === 1;
  expect(await until(isLate, { deadlineMs: 60_000 })).toBe(true);
}

/** A case about money, paid or not yet; gives its number. */
async function pays(projectId: string, amount: number, approver?: string, type = 'payment'): Promise<string> {
  const made = await post('clerk', '/api/cases', {
    ...{ type, jurisdiction: 'figures', projectId, facts: { amount } },
  });
  expect([made.status, made.body.errors]).toEqual([201, undefined]);
  const id = String(made.body.id);
  expect((await post('clerk', `/api/cases/${id}/actions`, { action: 'submit' })).status).toBe(200);
  if (approver !== undefined) await decides(approver, id, 'paid');
  return id;
}

/** Returned once, accepted at the second attempt after two rounds of rectification, in use; one payment counts of four. */
async function livesItsLife(): Promise<string> {
  const id = await opened('clerk', 'figures', '甲项目', { budget: 500_000, promisedBy: ahead });
  await submits('clerk', id);
  await decides('checker', id, 'returned');
  await decides('clerk', id);
  await decides('checker', id, 'complete');
  await handsInContract(id, 400_000);
  await decides('clerk', id);
  await decides('checker', id, 'failed');
  await decides('checker', id);
  await decides('clerk', id);
  await decides('checker', id, 'returned');
  await decides('clerk', id);
  await decides('checker', id, 'fixed');
  await decides('clerk', id);
  await decides('checker', id, 'passed');
  await decides('clerk', id);
  await pays(id, 150_000, 'checker');
  await pays(id, 70_000);
  await pays(id, 99_999, 'keeper', 'hush');
  const secret = await pays(id, 8_000, 'checker');
  // As a case stands whose pack names who alone may read it.
  await cases.collection.updateOne({ id: secret }, { $set: { readers: ['post:figures/keeper'] } });
  return id;
}

async function drive(): Promise<void> {
  const first = await livesItsLife();
  const late = await opened('clerk', 'figures', '乙项目', { budget: 150_000, promisedBy: past });
  await submits('clerk', late);
  await becomesLate(late);
  await opened('works', 'figures', '丙项目', {});
  const gone = await opened('works', 'figures', '丁项目', { budget: 100_000, promisedBy: past });
  await submits('works', gone);
  await becomesLate(gone);
  await decides('checker', gone, 'complete');
  await post('works', `/api/projects/${gone}/actions`, { action: 'withdraw', comment: '不再建设' });
  const still = await opened('works', 'plain', '戊项目', { budget: 200_000, promisedBy: ahead });
  await submits('works', still);
  await post('plain', `/api/projects/${still}/actions`, { action: 'suspend', comment: '等待政策' });
  await datesOf(first, late);
}

/** Everything above happened within a minute: here days are laid between. Monday 5 January to Friday 30 January 2026. */
async function datesOf(first: string, late: string): Promise<void> {
  const days = ['07', '16', '26', '30'].map((day) => `2026-01-${day}T02:00:00.000Z`);
  await projects.collection.updateMany({}, { $set: { createdAt: '2026-06-01T00:00:00.000Z' } });
  const ended = Object.fromEntries(days.map((day, index) => [`ended.${String(index)}.at`, day]));
  await projects.collection.updateOne(
    { id: first },
    { $set: { createdAt: '2026-01-05T02:00:00.000Z', ...ended } },
  );
  const dropped = { ended: { $elemMatch: { run: 'application' } }, id: { $ne: first } };
  await projects.collection.updateMany(dropped, { $set: { 'ended.0.at': '2026-06-02T03:00:00.000Z' } });
  // The last moment of 2025 in Shanghai.
  await projects.collection.updateOne({ id: late }, { $set: { createdAt: '2025-12-31T15:59:59.999Z' } });
  await tasks.collection.updateMany(
    { status: 'done' },
    { $set: { openedAt: '2026-03-01T00:00:00.000Z', decidedAt: '2026-03-01T06:00:00.000Z' } },
  );
  await tasks.collection.updateMany({ status: 'open' }, { $set: { openedAt: '2025-12-31T16:00:00.000Z' } });
}

beforeAll(async () => {
  house = await startApi();
  await publish(figuresPack('figures', true));
  await publish(figuresPack('plain', false));
  await saveOrg({ id: 'org-works', zh: '=1+1', en: '+Works, "A"', kind: 'bureau', qualifications: [] });
  const seat = (jurisdiction: string, who: string) => ({
    ...{ org: 'org-bureau', posts: [{ jurisdiction, post: who }] },
  });
  await addPerson('works', { org: 'org-works' });
  await addPerson('checker', seat('figures', 'checker'));
  await addPerson('keeper', seat('figures', 'keeper'));
  await addPerson('plain', seat('plain', 'checker'));
  await addPerson('stranger', { org: 'org-elsewhere' });
  await addPerson('auditor', { org: 'org-elsewhere', auditor: true });
  await addPerson('operator', { org: 'org-elsewhere', operator: true });
  const people = ['clerk', 'works', 'checker', 'keeper', 'plain', 'stranger', 'auditor', 'operator', 'admin'];
  await signIn(...people);
  stopWorker = await startApiWorker(house.taskQueue);
  await drive();
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const whole = {
  ...{ projects: 5, drafts: 1, underway: 1, suspended: 1, inUse: 1, finished: 0, stopped: 1, overdue: 1 },
  ...{ budgetFen: 950_000, withoutBudget: 1, contractFen: 400_000, withContract: 1 },
  // 150,000 of the 750,000 budgeted where payments are counted: the pack of the fifth project counts none.
  ...{ spentFen: 150_000, spentPercent: 20 },
  // Runs of the first project: 2, 7, 6 and 4 working days; of the fourth 1.
  ...{ runsEnded: 5, medianWorkingDays: 4, meanWorkingDays: 4, longestWorkingDays: 7 },
  ...{ deadlinesInTime: 1, deadlinesLate: 1, deadlinesLateOpen: 1, deadlinesRunning: 1, inTimePercent: 33.3 },
  ...{ returns: 2, rectified: 1, rectificationRounds: 2 },
  // Open are two checks, and the form of the draft that its owner has not handed in.
  ...{ tasksOpen: 3, tasksDone: 18, meanTaskHours: 6 },
};

interface Group {
  readonly key: string;
  readonly zh: string;
  readonly figures: Readonly<Record<string, number | null>>;
}
const pick = (groups: readonly Group[], ...names: string[]) =>
  groups.map(({ key, figures }) => [key, ...names.map((name) => figures[name])]);

test('all figures of five projects are what the hand counts, and nothing confidential is in them', async () => {
  const { status, body } = await get('admin', '');
  expect(status).toBe(200);
  expect(body.total).toEqual(whole);
  expect(body).toMatchObject({ by: 'stage', jurisdiction: null, year: null, scope: { all: true } });
  expect(body.asOf).toMatch(/^20\d\d-\d\d-\d\dT.*Z$/u);
  // Who may read the confidential payments counts no more of them.
  expect((await get('keeper', 'jurisdiction=figures')).body.total.spentFen).toBe(150_000);
});

test('by stage each figure stands where it came about', async () => {
  const { groups } = (await get('admin', 'by=stage')).body;
  expect(pick(groups, 'projects', 'runsEnded', 'medianWorkingDays', 'longestWorkingDays')).toEqual([
    ['application', 3, 2, 1.5, 2],
    ['acceptance', 1, 2, 5.5, 7],
    ['rectification', 0, 1, 6, 6],
    ['operation', 1, 0, null, null],
  ]);
  expect(pick(groups, 'returns', 'rectificationRounds', 'deadlinesInTime', 'tasksDone')).toEqual([
    ['application', 1, 0, 1, 8],
    ['acceptance', 0, 0, 0, 4],
    ['rectification', 1, 2, 0, 5],
    ['operation', 0, 0, 0, 1],
  ]);
  expect(groups.map(({ zh }: Group) => zh)).toEqual([...['项目申报', '验收', '整改', '投入使用']]);
});

test('by department, jurisdiction and year', async () => {
  const by = async (name: string) => (await get('auditor', `by=${name}`)).body.groups as Group[];
  expect(pick(await by('department'), 'projects', 'budgetFen', 'spentFen', 'tasksOpen')).toEqual([
    ['org-office', 2, 650_000, 150_000, 1],
    ['org-works', 3, 300_000, 0, 2],
  ]);
  expect(pick(await by('jurisdiction'), 'projects', 'spentFen', 'spentPercent', 'suspended')).toEqual([
    ['figures', 4, 150_000, 20, 0],
    ['plain', 1, null, null, 1],
  ]);
  // Open tasks arose with the first moment of 2026.
  expect(pick(await by('year'), 'projects', 'overdue', 'tasksOpen', 'tasksDone')).toEqual([
    ['2025', 1, 1, 0, 0],
    ['2026', 4, 0, 3, 18],
  ]);
});

test('a jurisdiction and a year narrow every figure', async () => {
  const of = async (query: string) => (await get('operator', query)).body.total;
  expect(await of('year=2025')).toMatchObject({ projects: 1, overdue: 1, tasksOpen: 0, tasksDone: 0 });
  expect(await of('year=2026')).toMatchObject({ projects: 4, overdue: 0, tasksOpen: 3, tasksDone: 18 });
  expect(await of('year=2026&jurisdiction=plain')).toMatchObject({ projects: 1, tasksOpen: 1, tasksDone: 1 });
  expect(await of('year=2024')).toMatchObject({ projects: 0, tasksOpen: 0, spentFen: null });
});

test.each([
  ['clerk', '', { projects: 2, spentFen: 150_000, tasksDone: 15 }],
  ['works', '', { projects: 3, spentFen: 0, tasksDone: 3 }],
  ['works', 'jurisdiction=figures', { projects: 2, tasksDone: 2 }],
  ['checker', '', { projects: 4, tasksDone: 17 }],
  ['plain', '', { projects: 1, spentFen: null, tasksDone: 1 }],
  ['plain', 'jurisdiction=figures', { projects: 0, budgetFen: 0, tasksOpen: 0, tasksDone: 0 }],
  ['stranger', '', { projects: 0, budgetFen: 0, tasksOpen: 0, tasksDone: 0 }],
  ['stranger', 'jurisdiction=figures&year=2026', { projects: 0, tasksDone: 0 }],
  ['operator', '', { projects: 5, tasksDone: 18 }],
])(
  '%s asks for "%s" and sees their own organisation and jurisdictions, no more',
  async (who, query, seen) => {
    expect((await get(who, query)).body.total).toMatchObject(seen);
  },
);

test('the answer says whose figures they are, and nobody who is not signed in gets any', async () => {
  expect((await get('plain', '')).body.scope).toEqual({
    ...{ all: false, organisations: ['org-bureau'], jurisdictions: ['plain'] },
  });
  expect((await get('nobody', '')).status).toBe(401);
});

test.each(['year=1999', 'year=abc', 'by=owner', 'format=doc', 'jurisdiction=$ne', 'jurisdiction[$ne]=x'])(
  '%s is refused as a mistake of the request',
  async (query) => {
    const { status, body } = await get('admin', query);
    expect([status, body.code]).toEqual([400, 'request/invalid']);
  },
);

/** RFC 4180 read back, quotes and all. */
function parsed(csv: string): string[][] {
  return csv
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/gu)]
        .slice(0, columns.length + 3)
        .map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)),
    );
}

test('the CSV has the mark of UTF-8, yuan, and no cell that a spreadsheet would run', async () => {
  const answer = await get('admin', 'by=department&year=2026&format=csv').buffer();
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe(
    'attachment; filename="govflow-statistics-2026-department.csv"',
  );
  expect(answer.text.startsWith('\uFEFF代码 key,')).toBe(true);
  const [heads = [], office = [], works = [], total = []] = parsed(answer.text.slice(1));
  expect(heads.slice(3)).toEqual(columns.map(headOf));
  expect(works.slice(0, 3)).toEqual(['org-works', "'=1+1", `'+Works, "A"`]);
  const at = (line: string[], name: string) => line[3 + columns.findIndex((column) => column.name === name)];
  expect([at(office, 'budgetFen'), at(office, 'spentFen'), at(works, 'budgetFen')]).toEqual([
    ...['5000.00', '1500.00', '3000.00'],
  ]);
  expect([total[1], at(total, 'projects'), at(total, 'tasksDone')]).toEqual(['合计', '4', '18']);
});

const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

test('what the client accepts chooses the format, and the Excel file holds numbers and texts, no formula', async () => {
  const answer = await get('admin', 'by=department')
    .set('accept', `${excel}, */*;q=0.1`)
    .buffer()
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        done(null, Buffer.concat(chunks));
      });
    });
  expect(answer.headers['content-type']).toBe(excel);
  const [sheet] = await readXlsx(answer.body as Buffer);
  const [heads, office = [], works = [], total = []] = sheet?.data ?? [];
  expect(heads?.slice(3)).toEqual(columns.map(headOf));
  expect(works.slice(0, 3)).toEqual(['org-works', '=1+1', '+Works, "A"']);
  const figures = Object.fromEntries(columns.map(({ name }, index) => [name, total[index + 3]]));
  const { budgetFen, contractFen, spentFen } = whole;
  const yuan = { budgetFen: budgetFen / 100, contractFen: contractFen / 100, spentFen: spentFen / 100 };
  expect(figures).toEqual({ ...whole, ...yuan });
  expect([office[0], total[1]]).toEqual(['org-office', '合计']);
});

test('the summary of a year is Chinese first and holds the same figures', async () => {
  const { headers, text } = await get('works', 'year=2026&by=department&format=md').buffer();
  expect(headers['content-type']).toBe('text/markdown; charset=utf-8');
  expect(text.startsWith('# 2026 年度政务信息化项目统计摘要')).toBe(true);
  expect(text).toContain('项目 3 个:草稿 1,在办 0,暂停 1,在用 0,办结 0,终止 1;超期 0。');
  expect(text).toContain('预算 3000.00 元(未报预算 1 个),合同 0.00 元,已支付 0.00 元,预算执行率 0%。');
  expect(text).toContain('仅限查询人有权查看的单位和辖区');
  expect(text).toContain('| =1+1 | 3 | 0 | 3000.00 | 0.00 | 1 | 0 | 0 |');
});

const bytesOf = async (format: 'docx' | 'pdf'): Promise<Buffer> => {
  const answer = await get('works', `year=2026&by=department&format=${format}`).responseType('blob');
  expect(answer.headers['content-disposition']).toBe(
    `attachment; filename="govflow-statistics-2026-department.${format}"`,
  );
  return answer.body as Buffer;
};

test('the summary is sent up as a document to sign: the same words and table as DOCX, and as PDF', async () => {
  const word = strFromU8(unzipSync(await bytesOf('docx'))['word/document.xml'] ?? new Uint8Array());
  expect(word).toContain('2026 年度政务信息化项目统计摘要');
  expect(word).toContain('项目 3 个:草稿 1,在办 0,暂停 1,在用 0,办结 0,终止 1;超期 0。');
  const [, ...rows] = word.match(/<w:tr>.*?<\/w:tr>/gu) ?? [];
  const cells = [...(rows[0] ?? '').matchAll(/<w:t(?: [^>]*)?>([^<]*)/gu)].map(([, text]) => text);
  expect(cells).toEqual(['=1+1', '3', '0', '3000.00', '0.00', '1', '0', '0']);
  expect((await bytesOf('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
});

test('what covers too many projects at once is refused with what to narrow it by, and narrowed it is answered', async () => {
  const rows = Array.from({ length: 20_001 }, (_, number) => ({
    ...{ _id: `wide-${String(number)}`, id: `wide-${String(number)}`, jurisdiction: 'wide', owner: {} },
    ...{
      status: 'draft',
      ended: [],
      clocks: [],
      materials: [],
      facts: {},
      packId: 'plain',
      packVersion: '1.0.0',
    },
    createdAt: number === 0 ? '2024-06-01T00:00:00.000Z' : '2023-06-01T00:00:00.000Z',
  }));
  await projects.collection.insertMany(rows as never);
  const { status, body } = await get('admin', 'jurisdiction=wide');
  expect([status, body.code, body.params]).toEqual([422, 'statistics/too-wide', { most: 20_000 }]);
  expect((await get('admin', 'jurisdiction=wide&year=2024')).body.total.projects).toBe(1);
  expect((await get('admin', 'jurisdiction=wide&year=2023')).body.total.drafts).toBe(20_000);
  await projects.collection.deleteMany({ jurisdiction: 'wide' });
});
