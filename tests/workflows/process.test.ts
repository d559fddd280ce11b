/** The contract of the engine on real servers: one record for every answered decision, whatever happens in between. */
import { compareViews } from '../../models/rebuild';
import { reconcile } from '../../api/reconcile';
import { records } from '../../models/process-schemas';
import { verifyChain } from '../../models/records';
import {
  askPayment,
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
} from './house';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(async () => {
  await house.close();
});

const countOf = (workflowId: string, commandId: string) => records.countDocuments({ workflowId, commandId });
const codesOf = (error: unknown) =>
  (error as { refusals?: { code: string }[] }).refusals?.map(({ code }) => code) ?? [String(error)];

async function typeOf(workflowId: string): Promise<string> {
  return (await house.client.workflow.getHandle(workflowId).describe()).type;
}

async function expectWhole(workflowId: string): Promise<void> {
  expect((await verifyChain((await stateOf(workflowId)).subject)).faults).toEqual([]);
  expect((await compareViews()).differences).toEqual([]);
}

async function submitted(): Promise<string> {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  return id;
}

test('a stage ends in the next one under the same id, and the answer holds the tasks it opened', async () => {
  const id = await submitted();
  const closing = await decide(house, id, checker, 'complete');
  expect(closing).toMatchObject({ stage: 'feasibilityReview', run: 'review' });
  expect(closing.opened).toEqual([await openTaskOf(id)]);
  const again = await decide(house, id, reviewer, 'again');
  expect(await typeOf(id)).toBe('feasibilityReview');
  expect(again).toMatchObject({ run: 'application', round: 2 });
  await house.door.act(id, command(owner, { type: 'submit' }));
  expect(await typeOf(id)).toBe('application');
  await decide(house, id, checker, 'complete');
  expect((await decide(house, id, reviewer, 'approve')).status).toBe('filed');
  await expectWhole(id);
});

test('fifty decisions at once are each answered and recorded once, and share transactions', async () => {
  const id = await submitted();
  const task = await openTaskOf(id);
  const commands = Array.from({ length: 50 }, (_, index) =>
    command(checker, { type: 'comment', task, comment: `意见 ${String(index)}` }),
  );
  const results = await Promise.all(commands.map((each) => house.door.act(id, each)));
  expect(new Set(results.map(({ seq }) => seq)).size).toBe(50);
  for (const each of commands) expect(await countOf(id, each.id)).toBe(1);
  const { events } = await house.client.workflow.getHandle(id).fetchHistory();
  const markers = (events ?? []).filter((event) => event.markerRecordedEventAttributes).length;
  expect(markers).toBeLessThan(40);
  await expectWhole(id);
});

test('of decisions sent together with the closing one none is lost', async () => {
  const id = await submitted();
  const task = await openTaskOf(id);
  const closing = command(checker, { type: 'decide', task, outcome: 'complete' });
  const late = Array.from({ length: 20 }, () => command(checker, { type: 'suspend', comment: '晚到' }));
  const sent = await Promise.allSettled([closing, ...late].map((each) => house.door.act(id, each)));
  const answered = sent.filter((each) => each.status === 'fulfilled').length;
  const refused = sent.flatMap((each) => (each.status === 'rejected' ? codesOf(each.reason) : []));
  expect(new Set(refused)).toEqual(new Set(['project/suspended']));
  expect(answered + refused.length).toBe(21);
  expect((await stateOf(id)).status).toBe('suspended');
  await expectWhole(id);
});

test('a suspended project refuses decisions until it is resumed', async () => {
  const id = await submitted();
  const suspended = await house.door.act(id, command(checker, { type: 'suspend', comment: '核查' }));
  expect(suspended.status).toBe('suspended');
  const refused = await decide(house, id, checker, 'complete').catch(codesOf);
  expect(refused).toEqual(['project/suspended']);
  await house.door.act(id, command(checker, { type: 'resume', comment: '继续' }));
  expect((await decide(house, id, checker, 'complete')).run).toBe('review');
});

test('after a crash between commit and answer another command comes first: both exist once, both are answered', async () => {
  const id = await submitted();
  const task = await openTaskOf(id);
  const first = command(checker, { type: 'comment', task, comment: '先' });
  let committed: () => void = () => undefined;
  const commit = new Promise<void>((resolve) => (committed = resolve));
  await house.replaceWorker((activities) => ({
    ...activities,
    record: async (input) => {
      const outcome = await activities.record(input);
      if (!input.entries.some((entry) => entry.commandId === first.id)) return outcome;
      committed();
      return new Promise(() => undefined);
    },
  }));
  const lost = house.door.act(id, first).catch((error: unknown) => error);
  await commit;
  await house.replaceWorker();
  const second = command(
    checker,
    { type: 'comment', task, comment: '后' },
    { seenSeq: (await stateOf(id)).seq },
  );
  const answer = await house.door.act(id, second);
  await lost;
  expect([await countOf(id, first.id), await countOf(id, second.id)]).toEqual([1, 1]);
  const stored = await records.findOne({ workflowId: id, commandId: first.id }).lean();
  expect(answer.seq).toBe((stored?.result.seq ?? 0) + 1);
  expect(await house.door.act(id, first)).toEqual(stored?.result);
  expect(await countOf(id, first.id)).toBe(1);
  await expectWhole(id);
}, 90_000);

test('two payments approved at once that exceed the budget together: exactly one passes', async () => {
  const project = await submitted();
  const cases = await Promise.all([300, 300].map((amount) => askPayment(house, project, amount)));
  const sent = await Promise.allSettled(cases.map((id) => decide(house, id, checker, 'paid')));
  expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = sent.flatMap((each) => (each.status === 'rejected' ? codesOf(each.reason) : []));
  expect(refused).toEqual(['gate/unmet']);
  await expectWhole(project);
});

test.each(['fill', 'check', 'look'])(
  'a run that Temporal lost at %s starts again from the record',
  async (point) => {
    const id = await openProject(house);
    const steps = [
      ['fill', () => house.door.act(id, command(owner, { type: 'submit' }))],
      ['check', () => decide(house, id, checker, 'complete')],
      ['look', () => decide(house, id, reviewer, 'approve')],
    ] as const;
    for (const [step, act] of steps) {
      if (step === point) {
        await house.client.workflow.getHandle(id).terminate('lost');
        const { findings } = await reconcile({ ...house, deadlineMs: 10_000 });
        expect(findings).toContainEqual(expect.objectContaining({ workflowId: id, finding: 'started' }));
      }
      await act();
    }
    expect((await stateOf(id)).status).toBe('filed');
    await expectWhole(id);
  },
);
