/** What was told is settled by position: lines that came meanwhile stay untold, and a mark that another moved is left alone. */
import { connectMongo, disconnectMongo } from '../../models/connection';
import { records, runs, tasks } from '../../models/process-schemas';
import { listUntold, readUntold, settleUntold } from '../../models/untold';
import { rig, uniqueName } from '../rig/rig';

beforeAll(() => connectMongo(rig().mongodbUri(uniqueName('untold'))));
afterAll(disconnectMongo);

const line = (workflowId: string, workflowSeq: number) => ({
  ...{ _id: `${workflowId}#${String(workflowSeq)}`, workflowId, workflowSeq, subject: workflowId },
  ...{ seq: workflowSeq, commandId: String(workflowSeq), at: '2026-01-05T01:00:00Z', events: [] },
});
const task = (workflowId: string) => ({ _id: `${workflowId}/t`, id: `${workflowId}/t`, workflowId });

test('each process is read with its own untold lines and tasks, and settled up to the last of them', async () => {
  await runs.collection.insertMany([
    { _id: 'a', seq: 3, state: { id: 'a' }, untoldFrom: 2 },
    { _id: 'b', seq: 2, state: { id: 'b' }, untoldFrom: 1 },
    { _id: 'told', seq: 1, state: { id: 'told' } },
  ] as never);
  const lines = [line('a', 1), line('a', 2), line('a', 3), line('b', 1), line('b', 2), line('told', 1)];
  await records.collection.insertMany(lines as never);
  await tasks.collection.insertMany([task('a'), task('b')] as never);

  const read = await readUntold([...(await listUntold(50)), { workflowId: 'gone', from: 1 }]);
  expect(
    read.map((one) => [one.untold.workflowId, one.lines.map(({ seq }) => seq), [...one.tasks.keys()]]).sort(),
  ).toEqual([
    ['a', [2, 3], ['a/t']],
    ['b', [1, 2], ['b/t']],
  ]);

  // A line of `a` is recorded after it was read; `b` was told, and marked anew, by another.
  await runs.collection.updateOne({ _id: 'a' } as never, { $set: { seq: 4 } });
  await runs.collection.updateOne({ _id: 'b' } as never, { $set: { seq: 5, untoldFrom: 5 } });
  await settleUntold(read);
  const left = [
    { workflowId: 'a', from: 4 },
    { workflowId: 'b', from: 5 },
  ];
  expect(new Set(await listUntold(50))).toEqual(new Set(left));
  await settleUntold([
    { untold: { workflowId: 'a', from: 4 }, lines: [{ ...line('a', 4), seq: 4 } as never] },
  ]);
  expect(await listUntold(50)).toEqual([left[1]]);
});
