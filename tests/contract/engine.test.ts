/** The contract of record and workflow where one clause alone makes the difference: crashes, a short journal, a stage's end. */
import { Client, isGrpcServiceError, type WorkflowClientInterceptor } from '@temporalio/client';
import { engineRules } from '../../api/engine';
import { createProcessDoor } from '../../api/process-door';
import { decide as decideCommand, resultOf } from '../../domain/project/decide';
import { evolveEntry } from '../../domain/project/evolve';
import { touchedTasks, viewOf } from '../../domain/project/view';
import { until } from '../../embedded/wait';
import { loadCalendar } from '../../models/calendars';
import { records, runs } from '../../models/process-schemas';
import { appendRecord } from '../../models/record';
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
import { smallPack } from '../workflows/small-pack';
import type { Command, CommandResult } from '../../domain/project/commands';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house.close();
});

/** Records a decision as a worker does that dies before Temporal hears of it: the workflow is behind its journal. */
async function recordUnheard(workflowId: string, sent: Command): Promise<void> {
  const state = await stateOf(workflowId);
  const now = new Date().toISOString();
  const around = { rules: engineRules.rulesOf(smallPack, state), calendar: await loadCalendar(), now };
  const decision = decideCommand(state, sent, around);
  if ('refusals' in decision) throw new Error(JSON.stringify(decision.refusals));
  const { events } = decision;
  const { id: commandId, bodyHash, actor, act } = sent;
  const entry = { commandId, bodyHash, at: now, actor, action: act.type, events };
  const after = evolveEntry(state, entry);
  const entries = [{ ...entry, result: resultOf(sent, events, after) }];
  const outcome = await appendRecord({
    workflowId,
    workflowType: 'application',
    subject: state.subject,
    expectedSeq: state.seq,
    entries,
    state: after,
    view: viewOf(after),
    tasks: touchedTasks(state, entries),
  });
  expect(outcome.status).toBe('recorded');
}

async function storedResult(workflowId: string, id: string): Promise<CommandResult | undefined> {
  return (await records.findOne({ workflowId, commandId: id }).lean())?.result;
}

const codeOf = (error: unknown) =>
  (error as { refusals?: { code: string }[] }).refusals?.[0]?.code ?? String(error);

describe('when the record holds a decision that the workflow does not know', () => {
  test('a decision on a task that only the record knows is taken by whoever read it there', async () => {
    const id = await openProject(house);
    await recordUnheard(id, command(owner, { type: 'submit' }));
    const { seq } = await stateOf(id);
    const task = await openTaskOf(id);
    const next = command(checker, { type: 'decide', task, outcome: 'complete' }, { seenSeq: seq });
    expect(await house.door.act(id, next)).toMatchObject({ seq: seq + 1, run: 'review' });
  });

  test('a decision of somebody who had not read it stands after it in the journal', async () => {
    const id = await openProject(house);
    await recordUnheard(id, command(owner, { type: 'submit' }));
    const { seq } = await stateOf(id);
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

test('a decision of an earlier stage that is sent again is answered with what was written then, not decided again', async () => {
  const id = await openProject(house);
  const sent = command(checker, { type: 'suspend', comment: '暂停' });
  const answered = await house.door.act(id, sent);
  await house.door.act(id, command(checker, { type: 'resume', comment: '恢复' }));
  await house.door.act(id, command(owner, { type: 'submit' }));
  expect(await decide(house, id, checker, 'complete')).toMatchObject({ run: 'review' });
  expect(await house.door.act(id, sent)).toEqual(answered);
  expect(await stateOf(id)).toMatchObject({ status: 'active', run: 'review' });
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

/** Codes of gRPC: the server does not know this update (yet). */
const notFound = 5;

/** A door whose sends can be told to have reached the server, in the order in which they were sent. */
function watchedDoor() {
  const { connection, options } = house.client;
  const sent: string[] = [];
  const watch: WorkflowClientInterceptor = {
    startUpdate: (input, next) => {
      sent.push(input.options.updateId ?? '');
      return next(input);
    },
  };
  const { dataConverter } = options;
  const client = new Client({ connection, dataConverter, interceptors: { workflow: [watch] } });
  const door = createProcessDoor({ client, taskQueue: house.taskQueue, answerDeadlineMs: 60_000 });
  const isAdmitted = async (workflowId: string, updateId: string) => {
    const updateRef = { workflowExecution: { workflowId }, updateId };
    const { namespace } = options;
    const asked = client.workflowService.pollWorkflowExecutionUpdate({ namespace, updateRef });
    return await asked.then(
      () => true,
      (error: unknown) => {
        if (isGrpcServiceError(error) && [notFound].includes(error.code)) return false;
        throw error;
      },
    );
  };
  /** Sends without waiting for the answer; the server holds the command when this returns. */
  const send = async (workflowId: string, next: Command) => {
    const count = sent.length;
    const answer = door.act(workflowId, next);
    answer.catch(() => undefined);
    const reached = () => sent.length > count && isAdmitted(workflowId, sent.at(-1) ?? '');
    expect(await until(reached, { deadlineMs: 60_000 })).toBe(true);
    return { answer };
  };
  return { send };
}

test('a decision for the next stage that waits behind the closing one is taken by the next stage', async () => {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  const { seq, taskCount } = await stateOf(id);
  const task = await openTaskOf(id);
  const next = `${(await stateOf(id)).id}-T${String(taskCount + 1)}`;
  // Without a worker all three wait, each behind the one before: the next worker gets them at once, in this order.
  await house.stopWorker();
  const { send } = watchedDoor();
  const remark = await send(id, command(checker, { type: 'comment', task, comment: '先' }));
  const closing = await send(id, command(checker, { type: 'decide', task, outcome: 'complete' }));
  const early = await send(
    id,
    command(reviewer, { type: 'decide', task: next, outcome: 'approve' }, { seenSeq: seq + 2 }),
  );
  await house.replaceWorker();
  expect(await remark.answer).toMatchObject({ seq: seq + 1 });
  expect(await closing.answer).toMatchObject({ seq: seq + 2, run: 'review' });
  expect((await early.answer.catch(codeOf)) as unknown).toMatchObject({ seq: seq + 3, status: 'filed' });
  expect((await house.client.workflow.getHandle(id).describe()).type).toBe('feasibilityReview');
});
