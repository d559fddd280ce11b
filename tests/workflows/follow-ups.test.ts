/** What follows a decision, on real servers: numbers given once without gaps, effects carried out once whoever dies in between. */
import { until } from '../../embedded/wait';
import { records } from '../../models/process-schemas';
import { compareViews } from '../../models/rebuild';
import { verifyChain } from '../../models/records';
import { reconcile } from '../../api/reconcile';
import { publish } from '../rig/publish';
import { uniqueName } from '../rig/rig';
import { followPack } from './follow-pack';
import {
  checker,
  command,
  common,
  decide,
  openTaskOf,
  openUnder,
  owner,
  reviewer,
  startHouse,
  stateOf,
  type House,
} from './house';

let house: House;
beforeAll(async () => {
  house = await startHouse();
  await publish(followPack);
});
afterAll(async () => {
  await house.close();
});

const start = () => ({ ...common(), pack: followPack.ref });

async function project(): Promise<string> {
  const id = uniqueName('F');
  const workflowId = `project/${id}`;
  const facts = { budget: 500 };
  await openUnder(house, followPack, {
    ...start(),
    workflowId,
    subject: workflowId,
    kind: 'project',
    id,
    facts,
  });
  await house.door.act(workflowId, command(owner, { type: 'submit' }));
  return workflowId;
}

async function caseAbout(subject: string, caseType: string): Promise<string> {
  const id = uniqueName('C');
  const workflowId = `case/${id}`;
  const projectId = subject.slice('project/'.length);
  await openUnder(house, followPack, {
    ...start(),
    workflowId,
    subject,
    kind: 'case',
    caseType,
    projectId,
    id,
    facts: {},
  });
  return workflowId;
}

async function approvable(): Promise<string> {
  const id = await project();
  await decide(house, id, checker, 'complete');
  return id;
}

/** Waits until nothing that should follow is still due. */
async function settled(workflowId: string): Promise<void> {
  const done = async () => Object.keys((await stateOf(workflowId)).effects ?? {}).length === 0;
  expect(await until(done, { deadlineMs: 30_000 })).toBe(true);
}

async function resultsOf(workflowId: string): Promise<unknown[]> {
  const lines = await records.find({ workflowId, action: 'effectDone' }).lean();
  return lines.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'effectDone' ? [[event.done, event.result]] : [])),
  );
}

async function expectWhole(subject: string): Promise<void> {
  expect((await verifyChain(subject)).faults).toEqual([]);
  expect((await compareViews()).differences).toEqual([]);
}

test('twelve approvals at once carry the numbers 1 to 12, each once', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, approvable));
  await Promise.all(ids.map((id) => decide(house, id, reviewer, 'approve')));
  const year = String(new Date().getFullYear());
  const numbers = await Promise.all(
    ids.map(async (id) => (await stateOf(id)).documents?.map(({ number }) => number)),
  );
  const expected = Array.from({ length: 12 }, (_, index) => `批〔${year}〕${String(index + 1)}号`);
  expect(numbers.flat().sort()).toEqual(expected.sort());
  await Promise.all(ids.map(settled));
  await expectWhole(ids[0] ?? '');
}, 120_000);

test('a crash between commit and answer gives the approval no second number', async () => {
  const id = await approvable();
  const task = await openTaskOf(id);
  const approve = command(reviewer, { type: 'decide', task, outcome: 'approve' });
  let committed: () => void = () => undefined;
  const commit = new Promise<void>((resolve) => (committed = resolve));
  await house.replaceWorker((activities) => ({
    ...activities,
    record: async (input) => {
      const outcome = await activities.record(input);
      if (!input.entries.some((entry) => entry.commandId === approve.id)) return outcome;
      committed();
      return new Promise(() => undefined);
    },
  }));
  const lost = house.door.act(id, approve).catch((error: unknown) => error);
  await commit;
  const first = (await stateOf(id)).documents;
  await house.replaceWorker();
  await lost;
  // No further command comes to a project that is over: what its workflow missed, `reconcile` tells it.
  await reconcile({ ...house, deadlineMs: 10_000 });
  await settled(id);
  expect((await stateOf(id)).documents).toEqual(first);
  const next = await approvable();
  await decide(house, next, reviewer, 'approve');
  const seqOf = (number: string | undefined) => Number(/(\d+)号$/u.exec(number ?? '')?.[1]);
  const after = (await stateOf(next)).documents?.[0]?.number;
  expect(seqOf(after)).toBe(seqOf(first?.[0]?.number) + 1);
  await settled(next);
  await expectWhole(id);
}, 120_000);

test('a request that is agreed suspends the project, by one recorded command of the project', async () => {
  const id = await project();
  const pause = await caseAbout(id, 'pause');
  await decide(house, pause, checker, 'yes');
  await settled(pause);
  expect((await stateOf(id)).status).toBe('suspended');
  expect(await resultsOf(pause)).toEqual([[true, id]]);
  expect(await records.countDocuments({ workflowId: id, action: 'effect' })).toBe(1);
  await expectWhole(id);
});

test('a request that is refused changes nothing', async () => {
  const id = await project();
  const pause = await caseAbout(id, 'pause');
  await decide(house, pause, checker, 'no');
  expect((await stateOf(id)).status).toBe('active');
  expect((await stateOf(pause)).effects).toBeUndefined();
});

test('a worker that dies after the effect and before its note has it carried out once', async () => {
  const id = await project();
  const pause = await caseAbout(id, 'pause');
  let reached: () => void = () => undefined;
  const carried = new Promise<void>((resolve) => (reached = resolve));
  await house.replaceWorker((activities) => ({
    ...activities,
    carryOut: async (input) => {
      await activities.carryOut(input);
      reached();
      throw new Error('died before it could say so');
    },
  }));
  await decide(house, pause, checker, 'yes');
  await carried;
  await house.replaceWorker();
  await settled(pause);
  expect(await resultsOf(pause)).toEqual([[true, id]]);
  expect(await records.countDocuments({ workflowId: id, action: 'effect' })).toBe(1);
  await expectWhole(id);
}, 90_000);

test('an effect that Temporal lost with its workflow is found in the record and carried out', async () => {
  const id = await project();
  const pause = await caseAbout(id, 'pause');
  await house.replaceWorker((activities) => ({
    ...activities,
    carryOut: () => Promise.reject(new Error('cannot reach it')),
  }));
  await decide(house, pause, checker, 'yes');
  await house.client.workflow.getHandle(pause).terminate('lost');
  await house.replaceWorker();
  expect((await stateOf(id)).status).toBe('active');
  const { findings } = await reconcile({ ...house, deadlineMs: 10_000 });
  expect(findings).toContainEqual(expect.objectContaining({ workflowId: pause, finding: 'started' }));
  await settled(pause);
  expect((await stateOf(id)).status).toBe('suspended');
  await expectWhole(id);
}, 90_000);

test('an effect on a project that is over is noted as refused, not lost', async () => {
  const id = await project();
  const stop = await caseAbout(id, 'stop');
  await house.door.act(id, command(owner, { type: 'withdraw', comment: '撤回' }));
  await decide(house, stop, checker, 'yes');
  await settled(stop);
  expect(await resultsOf(stop)).toEqual([[false, 'project/over']]);
  expect((await stateOf(id)).status).toBe('withdrawn');
});

test('an approval opens the next case by itself, and that one sets a fact of the project', async () => {
  const id = await project();
  const rate = await caseAbout(id, 'rate');
  await decide(house, rate, checker, 'yes');
  await settled(rate);
  expect((await stateOf(id)).facts['score']).toBe(7);
  await decide(house, id, checker, 'complete');
  await decide(house, id, reviewer, 'approve');
  await settled(id);
  const [[done, opened]] = (await resultsOf(id)) as [[boolean, string]];
  expect(done).toBe(true);
  expect(await stateOf(opened)).toMatchObject({ caseType: 'rate', status: 'draft', subject: id });
  await expectWhole(id);
});

test('a case that is about no project opens the next one, once, with a chain and a number of its own', async () => {
  const id = uniqueName('N');
  const notice = `case/${id}`;
  await openUnder(house, followPack, {
    ...start(),
    workflowId: notice,
    subject: notice,
    kind: 'case',
    caseType: 'notice',
    id,
    facts: {},
  });
  await house.replaceWorker((activities) => ({
    ...activities,
    carryOut: async (input) => {
      await activities.carryOut(input);
      return await activities.carryOut(input);
    },
  }));
  await decide(house, notice, checker, 'yes');
  await settled(notice);
  await house.replaceWorker();
  const [[done, opened]] = (await resultsOf(notice)) as [[boolean, string]];
  expect(done).toBe(true);
  expect(await stateOf(opened)).toMatchObject({ caseType: 'answer', status: 'draft', subject: opened });
  expect((await stateOf(opened)).projectId).toBeUndefined();
  expect(opened).toMatch(/^case\/C-\d{4}-answer-\d+$/u);
  await decide(house, opened, checker, 'yes');
  expect((await stateOf(opened)).status).toBe('closed');
  await expectWhole(notice);
  await expectWhole(opened);
});
