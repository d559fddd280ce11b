/** Courses of what runs by itself, kept for replay: a clock that comes due, the index, copies of a command, the upkeep of every night. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArchive } from '../../activities/archive';
import { createActivities } from '../../activities/index';
import { createNotices } from '../../activities/notices';
import type { Send } from '../../activities/senders';
import { historyText } from '../../api/payload-codec';
import { startFromRecord } from '../../api/reconcile';
import { createProcessDoor } from '../../api/process-door';
import { createIndexingClient, registerSearchAttributes } from '../../api/search-attributes';
import { until } from '../../embedded/wait';
import { runs } from '../../models/process-schemas';
import { findRun } from '../../models/runs';
import { noteUnarchived } from '../../models/unarchived';
import { addPerson } from '../api/api-rig';
import { uniqueName } from '../rig/rig';
import {
  checker,
  command,
  openProject,
  openTaskOf,
  owner,
  startHouse,
  stateOf,
  type House,
} from '../workflows/house';

type Write = (house: House, name: string, id: string, runId: string) => Promise<void>;

export const upkeep = [
  'late',
  'copied',
  'chain-heads',
  'archive',
  'archive-failed',
  'told',
  'sent',
  'reminded',
];

const runIdOf = async (house: House, id: string) =>
  (await house.client.workflow.getHandle(id).describe()).runId;

/** A clock comes due by itself and the index is told; started again from the record, as reconcile does. */
async function captureLate(house: House, write: Write): Promise<void> {
  const client = createIndexingClient({ connection: house.client.connection });
  await registerSearchAttributes(client);
  const { taskQueue } = house;
  const door = createProcessDoor({ client, taskQueue, answerDeadlineMs: 30_000 });
  const id = await openProject({ ...house, client, door });
  await door.act(id, command(owner, { type: 'submit' }));
  await client.workflow.getHandle(id).terminate('started again with a clock that is due');
  const wakeAt = new Date(Date.now() + 3_000).toISOString();
  const clock = 'state.clocks.application/checkInTime.wakeAt';
  await runs.collection.updateOne({ _id: id as never }, { $set: { [clock]: wakeAt } });
  const run = await findRun(id);
  if (run === null) throw new Error('no run');
  await startFromRecord(run, { client, taskQueue });
  const runId = await runIdOf(house, id);
  const isLate = async () => (await stateOf(id)).clocks['application/checkInTime']?.overdue === true;
  if (!(await until(isLate, { deadlineMs: 30_000 }))) throw new Error('the clock did not come due');
  await door.act(id, command(owner, { type: 'withdraw', comment: '撤回' }));
  await write(house, 'late-1', id, runId);
}

async function captureCopied(house: House, write: Write): Promise<void> {
  const id = await openProject(house);
  await house.door.act(id, command(owner, { type: 'submit' }));
  const runId = await runIdOf(house, id);
  const remark = command(checker, { type: 'comment', task: await openTaskOf(id), comment: '阅' });
  for (let copies = 0; copies < 3; copies += 1) await house.door.act(id, remark);
  await house.door.act(id, command(owner, { type: 'withdraw', comment: '撤回' }));
  await write(house, 'copied-1', id, runId);
}

async function captureNightly(house: House, write: Write): Promise<void> {
  const nightly = async (name: string, type: string) => {
    const workflowId = uniqueName(name);
    const { taskQueue } = house;
    const handle = await house.client.workflow.start(type, { workflowId, taskQueue });
    await handle.result();
    await write(house, `${name}-1`, workflowId, handle.firstExecutionRunId);
  };
  await nightly('chain-heads', 'signChainHeads');
  await nightly('archive', 'archiveHistories');
  const gone = { workflowId: 'project/gone', runId: '00000000-0000-4000-8000-000000000000' };
  await noteUnarchived({ ...gone, type: 'application' }, 'gone', new Date().toISOString());
  await nightly('archive-failed', 'archiveHistories');
}

/** Somebody is told of a task by a way out that fails once; then the morning's reminders. */
async function captureNotices(house: House, write: Write): Promise<void> {
  await addPerson('checker', { posts: [{ jurisdiction: 'mini', post: 'checker' }] });
  await house.door.act(await openProject(house), command(owner, { type: 'submit' }));
  for (const [name, type] of [
    ['told', 'tellPeople'],
    ['reminded', 'remindPeople'],
  ] as const) {
    const workflowId = uniqueName(name);
    const { taskQueue } = house;
    const handle = await house.client.workflow.start(type, { workflowId, taskQueue, args: [] });
    await handle.result();
    await write(house, `${name}-1`, workflowId, handle.firstExecutionRunId);
    if (name === 'reminded') continue;
    const sending = `notices/${handle.firstExecutionRunId}/1`;
    await write(house, 'sent-1', sending, await runIdOf(house, sending));
  }
}

/** A receiver that is away for the first letter. */
function awayOnce(): Send {
  let tries = 0;
  return () => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
  };
}

/** Runs each of them on real servers, in a house of its own, and keeps what Temporal wrote. */
export async function captureUpkeep(write: Write): Promise<void> {
  const house = await startHouse();
  const dir = mkdtempSync(join(tmpdir(), 'govflow-heads-'));
  try {
    const heads = createActivities({ dir, key: 'k'.repeat(32) });
    const archive = createArchive(house.client, historyText);
    const notices = createNotices({ webhook: awayOnce() });
    await house.replaceWorker((activities) => ({ ...activities, ...heads, ...archive, ...notices }));
    await captureLate(house, write);
    await captureCopied(house, write);
    await captureNightly(house, write);
    await captureNotices(house, write);
  } finally {
    await house.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
