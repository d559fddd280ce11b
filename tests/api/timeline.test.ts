/** The timeline tells what is to come and by whom, what was passed by, and what never came to be. */
import { findRun } from '../../models/runs';
import { closeHouse, get, open, openHouse, post } from './operations-house';

interface Item {
  readonly when: string;
  readonly what: string;
  readonly run?: string;
  readonly step?: string;
  readonly who?: readonly { readonly role: string; readonly names: readonly string[] }[];
}

beforeAll(openHouse);
afterAll(closeHouse);

async function course(workflowId: string): Promise<Item[]> {
  const answer = await get('clerk', `/api/projects/${workflowId.slice('project/'.length)}/timeline`);
  expect(answer.status).toBe(200);
  return (answer.body.items as Item[]).filter(({ when }) => when !== 'past' && when !== 'present');
}

const brief = (items: readonly Item[]) =>
  items.map(({ when, run, step }) => [when, run, step].join(' ').trim());

async function decide(who: string, workflowId: string, outcome: string): Promise<void> {
  const run = await findRun(workflowId);
  const task = Object.values(run?.state.tasks ?? {}).find(({ status }) => status === 'open');
  const answer = await post(who, `/api/tasks/${task?.id ?? ''}/actions`, { action: 'decide', outcome });
  expect(answer.status).toBe(200);
}

test('steps to come are named with the people who would act today, then the runs after them', async () => {
  const items = await course(await open());
  expect(brief(items)).toEqual(['predicted application check', 'predicted review']);
  expect(items[0]?.who).toEqual([{ role: 'checker', names: ['名checker'] }]);
});

test('what had not come when a project was withdrawn never came to be', async () => {
  const workflowId = await open();
  const id = workflowId.slice('project/'.length);
  const gone = await post('clerk', `/api/projects/${id}/actions`, {
    action: 'withdraw',
    comment: '不再建设',
  });
  expect(gone.status).toBe(200);
  expect(brief(await course(workflowId))).toEqual(['neverReached application check', 'neverReached review']);
});

test('a project that took every step has skipped none', async () => {
  const workflowId = await open();
  const id = workflowId.slice('project/'.length);
  await decide('clerk', workflowId, 'submitted');
  const steps = await course(workflowId);
  expect(brief(steps)).toEqual(['predicted review']);
  await decide('checker', workflowId, 'complete');
  // Everything was opened on the way to the review: nothing is skipped, and nothing comes after it.
  expect(brief(await course(workflowId))).toEqual([]);
  expect((await get('clerk', `/api/projects/${id}`)).body.run).toBe('review');
});
