/** npm run pack -- tally <pack.yaml> <run or case> <step>: the truth table of a rule of agreement. */
import { readFileSync } from 'node:fs';
import { readPackText } from '../api/pack-reading';
import { findStep, mostSeats, truthTable, votingSeats } from '../domain/route/truth-table';

function tallyText(path: string, place: string, name: string): string {
  const answer = readPackText(readFileSync(path, 'utf8'));
  if (answer.pack === null)
    throw new Error(answer.mistakes.map(({ code, line }) => `${String(line)} ${code}`).join('\n'));
  const step = findStep(answer.pack, place, name);
  if (step === undefined) throw new Error(`no step ${name} in ${place}`);
  if (votingSeats(step) > mostSeats)
    throw new Error(`more than ${String(mostSeats)} voting seats in ${name}`);
  const { seats, rows, cut } = truthTable(step);
  const lines = rows.map(({ votes, outcome }) => `${votes.join('\t')}\t→ ${outcome}`);
  return [JSON.stringify(step.agree), seats.join('\t'), ...lines, ...(cut ? ['…'] : [])].join('\n');
}

const [verb, path, place, name] = process.argv.slice(2);
if (verb !== 'tally' || path === undefined || place === undefined || name === undefined) {
  process.stderr.write('usage: npm run pack -- tally <pack.yaml> <run or case> <step>\n');
  process.exitCode = 2;
} else {
  process.stdout.write(`${tallyText(path, place, name)}\n`);
}
