/** A move to another version of the pack on real servers: the stage goes on under the new rules, and nothing is lost on the way. */
import { publishPack } from '../../models/packs';
import { compareViews } from '../../models/rebuild';
import { verifyChain } from '../../models/records';
import { checker, command, decide, openProject, openTaskOf, owner, reviewer } from './house';
import { startHouse, stateOf, type House } from './house';
import { moveTo, secondPack } from './second-pack';
import { smallPack } from './small-pack';

let house: House;
beforeAll(async () => {
  house = await startHouse();
  await publishPack(secondPack, { source: 'mini', publishedBy: 'test', publishedAt: '2026-01-02T00:00:00Z' });
});
afterAll(async () => {
  await house.close();
});

async function submitted(): Promise<string> {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  return id;
}

async function expectWhole(id: string): Promise<void> {
  expect((await verifyChain((await stateOf(id)).subject)).faults).toEqual([]);
  expect((await compareViews()).differences).toEqual([]);
}

test('a moved project continues as new in the same stage, keeps its open task, and later stages follow the new version', async () => {
  const id = await submitted();
  const task = await openTaskOf(id);
  const before = await house.client.workflow.getHandle(id).describe();
  const moved = await moveTo(house, id, secondPack, 'application');
  expect(moved).toMatchObject({ action: 'movePack', run: 'application', status: 'active' });
  expect((await stateOf(id)).pack).toEqual(secondPack.ref);
  expect(await openTaskOf(id)).toBe(task);
  await decide(house, id, checker, 'complete');
  await expect(decide(house, id, reviewer, 'again')).rejects.toMatchObject({
    refusals: [{ code: 'task/unknown-outcome', params: { allowed: ['approve', 'reject'] } }],
  });
  expect((await decide(house, id, reviewer, 'approve')).status).toBe('filed');
  const { events } = await house.client.workflow.getHandle(id, before.runId).fetchHistory();
  expect(events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.workflowType?.name).toBe(
    'application',
  );
  await expectWhole(id);
}, 120_000);

test('decisions sent together with the move are taken once each, under one version or the other', async () => {
  const id = await submitted();
  const task = await openTaskOf(id);
  const comments = Array.from({ length: 8 }, (_, index) =>
    command(checker, { type: 'comment', task, comment: `意见 ${String(index)}` }),
  );
  const answers = await Promise.all([
    ...comments.slice(0, 4).map((each) => house.door.act(id, each)),
    moveTo(house, id, secondPack, 'application'),
    ...comments.slice(4).map((each) => house.door.act(id, each)),
  ]);
  expect(new Set(answers.map(({ commandId }) => commandId)).size).toBe(9);
  const state = await stateOf(id);
  expect([state.pack.version, state.seq]).toEqual(['2.0.0', 11]);
  expect((await decide(house, id, checker, 'complete')).run).toBe('review');
  await expectWhole(id);
}, 120_000);

test('a version in which the open step is another is refused, and the project stays where it is', async () => {
  const id = await submitted();
  await decide(house, id, checker, 'complete');
  await expect(moveTo(house, id, secondPack, 'review')).rejects.toMatchObject({
    refusals: [{ code: 'pack/does-not-fit', params: { misfits: [{ what: 'stepChanged', name: 'look' }] } }],
  });
  expect((await stateOf(id)).pack).toEqual(smallPack.ref);
  expect((await decide(house, id, reviewer, 'again')).run).toBe('application');
}, 120_000);
