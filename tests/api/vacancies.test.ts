/** A task that nobody can act on is seen: by whoever opens the project, and by operators. */
import type { Body, Pack } from '../../domain/pack/types';
import { openTasksWithoutHolder } from '../../models/holders';
import { countHolders } from '../../models/users';
import { saveOrg } from '../../models/orgs';
import type { ApiRig } from './api-rig';
import { addPerson, startApi } from './api-rig';
import { startApiWorker } from './api-worker';
import { smallPack } from './small-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;

const application = smallPack.stages['application'];
if (application === undefined) throw new Error('the small pack has no application');

/** After the submission the checker, whom nobody appointed, and the contractor, whom nobody bound, sit side by side. */
const sideBySide: Body = {
  ...application,
  gates: {},
  materials: {},
  phases: application.phases.map((phase) => ({
    ...phase,
    steps: phase.steps.map((step) =>
      step.step === 'check'
        ? { ...step, who: ['checker', 'contractor'].map((role) => ({ role, count: 1, votes: true })) }
        : step,
    ),
  })),
};
const pack: Pack = {
  ...smallPack,
  ref: { id: 'lonely', version: '1.0.0', hash: 'c'.repeat(64) },
  roles: {
    ...smallPack.roles,
    contractor: { is: 'party', id: 'contractor', zh: '承建单位', en: 'contractor' },
  },
  stages: { application: sideBySide },
};

beforeAll(async () => {
  house = await startApi();
  await publish(pack);
  await saveOrg({ id: 'org-builder', zh: '承建', en: 'Builder', kind: 'company', qualifications: [] });
  stopWorker = await startApiWorker(house.taskQueue);
});

afterAll(async () => {
  await stopWorker();
  await house.close();
});

let keys = 0;
const tokens = new Map<string, Promise<string>>();
function tokenOf(who: string): Promise<string> {
  const token = tokens.get(who) ?? house.tokenOf(who);
  tokens.set(who, token);
  return token;
}

async function acts(path: string, body: object, status = 200) {
  const answer = await house.http
    .post(path)
    .set('authorization', await tokenOf('clerk'))
    .set('idempotency-key', `key-${String((keys += 1))}`)
    .send(body);
  expect(answer.status).toBe(status);
  return answer.body as { id: string };
}

interface Seen {
  readonly openTasks: readonly {
    id: string;
    role: string;
    holders: number;
    alarm?: { code: string; detail: string };
  }[];
  readonly unfilled: readonly { code: string; action: string; mustAct: { role: string }; detail: string }[];
}

const seen = async (id: string): Promise<Seen> =>
  (await house.http.get(`/api/projects/${id}`).set('authorization', await tokenOf('clerk'))).body as Seen;

const alarms = ({ openTasks }: Seen) =>
  openTasks.map(({ role, holders, alarm }) => [role, holders, alarm?.code ?? null]);

const orphans = async (id: string) =>
  (await openTasksWithoutHolder(100))
    .filter(({ task }) => task.processId === id)
    .map(({ task, code }) => [task.role, code]);

test('vacant posts, unbound parties and empty organisations raise an alarm until somebody can act', async () => {
  const { id } = await acts(
    '/api/projects',
    { jurisdiction: 'lonely', name: '试点', facts: { budget: 1 } },
    201,
  );
  const [filling] = (await seen(id)).openTasks;
  expect([filling?.holders, filling?.alarm, await orphans(id)]).toEqual([
    await countHolders('org:org-office'),
    undefined,
    [],
  ]);
  const act = (body: object) => acts(`/api/projects/${id}/actions`, body);
  await act({ action: 'submit' });

  const alone = await seen(id);
  expect(alarms(alone)).toEqual([
    ['checker', 0, 'seat/post-vacant'],
    ['contractor', 0, 'seat/party-unbound'],
  ]);
  expect(alone.unfilled).toMatchObject([
    { code: 'seat/party-unbound', action: 'bindParty', mustAct: { role: 'projectOwner' } },
  ]);
  expect(alone.unfilled[0]?.detail).toBe(
    '尚未确定承建单位,请建设单位指定单位\nNo organisation is bound as contractor yet: owner must bind one',
  );
  expect(alone.openTasks[0]?.alarm?.detail).toContain('核对员目前无人任职');
  expect(await orphans(id)).toEqual([
    ['checker', 'seat/post-vacant'],
    ['contractor', 'seat/party-unbound'],
  ]);

  await act({ action: 'bindParty', fields: { role: 'contractor', org: 'org-builder' } });
  const bound = await seen(id);
  expect([alarms(bound)[1], bound.unfilled]).toEqual([['contractor', 0, 'seat/organisation-empty'], []]);

  await addPerson('builder', { org: 'org-builder' });
  await addPerson('checker', { posts: [{ jurisdiction: 'lonely', post: 'checker' }] });
  expect([alarms(await seen(id)), await orphans(id)]).toEqual([
    [
      ['checker', 1, null],
      ['contractor', 1, null],
    ],
    [],
  ]);
});

test('a task claimed by somebody who left is found too', async () => {
  const { id } = await acts(
    '/api/projects',
    { jurisdiction: 'lonely', name: '二', facts: { budget: 1 } },
    201,
  );
  await acts(`/api/projects/${id}/actions`, { action: 'submit' });
  const { openTasks } = await seen(id);
  const checked = openTasks.find(({ role }) => role === 'checker')?.id ?? '';
  const claim = await house.http
    .post(`/api/tasks/${checked}/actions`)
    .set('authorization', await tokenOf('checker'))
    .set('idempotency-key', 'claim')
    .send({ action: 'claim' });
  expect(claim.status).toBe(200);
  await addPerson('checker', { posts: [{ jurisdiction: 'lonely', post: 'checker' }], active: false });
  expect(await orphans(id)).toContainEqual(['checker', 'seat/person-left']);
});
