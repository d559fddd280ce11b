/** A leader that its followers have not confirmed yet reads old: what was recorded is found all the same, and nothing is said to be missing. */
import mongoose from 'mongoose';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { findRun } from '../../models/runs';
import { findTask } from '../../models/tasks';
import { startReplicaSet, type ReplicaSet } from './replica-set';

let set: ReplicaSet;

beforeAll(async () => {
  set = await startReplicaSet();
  await connectMongo(set.uriOf('sure'));
});

afterAll(async () => {
  await disconnectMongo();
  await set.stop();
});

const collection = (name: string) => mongoose.connection.collection<{ _id: string }>(name);
/** Written by the leader, confirmed by nobody yet. */
const alone = { writeConcern: { w: 1 } } as const;

interface Held<T> {
  readonly write: () => Promise<unknown>;
  /** An ordinary read that finds what was written. */
  readonly sees: () => Promise<unknown>;
  readonly read: () => Promise<T>;
}

/** Reads while the followers are held still, when an ordinary read sees nothing of it, and gives what is found once they go on. */
async function readWhileHeld<T>({ write, sees, read }: Held<T>): Promise<T> {
  const primary = await set.primary();
  const followers = set.members.filter((each) => each !== primary);
  for (const each of followers) each.hold();
  try {
    await write();
    const reading = read();
    reading.catch(() => undefined);
    expect(await sees()).toBeNull();
    for (const each of followers) each.release();
    return await reading;
  } finally {
    for (const each of followers) each.release();
  }
}

it('a process that was just recorded is not said to be missing', async () => {
  const found = await readWhileHeld({
    write: () => collection('runs').insertOne({ _id: 'project/SURE-1', seq: 1 } as never, alone),
    sees: () => collection('runs').findOne({ _id: 'project/SURE-1' }),
    read: () => findRun('project/SURE-1'),
  });
  expect(found?.seq).toBe(1);
});

it('a state is not older than the command that was just recorded', async () => {
  const found = await readWhileHeld({
    write: () => collection('runs').updateOne({ _id: 'project/SURE-1' }, { $set: { seq: 2 } }, alone),
    sees: () => collection('runs').findOne({ _id: 'project/SURE-1', seq: 2 } as never),
    read: () => findRun('project/SURE-1', 2),
  });
  expect(found?.seq).toBe(2);
});

it('a task that was just opened is not said to be missing', async () => {
  const found = await readWhileHeld({
    write: () => collection('tasks').insertOne({ _id: 'SURE-1-T1', id: 'SURE-1-T1' } as never, alone),
    sees: () => collection('tasks').findOne({ _id: 'SURE-1-T1' }),
    read: () => findTask('SURE-1-T1'),
  });
  expect(found?.id).toBe('SURE-1-T1');
});

it('what there is not is missing', async () => {
  expect(await findRun('project/SURE-2')).toBeNull();
  expect(await findTask('SURE-2-T1')).toBeNull();
});
