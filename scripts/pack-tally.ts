/** npm run pack -- tally <pack.yaml> <run or case> <step>: the truth table of a rule of agreement. */
import { findStep, mostSeats, truthTable, votingSeats } from '../domain/route/truth-table';
import { PackFileError, readPackFile } from './pack-file';
import type { PackArgs } from './pack-file';

/** The command: the rule, the seats, and a line for every way the votes can fall. */
export async function tally({ files: [file = '', place = '', name = ''] }: PackArgs): Promise<number> {
  const step = findStep(await readPackFile(file), place, name);
  if (step === undefined)
    throw new PackFileError(`${place} 中没有环节 ${name} / there is no step ${name} in ${place}`);
  if (votingSeats(step) > mostSeats) {
    const most = String(mostSeats);
    throw new PackFileError(
      `${name} 的有表决权席位超过 ${most} 个 / more than ${most} voting seats in ${name}`,
    );
  }
  const { seats, rows, cut } = truthTable(step);
  const lines = rows.map(({ votes, outcome }) => `${votes.join('\t')}\t→ ${outcome}`);
  const table = [JSON.stringify(step.agree), seats.join('\t'), ...lines, ...(cut ? ['…'] : [])];
  process.stdout.write(`${table.join('\n')}\n`);
  return 0;
}
