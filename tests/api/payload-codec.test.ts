/** What Temporal stores is packed where it is large, reads as it was everywhere else, and what was stored unpacked still counts. */
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createHistoryReader } from '../../api/history';
import { dataConverter, historyText, unpack } from '../../api/payload-codec';
import { createProcessDoor } from '../../api/process-door';
import { startFromRecord } from '../../api/reconcile';
import { findRun } from '../../models/runs';
import { rig } from '../rig/rig';
import {
  checker,
  command,
  decide,
  openProject,
  owner,
  startHouse,
  stateOf,
  type House,
} from '../workflows/house';

const [codec] = dataConverter.payloadCodecs ?? [];

async function through(payload: Payload) {
  const [packed] = (await codec?.encode([payload])) ?? [];
  const [back] = (await codec?.decode([packed ?? {}])) ?? [];
  return { packed, back };
}

const large = { words: Array.from({ length: 200 }, (_, index) => `政务信息化项目第 ${String(index)} 条`) };

test('a large payload is packed to less than half and comes back as it was, with all that was said about it', async () => {
  const plain = defaultPayloadConverter.toPayload(large);
  const told = { ...plain, metadata: { ...plain.metadata, note: new Uint8Array([7]) } };
  const { packed, back } = await through(told);
  expect(packed?.data?.length).toBeLessThan((plain.data?.length ?? 0) / 2);
  expect(back?.metadata).toEqual(told.metadata);
  expect(defaultPayloadConverter.fromPayload(back ?? {})).toEqual(large);
});

test('what is small, what cannot be packed, and what was stored before there was packing stay as they are', async () => {
  const small = defaultPayloadConverter.toPayload({ act: 'submit' });
  const noise = defaultPayloadConverter.toPayload(new Uint8Array(randomBytes(4_000)));
  for (const payload of [small, noise]) expect((await through(payload)).packed).toBe(payload);
  for (const payload of [small, noise, defaultPayloadConverter.toPayload(large)])
    expect(unpack(payload)).toBe(payload);
});

describe('on a real Temporal', () => {
  let house: House;
  let connection: Connection;
  let plain: Client;

  beforeAll(async () => {
    house = await startHouse();
    connection = await Connection.connect({ address: rig().temporalAddress });
    plain = new Client({ connection });
  });
  afterAll(async () => {
    await connection.close();
    await house.close();
  });

  /** What one run was started with, as the server holds it. */
  async function inputOf(id: string): Promise<Payload> {
    const { events } = await plain.workflow.getHandle(id).fetchHistory();
    return events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0] ?? {};
  }

  test('the input of a run is stored packed, its history reads unpacked', async () => {
    const id = await openProject(house);
    const stored = await inputOf(id);
    expect(Buffer.from(stored.metadata?.['encoding'] ?? []).toString()).toBe('binary/brotli');
    const { items } = await createHistoryReader(house.client, 30_000).page(id, { limit: 100 });
    const shown = JSON.stringify(items);
    const inner = Buffer.from(unpack(stored).data ?? []).toString('base64');
    expect(shown).toContain(inner);
    expect(shown).not.toContain(Buffer.from('binary/brotli').toString('base64'));
    expect(historyText(await plain.workflow.getHandle(id).fetchHistory())).toContain(inner);
  });

  test('a process that was started unpacked goes on, over the end of its stage', async () => {
    const id = await openProject(house);
    const run = await findRun(id);
    if (run === null) throw new Error(`${id} has no run`);
    await startFromRecord(run, { client: plain, taskQueue: house.taskQueue, replace: true });
    expect(unpack(await inputOf(id))).toEqual(await inputOf(id));
    const door = createProcessDoor({
      client: house.client,
      taskQueue: house.taskQueue,
      answerDeadlineMs: 30_000,
    });
    await door.act(id, command(owner, { type: 'submit' }));
    await decide(house, id, checker, 'complete');
    expect((await stateOf(id)).stage).toBe('feasibilityReview');
  });
});
