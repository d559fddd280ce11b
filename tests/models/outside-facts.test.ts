/** Which cases others must reckon with, on a real MongoDB: an incident that is over bars nothing, nor does a draft that a person opened; what is due does. */
import { gatherOutsideFacts } from '../../models/outside-facts';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { cases, records, runs } from '../../models/process-schemas';
import { rig, uniqueName } from '../rig/rig';

beforeAll(async () => {
  await connectMongo(rig().mongodbUri(uniqueName('outside')));
});
afterAll(async () => {
  await disconnectMongo();
});

interface Row {
  readonly status: string;
  readonly opener?: string;
  readonly good?: boolean;
  readonly more?: object;
}

const overWith = ['closed', 'withdrawn', 'terminated', 'rejected'];

/** A case with the first line of its journal. */
async function seed(projectId: string, caseType: string, row: Row): Promise<void> {
  const id = uniqueName('C');
  const { status, opener = 'clerk', good, more } = row;
  const over = overWith.includes(status);
  const ended = good === undefined ? [] : [{ good, outcome: good ? 'done' : 'refused' }];
  const workflowId = `case/${id}`;
  const view = { _id: id, id, workflowId, projectId, jurisdiction: 'mini', caseType, status, over, ended };
  await cases.collection.insertOne({ ...view, facts: {}, ...more } as never);
  const line = {
    workflowId,
    workflowSeq: 1,
    subject: workflowId,
    seq: 1,
    commandId: 'c',
    actor: { id: opener },
  };
  await records.collection.insertOne({ _id: `${id}/1`, ...line } as never);
}

const asked = { totals: [], orders: [], counts: [] };
async function openCasesOf(projectId: string, orders: readonly string[] = []): Promise<readonly string[]> {
  const about = { kind: 'project', id: projectId, subject: `project/${projectId}` } as const;
  return (await gatherOutsideFacts(about, { ...asked, orders })).openCases;
}

test.each<[string, Row, boolean]>([
  ['that is handed in', { status: 'active' }, true],
  ['that stands still', { status: 'suspended' }, true],
  ['that was dealt with', { status: 'closed', good: true }, false],
  ['that was found to be none', { status: 'closed', good: false }, false],
  ['that was withdrawn', { status: 'withdrawn' }, false],
  ['that was ended', { status: 'terminated' }, false],
  ['that somebody opened and did not hand in', { status: 'draft' }, false],
  ['that is due and not begun', { status: 'draft', opener: 'system' }, true],
  ['that was due and was withdrawn', { status: 'withdrawn', opener: 'system' }, false],
  ['that few may know of', { status: 'active', more: { readers: ['post:mini/keeper'] } }, false],
])('an incident %s: %#', async (_words, row, counts) => {
  const project = uniqueName('P');
  await seed(project, 'incident', row);
  await seed(uniqueName('P'), 'incident', { status: 'active' });
  expect(await openCasesOf(project)).toEqual(counts ? ['incident'] : []);
});

test('of two incidents the one that is not over still bars, and the draft beside it changes nothing', async () => {
  const project = uniqueName('P');
  for (const status of ['closed', 'active', 'draft']) await seed(project, 'incident', { status });
  await seed(project, 'evaluation', { status: 'draft', opener: 'system' });
  expect((await openCasesOf(project)).toSorted()).toEqual(['evaluation', 'incident']);
});

test('an order bars its department from when it is issued until it is over, and not while it is drawn up by itself', async () => {
  const project = uniqueName('P');
  const state = { owner: { org: 'office' }, jurisdiction: uniqueName('city') };
  await runs.collection.insertOne({ _id: `project/${project}`, state } as never);
  const more = { projectId: null, jurisdiction: state.jurisdiction, facts: { department: 'office' } };
  const orders = ['dutyOrder.department'];
  await seed('', 'dutyOrder', { status: 'draft', opener: 'system', more });
  await seed('', 'dutyOrder', { status: 'closed', good: true, more });
  expect(await openCasesOf(project, orders)).toEqual([]);
  await seed('', 'dutyOrder', { status: 'active', more });
  expect(await openCasesOf(project, orders)).toEqual(orders);
});

test('only a twin that stands is told of: handed in, or ended well', async () => {
  const jurisdiction = uniqueName('city');
  const more = { projectId: null, jurisdiction, facts: { entryName: '人口' } };
  const rows: Row[] = [
    { status: 'draft' },
    { status: 'withdrawn' },
    { status: 'closed', good: false },
    { status: 'active' },
    { status: 'closed', good: true },
  ];
  for (const row of rows) await seed('', 'catalogueEntry', { ...row, more });
  const about = { kind: 'case', id: 'own', subject: 'case/own' } as const;
  const twin = { caseType: 'catalogueEntry', jurisdiction, said: { entryName: ['人 口'] } };
  const { twins } = await gatherOutsideFacts(about, { ...asked, twin });
  expect(twins?.map(({ facts }) => facts)).toEqual([{ entryName: '人口' }, { entryName: '人口' }]);
});
