/** More courses whose histories are kept: Huai'an into its trial run and to a rejection, Luohe through and round its yearly plan, and effects from one process to another. */
import { until } from '../../embedded/wait';
import type { Act } from '../../domain/project/commands';
import { publishPack } from '../../models/packs';
import { toDecision, toTrialRun } from '../domain/project/course';
import { cast, luohe, toApplication, toBypassed } from '../domain/project/luohe';
import { deciding, huaian, material, must, type World } from '../domain/project/world';
import { uniqueName } from '../rig/rig';
import { followPack } from '../workflows/follow-pack';
import {
  checker,
  command,
  common,
  decide,
  openUnder,
  owner,
  reviewer,
  stateOf,
  type House,
} from '../workflows/house';

type Write = (house: House, name: string, id: string, runId: string) => Promise<void>;

function rejected(): World {
  const world = toDecision();
  const seats = [
    ['recorder', 'partyGroupMeeting', 'approved'],
    ['data', 'dataAuthority', 'approved'],
    ['invest', 'investmentAuthority', 'rejected'],
    ['crypto', 'cryptographyAuthority', 'approved'],
  ] as const;
  for (const [who, role, outcome] of seats) {
    const attach = role === 'partyGroupMeeting' ? { attach: [material('meetingMinutes')] } : {};
    must(world, who, deciding(world, 'decide', { role, outcome, ...attach }));
  }
  return world;
}

/** Taken to the day the trial run begins, and withdrawn there: further on months must pass. */
function inTrial(): World {
  const world = toTrialRun();
  must(world, 'contractor', { type: 'reportFault', comment: '存储故障' });
  must(world, 'applicant', { type: 'withdraw', comment: '并入其他项目' });
  return world;
}

/** Listed in the plan, or let go without it, and withdrawn before it is applied for. */
function planned(course: () => World): World {
  const world = course();
  must(world, cast.owner, { type: 'withdraw', comment: '并入其他项目' });
  return world;
}

export const cityPaths: Readonly<Record<string, () => World>> = {
  'planning-listed': () => planned(toApplication),
  'planning-bypassed': () => planned(toBypassed),
  'huaian-rejected': rejected,
  'huaian-trial': inTrial,
};

/** The case that suspends, the project it suspends, and the project whose approval opens a case. */
export const followed = ['suspending-case', 'suspended-by-case', 'opening-case'];

async function published(): Promise<void> {
  const by = { publishedBy: 'test', publishedAt: '2026-01-01T00:00:00Z' };
  await publishPack(huaian, { source: 'huaian', ...by });
  await publishPack(luohe, { source: 'luohe', ...by });
  await publishPack(followPack, { source: 'follow', ...by });
}

/** The same act on a process of another number. */
function actOn(id: string, act: Act): Act {
  return 'task' in act ? { ...act, task: act.task.replace(/^X-/u, `${id}-`) } : act;
}

async function runIdOf(house: House, workflowId: string): Promise<string> {
  return (await house.client.workflow.getHandle(workflowId).describe()).runId;
}

/** Runs the courses of the pure rules on real servers and keeps what Temporal wrote. */
export async function captureCities(house: House, write: Write): Promise<void> {
  await published();
  for (const [name, course] of Object.entries(cityPaths)) {
    const { pack: rules, state, log } = course();
    const id = uniqueName('HA');
    const workflowId = `project/${id}`;
    const { owner: by, jurisdiction, pack, createdAt: at } = state;
    const facts = rules === huaian ? { buildKinds: ['software'] } : {};
    const start = { workflowId, subject: workflowId, kind: 'project' as const, id, name: id };
    await openUnder(house, rules, { ...start, jurisdiction, pack, owner: by, facts, at });
    const runs = new Set<string>();
    for (const { actor, act } of log.slice(1)) {
      runs.add(await runIdOf(house, workflowId));
      await house.door.act(workflowId, command(actor, actOn(id, act)));
    }
    runs.add(await runIdOf(house, workflowId));
    for (const [index, runId] of [...runs].entries())
      await write(house, `${name}-${String(index + 1)}`, workflowId, runId);
  }
}

async function openOne(house: House, subject: string | null): Promise<string> {
  const id = uniqueName('F');
  const workflowId = `${subject === null ? 'project' : 'case'}/${id}`;
  const about =
    subject === null
      ? { kind: 'project' as const, subject: workflowId }
      : { kind: 'case' as const, subject, caseType: 'pause', projectId: subject.slice('project/'.length) };
  const facts = subject === null ? { budget: 500 } : {};
  await openUnder(house, followPack, { ...common(), pack: followPack.ref, workflowId, id, facts, ...about });
  return workflowId;
}

async function settled(workflowId: string): Promise<void> {
  const done = async () => Object.keys((await stateOf(workflowId)).effects ?? {}).length === 0;
  if (!(await until(done, { deadlineMs: 30_000 }))) throw new Error(`${workflowId} still has effects due`);
}

/** Effects: a case suspends its project; an approval opens a case. */
export async function captureFollowUps(house: House, write: Write): Promise<void> {
  const project = await openOne(house, null);
  await house.door.act(project, command(owner, { type: 'submit' }));
  const pause = await openOne(house, project);
  const [projectRun, caseRun] = [await runIdOf(house, project), await runIdOf(house, pause)];
  await decide(house, pause, checker, 'yes');
  await settled(pause);
  await house.door.act(project, command(owner, { type: 'withdraw', comment: '撤回' }));
  await write(house, 'suspending-case-1', pause, caseRun);
  await write(house, 'suspended-by-case-1', project, projectRun);
  const approved = await openOne(house, null);
  await house.door.act(approved, command(owner, { type: 'submit' }));
  await decide(house, approved, checker, 'complete');
  await decide(house, approved, reviewer, 'approve');
  const run = await runIdOf(house, approved);
  await settled(approved);
  await write(house, 'opening-case-1', approved, run);
}
