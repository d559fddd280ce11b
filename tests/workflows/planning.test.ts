/** Planning on real servers: a workflow type of its own, left by the plan, by the government's leave, or by a failed screening. */
import type { Act, Actor } from '../../domain/project/commands';
import { planningText } from '../domain/planning-pack';
import { material, packFrom, personOf } from '../domain/project/world';
import { publish } from '../rig/publish';
import { uniqueName } from '../rig/rig';
import { command, common, openTaskOf, openUnder, startHouse, stateOf, type House } from './house';

const pack = packFrom(planningText);
const place = (id: string, org: string, ...posts: string[]) => personOf(pack.ref.id, id, org, ...posts);
const owner = place('clerk', 'org-a');
const authority = place('authority', 'bureau', 'competentAuthority');
const recorder = place('recorder', 'hall', 'governmentOffice');

let house: House;
beforeAll(async () => {
  house = await startHouse();
  await publish(pack, planningText);
});
afterAll(async () => {
  await house.close();
});

async function reported(urgent: boolean): Promise<string> {
  const id = uniqueName('YP');
  const workflowId = `project/${id}`;
  await openUnder(house, pack, {
    ...common(),
    pack: pack.ref,
    jurisdiction: pack.ref.id,
    workflowId,
    subject: workflowId,
    kind: 'project',
    id,
    facts: {},
  });
  const submit: Act = { type: 'submit', fields: { urgent }, attach: [material('planItem')] };
  await house.door.act(workflowId, command(owner, submit));
  return workflowId;
}

type Brought = Omit<Extract<Act, { type: 'decide' }>, 'type' | 'task'>;

async function decides(id: string, who: Actor, more: Brought = {}) {
  const task = await openTaskOf(id);
  return house.door.act(id, command(who, { type: 'decide', task, comment: '意见', ...more }));
}

const typeOf = async (id: string) => (await house.client.workflow.getHandle(id).describe()).type;

test('a listed project goes on into its application under the same id', async () => {
  const id = await reported(false);
  expect(await typeOf(id)).toBe('planning');
  await decides(id, authority, { outcome: 'passed' });
  const listed = await decides(id, authority, {
    outcome: 'listed',
    fields: { planYear: 2027 },
    attach: [material('issuedPlan')],
  });
  expect(listed).toMatchObject({ stage: 'application', run: 'application' });
  await decides(id, owner);
  expect(await typeOf(id)).toBe('application');
});

test('an urgent project is let go without the plan, after one refusal that led back to the screening', async () => {
  const id = await reported(true);
  await decides(id, owner);
  expect(await decides(id, recorder, { outcome: 'refused' })).toMatchObject({ run: 'planning', round: 2 });
  await decides(id, owner, { attach: [material('planItem')] });
  await decides(id, owner);
  const leave = { outcome: 'approved', attach: [material('governmentLeave')] };
  expect(await decides(id, recorder, leave)).toMatchObject({ stage: 'application' });
});

test('what fails the screening is over, and its workflow ends', async () => {
  const id = await reported(false);
  await decides(id, authority, { outcome: 'failed' });
  await house.client.workflow.getHandle(id).result();
  expect((await stateOf(id)).status).toBe('rejected');
});
