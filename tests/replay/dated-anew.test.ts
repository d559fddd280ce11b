/** A server that restarts under a workflow task dates it anew: a replay then sees another time than the run did. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { z } from 'zod';
import { historyText } from '../../api/payload-codec';
import { processEnvironment } from '../../config';
import { runCommand } from '../../embedded/run-command';
import type { Carried } from '../../workflows/messages';
import { checker, command, decide, openProject, owner, startHouse } from '../workflows/house';

const root = join(__dirname, '..', '..');
const bundleMs = 120_000;
let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'govflow-witness-'));
  bundle = join(folder, 'bundle.js');
  const script = join(root, 'scripts', 'bundle-workflows.ts');
  const args = ['--import', 'tsx', script, bundle, join(__dirname, 'witness.ts')];
  const env = { ...processEnvironment(), NODE_ENV: undefined };
  const bundled = await runCommand(process.execPath, args, { env, timeoutMs: bundleMs, cwd: root });
  expect([bundled.ok, bundled.output]).toEqual([true, '']);
}, bundleMs);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const payloads = z.looseObject({ payloads: z.array(z.looseObject({ data: z.base64() })) });
const continuedAs = z.looseObject({
  workflowExecutionContinuedAsNewEventAttributes: z.looseObject({ input: payloads }),
});
const startedWith = z.looseObject({
  workflowExecutionStartedEventAttributes: z.looseObject({ input: payloads }),
});
const event = z.looseObject({ eventType: z.string(), eventTime: z.iso.datetime() });
const history = z.looseObject({ events: z.array(event) });

type Payloads = z.infer<typeof payloads>['payloads'];

function read(input: Payloads): Carried {
  return JSON.parse(Buffer.from(input[0]?.data ?? '', 'base64').toString('utf8'));
}

/** The run from its opening to the end of its first stage. */
async function firstRun() {
  const house = await startHouse();
  const id = await openProject(house);
  const { runId } = await house.client.workflow.getHandle(id).describe();
  await house.door.act(id, command(owner, { type: 'submit' }));
  await decide(house, id, checker, 'complete');
  const handle = house.client.workflow.getHandle(id, runId, { followRuns: false });
  await handle.result().catch(() => undefined);
  const text = historyText(await handle.fetchHistory());
  await house.close();
  return history.parse(JSON.parse(text));
}

const isTaskStart = ({ eventType }: z.infer<typeof event>) => eventType.endsWith('WORKFLOW_TASK_STARTED');
const hourLater = ({ eventTime }: z.infer<typeof event>) =>
  new Date(Date.parse(eventTime) + 3_600_000).toISOString();

test('what was recorded keeps its time, whatever time a replay sees', async () => {
  const { events } = await firstRun();
  const next = continuedAs.parse(events.at(-1)).workflowExecutionContinuedAsNewEventAttributes.input.payloads;
  const witnessed = read(next).state.ended[0]?.at;
  const first = startedWith.parse(events[0]);
  const [input] = first.workflowExecutionStartedEventAttributes.input.payloads;
  if (input === undefined) throw new Error('the run began with no input');
  input.data = Buffer.from(JSON.stringify({ ...read([input]), witnessed })).toString('base64');
  const shifted = events
    .slice(1)
    .map((each) => (isTaskStart(each) ? { ...each, eventTime: hourLater(each) } : each));
  const replayed = Worker.runReplayHistory(
    { workflowBundle: { codePath: bundle } },
    { events: [first, ...shifted] },
  );
  await expect(replayed.then(() => 'replayed')).resolves.toBe('replayed');
});
