/** The contract of record and workflow where one clause alone makes the difference: crashes, a short journal, a stage's end. */
import { records, runs } from '../../models/process-schemas';
import {
  checker,
  command,
  decide,
  openProject,
  openTaskOf,
  owner,
  reviewer,
  startHouse,
  stateOf,
  type House,
} from '../workflows/house';
import type { Command, CommandResult } from '../../domain/project/commands';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house.close();
});

/** Sends a command whose record is committed, and loses the worker before Temporal hears of it. */
async function commitAndCrash(workflowId: string, sent: Command): Promise<void> {
  let committed: () => void = () => undefined;
  let drop: (reason: Error) => void = () => undefined;
  const commit = new Promise<void>((resolve) => (committed = resolve));
  const lost = new Promise<never>((_, reject) => (drop = reject));
  lost.catch(() => undefined);
  await house.replaceWorker((activities) => ({
    ...activities,
    record: async (input) => {
      const outcome = await activities.record(input);
      if (!input.entries.some((entry) => entry.commandId === sent.id)) return outcome;
      committed();
      return lost;
    },
  }));
  // Nobody waits for this answer any more.
  house.door.act(workflowId, sent).catch(() => undefined);
  await commit;
  await house.stopWorker();
  drop(new Error('the worker is dead'));
}

async function storedResult(workflowId: string, id: string): Promise<CommandResult | undefined> {
  return (await records.findOne({ workflowId, commandId: id }).lean())?.result;
}

const codeOf = (error: unknown) =>
  (error as { refusals?: { code: string }[] }).refusals?.[0]?.code ?? String(error);

describe('after a crash between the commit and its answer', () => {
  test('a decision on a task that only the record knows is taken by whoever read it there', async () => {
    const id = await openProject(house);
    await commitAndCrash(id, command(owner, { type: 'submit' }));
    const { seq } = await stateOf(id);
    const task = await openTaskOf(id);
    await house.replaceWorker();
    const next = command(checker, { type: 'decide', task, outcome: 'complete' }, { seenSeq: seq });
    expect(await house.door.act(id, next)).toMatchObject({ seq: seq + 1, run: 'review' });
  });

  test('a decision of somebody who had not read it stands after it in the journal', async () => {
    const id = await openProject(house);
    await commitAndCrash(id, command(owner, { type: 'submit' }));
    const { seq } = await stateOf(id);
    await house.replaceWorker();
    const next = command(checker, { type: 'suspend', comment: '核查' }, { seenSeq: 0 });
    expect(await house.door.act(id, next)).toMatchObject({ seq: seq + 1, status: 'suspended' });
    expect((await stateOf(id)).suspension?.before).toBe('active');
  });
});

test('a decision whose write was made but not acknowledged is answered with what was written, not decided again', async () => {
  const id = await openProject(house);
  const sent = command(owner, { type: 'submit' });
  let lost = 0;
  await house.replaceWorker((activities) => ({
    ...activities,
    record: async (input) => {
      const outcome = await activities.record(input);
      if (lost > 0 || !input.entries.some((entry) => entry.commandId === sent.id)) return outcome;
      lost += 1;
      throw new Error('the connection broke after the commit');
    },
  }));
  expect(await house.door.act(id, sent)).toEqual(await storedResult(id, sent.id));
  expect([lost, await records.countDocuments({ workflowId: id })]).toEqual([1, (await stateOf(id)).seq]);
});

test('a journal that lost its tail takes no decision, and says so', async () => {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  const { seq } = await stateOf(id);
  await runs.collection.updateOne({ _id: id as never }, { $set: { seq: seq - 1 } });
  await records.collection.deleteOne({ workflowId: id, workflowSeq: seq });
  const refused = await decide(house, id, checker, 'complete').catch(codeOf);
  expect(refused).toBe('process/behind');
  expect(await records.countDocuments({ workflowId: id })).toBe(seq - 1);
});

test('a decision for the next stage that waits behind the closing one is taken by the next stage', async () => {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  const { seq, taskCount } = await stateOf(id);
  const task = await openTaskOf(id);
  let held: () => void = () => undefined;
  let release: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (held = resolve));
  const gate = new Promise<void>((resolve) => (release = resolve));
  const remark = command(checker, { type: 'comment', task, comment: '先' });
  await house.replaceWorker((activities) => ({
    ...activities,
    record: async (input) => {
      if (input.entries.some((entry) => entry.commandId === remark.id)) {
        held();
        await gate;
      }
      return activities.record(input);
    },
  }));
  const first = house.door.act(id, remark);
  await reached;
  const closing = house.door.act(id, command(checker, { type: 'decide', task, outcome: 'complete' }));
  const next = `${(await stateOf(id)).id}-T${String(taskCount + 1)}`;
  const early = command(reviewer, { type: 'decide', task: next, outcome: 'approve' }, { seenSeq: seq + 2 });
  const approved = house.door.act(id, early);
  release();
  await Promise.all([first, closing]);
  expect((await approved.catch(codeOf)) as unknown).toMatchObject({ seq: seq + 3, status: 'filed' });
  expect((await house.client.workflow.getHandle(id).describe()).type).toBe('feasibilityReview');
});
