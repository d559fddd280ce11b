/** The nightly number of random sequences: `node --import tsx tests/domain/route/random-run.ts [sequences] [seed]`. */
import { tryRandomActs } from './random-acts';

const [numRuns = '100000', seed = String(process.pid)] = process.argv.slice(2);
const tried = tryRandomActs(Number(numRuns), Number(seed));
process.stdout.write(`${numRuns} sequences, seed ${seed}: ${JSON.stringify(tried)}\n`);
