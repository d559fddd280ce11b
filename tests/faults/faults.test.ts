/** Every part of the product is killed once and held still once while fifty people decide at random: nothing lost, doubled or stuck. */
import { join } from 'node:path';
import { z } from 'zod';
import { processEnvironment } from '../../config';
import { runCommand } from '../../embedded/run-command';
import { partNames } from './house';

const root = join(__dirname, '..', '..');
const rounds = 2 * partNames.length;
const summary = z.object({
  kills: z.literal(rounds),
  decisions: z.number().int(),
  faults: z.array(z.string()),
});

it('what was answered stands once and answers the same again', async () => {
  const options = ['--random', '--pauses', '--json', '--kills', String(rounds)];
  const done = await runCommand(
    process.execPath,
    ['--import', 'tsx', join(root, 'tests', 'faults', 'run.ts'), ...options],
    { env: processEnvironment(), timeoutMs: 1_100_000, cwd: root },
  );
  const printed = done.output.split('\n').find((line) => line.startsWith('{'));
  if (printed === undefined) throw new Error(done.output.slice(-4_000));
  const { faults, decisions } = summary.parse(JSON.parse(printed));
  expect(faults).toEqual([]);
  // Each round ends with an answer to somebody.
  expect(decisions).toBeGreaterThan(rounds);
}, 1_200_000);
