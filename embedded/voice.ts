/** What the launcher says: to people in Chinese and English, or with --json one line for programs and the rest on stderr. */
import type { LaunchFault } from './launch-fault';

export interface Voice {
  readonly say: (zh: string, en: string) => void;
  /** The one line for programs; for people the text that stands for it. */
  readonly ready: (facts: Readonly<Record<string, unknown>>, lines: readonly string[]) => void;
  readonly fail: (fault: LaunchFault) => void;
}

function both(zh: string, en: string): string {
  return en === '' ? zh : `${zh} / ${en}`;
}

export function createVoice(json: boolean): Voice {
  // A closed terminal must not end the launcher before it has ended its parts.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const people = json ? process.stderr : process.stdout;
  return {
    say: (zh, en) => {
      people.write(`${both(zh, en)}\n`);
    },
    ready: (facts, lines) => {
      process.stdout.write(json ? `${JSON.stringify(facts)}\n` : `\n${lines.join('\n')}\n\n`);
    },
    fail: ({ zh, en }) => {
      process.stderr.write(`✗ ${zh}\n  ${en}\n`);
    },
  };
}
