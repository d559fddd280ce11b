/** Huai'an's money on real servers: what is asked for at the same time does not pass together. */
import type { Fields, MaterialRef } from '../../domain/project/commands';
import { runs } from '../../models/process-schemas';
import { fundLine, toOperation, toStart } from '../domain/project/course';
import { huaian, material, people, type World } from '../domain/project/world';
import { publish } from '../rig/publish';
import { uniqueName } from '../rig/rig';
import { command, openTaskOf, openUnder, startHouse, stateOf, type House } from './house';

let house: House;
beforeAll(async () => {
  house = await startHouse();
  await publish(huaian);
});
afterAll(async () => {
  await house.close();
});

/** Stores a project as the pure rules left it: all that its cases read. */
async function stored({ state }: World): Promise<string> {
  const id = uniqueName('HA');
  const workflowId = `project/${id}`;
  const moved = { ...state, id, workflowId, subject: workflowId };
  await runs.collection.insertOne({ _id: workflowId, seq: state.seq, open: true, state: moved } as never);
  return workflowId;
}

async function caseAbout(subject: string, caseType: string, facts: Fields): Promise<string> {
  const id = uniqueName('HC');
  const workflowId = `case/${id}`;
  await openUnder(house, huaian, {
    workflowId,
    subject,
    kind: 'case',
    caseType,
    projectId: subject.slice('project/'.length),
    id,
    name: caseType,
    jurisdiction: huaian.ref.id,
    pack: huaian.ref,
    owner: { org: 'office', orgZh: '处室', person: { id: 'applicant', name: 'applicant' } },
    facts,
    at: new Date().toISOString(),
  });
  return workflowId;
}

async function decides(
  workflowId: string,
  who: keyof typeof people,
  more: { outcome?: string; attach?: readonly MaterialRef[] } = {},
): Promise<unknown> {
  const task = await openTaskOf(workflowId);
  return house.door.act(workflowId, command(people[who], { type: 'decide', task, ...more }));
}

const codesOf = (sent: readonly PromiseSettledResult<unknown>[]) =>
  sent.flatMap((each) =>
    each.status === 'fulfilled'
      ? ['ok']
      : (each.reason as { refusals: { unmet?: { code: string }[] }[] }).refusals.flatMap(
          ({ unmet }) => unmet?.map(({ code }) => code) ?? [],
        ),
  );

test('of two payments approved at once that exceed the contract together exactly one passes (HA-18.2)', async () => {
  const project = await stored(toStart());
  const facts = { amount: 50_000_000, milestone: '首付', paidFrom: fundLine };
  const cases = await Promise.all([facts, facts].map((each) => caseAbout(project, 'payment', each)));
  for (const id of cases) await decides(id, 'applicant');
  const sent = await Promise.allSettled(cases.map((id) => decides(id, 'general', { outcome: 'paid' })));
  expect(codesOf(sent).sort()).toEqual(['ok', 'overContractAtPayment']);
});

test('of two changes proposed at once that exceed ten percent together exactly one passes (HA-20.2)', async () => {
  const project = await stored(toOperation());
  const facts = { cost: 5_000_000, finishBy: '2099-01-01' };
  const cases = await Promise.all([facts, facts].map((each) => caseAbout(project, 'changeInUse', each)));
  const propose = (id: string) =>
    decides(id, 'applicant', { attach: [material('changeScheme'), material('emergencyMeasures')] });
  expect(codesOf(await Promise.allSettled(cases.map(propose))).sort()).toEqual(['changeTooLarge', 'ok']);
  const states = await Promise.all(cases.map(stateOf));
  expect(states.map(({ status }) => status).sort()).toEqual(['active', 'draft']);
});
