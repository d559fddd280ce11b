/** npm run pack -- <verb> …: the tools for whoever writes a policy pack. Exit codes: 0 done, 1 the pack has mistakes, 2 called wrongly. */
import { parseArgs } from 'node:util';
import { PackFileError } from './pack-file';
import type { PackArgs } from './pack-file';
import { diff } from './pack-diff';
import { lint } from './pack-lint';
import { over } from './pack-over';
import { preview } from './pack-preview';
import { publish } from './pack-publish';
import { simulate } from './pack-simulate';
import { tally } from './pack-tally';

interface Verb {
  readonly usage: string;
  /** How many files and words it takes. */
  readonly takes: number;
  readonly run: (args: PackArgs) => number | Promise<number>;
}

const verbs: Readonly<Record<string, Verb>> = {
  lint: { usage: 'lint <pack.yaml> [--json]', takes: 1, run: lint },
  preview: { usage: 'preview <pack.yaml> [--out flow.svg]', takes: 1, run: preview },
  diff: { usage: 'diff <old.yaml> <new.yaml> [--json]', takes: 2, run: diff },
  over: { usage: 'over <upper.yaml> <own.yaml> [--json]', takes: 2, run: over },
  simulate: {
    usage: 'simulate <pack.yaml> --facts facts.yaml [--choose step=outcome …] [--start YYYY-MM-DD] [--json]',
    takes: 1,
    run: simulate,
  },
  publish: { usage: 'publish <pack.yaml> [--json]', takes: 1, run: publish },
  tally: { usage: 'tally <pack.yaml> <run or case> <step>', takes: 3, run: tally },
};

function usage(): string {
  const lines = Object.values(verbs).map((verb) => `  npm run -s pack -- ${verb.usage}`);
  return `用法 / usage:\n${lines.join('\n')}\n`;
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      facts: { type: 'string' },
      choose: { type: 'string', multiple: true },
      start: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const [name = '', ...files] = positionals;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb?.takes !== files.length) {
    process.stderr.write(usage());
    return 2;
  }
  return verb.run({ files, options: values });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof PackFileError ? 1 : 2;
  },
);
