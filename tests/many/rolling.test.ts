/** Two workers, two APIs, one Temporal and a replica set of three are restarted part by part while people decide. */
import { join } from 'node:path';
import { z } from 'zod';
import { processEnvironment } from '../../config';
import { runCommand } from '../../embedded/run-command';

const root = join(__dirname, '..', '..');
const figures = z.object({
  decisions: z.number().int(),
  statuses: z.record(z.string(), z.number()),
  steps: z.array(z.object({ step: z.string(), decisions: z.number().int().positive() })),
  faults: z.array(z.string()),
});

it('nothing is lost, and nobody is told anything worse than to send again', async () => {
  const done = await runCommand(
    process.execPath,
    ['--import', 'tsx', join(root, 'tests', 'many', 'run.ts'), '--json', '--quick'],
    { env: processEnvironment(), timeoutMs: 1_100_000, cwd: root },
  );
  const printed = done.output.split('\n').find((line) => line.startsWith('{'));
  if (printed === undefined) throw new Error(done.output.slice(-4_000));
  const { faults, statuses, steps } = figures.parse(JSON.parse(printed));
  expect(faults).toEqual([]);
  expect(Object.keys(statuses).filter((status) => Number(status) >= 500 && status !== '503')).toEqual([]);
  expect(steps.map(({ step }) => step)).toEqual([
    'worker-1',
    'worker-2',
    'api-1',
    'api-2',
    'mongod secondaries',
    'mongod primary steps down',
    'mongod primary stops',
    'mongod primary is killed',
    'temporal',
  ]);
}, 1_200_000);
