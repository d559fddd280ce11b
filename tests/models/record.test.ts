/** Compare-and-append on a real MongoDB: what is written once, what is refused, and how a broken chain is found. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newProcess, originOf, type ProcessState } from '../../domain/project/state';
import { evolveEntry } from '../../domain/project/evolve';
import { viewOf } from '../../domain/project/view';
import type { ProcessEvent } from '../../domain/project/events';
import { hashOf } from '../../models/chain';
import { exportHeads, verifyHeads } from '../../models/chain-heads';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { chains, records } from '../../models/process-schemas';
import { compareViews } from '../../models/rebuild';
import { appendRecord, type RecordInput } from '../../models/record';
import { verifyChain } from '../../models/records';
import { rig, uniqueName } from '../rig/rig';

beforeAll(async () => {
  await connectMongo(rig().mongodbUri(uniqueName('record')));
});
afterAll(async () => {
  await disconnectMongo();
});

const at = '2026-03-02T01:00:00.000Z';

function fresh(subject?: string): ProcessState {
  const id = uniqueName('R');
  return newProcess({
    workflowId: `project/${id}`,
    subject: subject ?? `project/${id}`,
    kind: 'project',
    id,
    name: '项目',
    jurisdiction: 'mini',
    pack: { id: 'mini', version: '1', hash: 'h' },
    owner: { org: 'org-a', orgZh: '甲', person: { id: 'p', name: '某' } },
    facts: {},
    at,
  });
}

/** The input that records one more command after a state, with the state it leaves. */
function next(state: ProcessState, commandId: string): RecordInput {
  const event: ProcessEvent =
    state.seq === 0
      ? { type: 'created', process: originOf(state) }
      : { type: 'factsDeclared', facts: { budget: state.seq } };
  const actor = { id: 'p', name: '某', org: 'org-a' };
  const entry = { commandId, bodyHash: 'b', at, actor, action: 'submit', events: [event] };
  const after = evolveEntry(state, entry);
  const { workflowId, subject } = state;
  const result = {
    commandId,
    workflowId,
    seq: after.seq,
    at,
    action: 'submit',
    status: after.status,
    stage: null,
    run: null,
    round: 1,
    opened: [],
  };
  return {
    workflowId,
    workflowType: 'application',
    subject,
    expectedSeq: state.seq,
    entries: [{ ...entry, result }],
    state: after,
    view: viewOf(after),
    tasks: [],
  };
}

/** Records so many commands; gives the last input and all command ids' prefix. */
async function journalOf(length: number, start = fresh()): Promise<RecordInput> {
  let input = next(start, 'c1');
  await appendRecord(input);
  for (let seq = 2; seq <= length; seq += 1) {
    input = next(input.state, `c${String(seq)}`);
    await appendRecord(input);
  }
  return input;
}

const linesOf = (workflowId: string) => records.countDocuments({ workflowId });

test('the same input twice writes once, and the second call gives the stored entries', async () => {
  const input = await journalOf(2);
  const again = await appendRecord(input);
  expect(again).toEqual({ status: 'ahead', entries: input.entries });
  expect(await linesOf(input.workflowId)).toBe(2);
});

test('opening the same process twice writes once', async () => {
  const input = await journalOf(1);
  expect(await appendRecord(input)).toEqual({ status: 'ahead', entries: input.entries });
  expect(await linesOf(input.workflowId)).toBe(1);
});

test('a journal that holds less than the workflow takes nothing', async () => {
  const input = await journalOf(1);
  const ahead = next({ ...input.state, seq: 5 }, 'c6');
  expect(await appendRecord(ahead)).toEqual({ status: 'behind', seq: 1 });
  expect(await linesOf(input.workflowId)).toBe(1);
});

test('outside facts read at an older head take nothing with them', async () => {
  const input = await journalOf(2);
  const third = next(input.state, 'c3');
  expect(await appendRecord({ ...third, expectedHead: 1 })).toEqual({ status: 'staleHead' });
  expect([await linesOf(input.workflowId), (await compareViews()).differences]).toEqual([2, []]);
  const recorded = { status: 'recorded', head: 3, at: third.entries[0]?.at };
  expect(await appendRecord({ ...third, expectedHead: 2 })).toEqual(recorded);
});

test('a command that was recorded before is known at a newer position', async () => {
  const input = await journalOf(2);
  const repeated = await appendRecord(next(input.state, 'c2'));
  expect(repeated).toEqual({ status: 'known', entries: input.entries });
  expect(await linesOf(input.workflowId)).toBe(2);
});

test('two workflows that append to one chain at once keep it whole', async () => {
  const subject = `project/${uniqueName('shared')}`;
  await Promise.all([journalOf(15, fresh(subject)), journalOf(15, fresh(subject))]);
  expect(await verifyChain(subject)).toMatchObject({ lines: 30, faults: [] });
});

describe('a broken chain is found', () => {
  const faultsOf = async (subject: string) =>
    (await verifyChain(subject)).faults.map(({ seq, fault }) => [seq, fault]);

  test('an altered line', async () => {
    const { subject } = await journalOf(4);
    await records.collection.updateOne({ subject, seq: 2 }, { $set: { 'actor.name': '另一人' } });
    expect(await faultsOf(subject)).toEqual([[2, 'altered']]);
  });

  test('a dropped line', async () => {
    const { subject } = await journalOf(4);
    await records.collection.deleteOne({ subject, seq: 2 });
    expect(await faultsOf(subject)).toContainEqual([2, 'missing']);
  });

  test('a line that was altered and hashed again', async () => {
    const { subject } = await journalOf(4);
    const found = await records.findOne({ subject, seq: 2 }).lean();
    const { _id: _id, hash: _hash, ...rest } = { ...found, at: '2020-01-01T00:00:00.000Z' };
    const forged = { at: rest.at, hash: hashOf(rest) };
    await records.collection.updateOne({ subject, seq: 2 }, { $set: forged });
    expect(await faultsOf(subject)).toEqual([[3, 'unlinked']]);
  });

  test('a cut tail whose head was set back, by the signed heads', async () => {
    const target = { dir: mkdtempSync(join(tmpdir(), 'govflow-heads-')), key: 'k'.repeat(32) };
    const { subject } = await journalOf(4);
    await exportHeads(target, at);
    expect((await verifyHeads(target)).faults.filter((each) => each.subject === subject)).toEqual([]);
    await records.collection.deleteOne({ subject, seq: 4 });
    const last = await records.findOne({ subject, seq: 3 }).lean();
    await chains.collection.updateOne({ _id: subject as never }, { $set: { seq: 3, hash: last?.hash } });
    expect(await faultsOf(subject)).toEqual([]);
    expect((await verifyHeads(target)).faults).toContainEqual(
      expect.objectContaining({ subject, seq: 4, fault: 'cut' }),
    );
    expect((await verifyHeads({ ...target, key: 'z'.repeat(32) })).badSignatures).toHaveLength(1);
    rmSync(target.dir, { recursive: true });
  });
});

test('a head that is not the last line is found', async () => {
  const { subject } = await journalOf(3);
  await chains.collection.updateOne({ _id: subject as never }, { $set: { seq: 9 } });
  expect((await verifyChain(subject)).faults).toContainEqual(
    expect.objectContaining({ seq: 9, fault: 'head' }),
  );
});

test('a chain that is decided on while it is verified is not taken for a broken one', async () => {
  const first = fresh();
  const opening = next(first, `${first.id}-0`);
  await appendRecord(opening);
  const writer = { isDone: false };
  const write = async () => {
    let { state } = opening;
    for (let line = 1; line < 40; line += 1) {
      const input = next(state, `${first.id}-${String(line)}`);
      await appendRecord(input);
      ({ state } = input);
    }
    writer.isDone = true;
  };
  const writing = write();
  const faults: unknown[] = [];
  while (!writer.isDone) faults.push(...(await verifyChain(first.subject)).faults);
  await writing;
  expect(faults).toEqual([]);
  expect(await verifyChain(first.subject)).toMatchObject({ lines: 40, faults: [] });
});
