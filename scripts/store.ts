/** Opens MongoDB for a one-file tool and closes it again, whatever happens. */
import { loadConfig, processEnvironment, type Config } from '../config';
import { connectMongo, disconnectMongo } from '../models/connection';

/** Runs something on the configured store and closes it again. */
export async function withStore<T>(work: (config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig(processEnvironment());
  await connectMongo(config.mongodbUri);
  try {
    return await work(config);
  } finally {
    await disconnectMongo();
  }
}

/** Runs a tool on the configured store; its return value is the exit code. A fault prints one sentence and exits 2. */
export function runTool(tool: (config: Config) => Promise<number>): void {
  withStore(tool).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 2;
    },
  );
}

/** Prints a result: words for people, or one JSON document with `--json`. */
export function tell(result: unknown, words: readonly string[]): void {
  process.stdout.write(
    process.argv.includes('--json') ? `${JSON.stringify(result)}\n` : `${words.join('\n')}\n`,
  );
}
