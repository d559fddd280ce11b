/** Ends the child processes when their parent dies without a word (kill -9), so that nothing stays behind. */
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

export interface Guard {
  watch(pid: number): void;
  forget(pid: number): void;
  /** The parent ends in order; the guard has nothing to do any more. */
  dismiss(): void;
}

/**
 * A shell that reads the numbers of process groups from its standard input. The input ends exactly when the parent is
 * gone; what is still listed then is ended, the youngest first (API before worker before servers), each with ten seconds' grace.
 */
const script = `
trap '' INT TERM HUP
groups=''
while read -r word group; do
  case "$word" in
    watch) groups="$group $groups" ;;
    forget) kept=''; for each in $groups; do [ "$each" = "$group" ] || kept="$kept $each"; done; groups="$kept" ;;
  esac
done
for each in $groups; do
  kill -TERM "-$each" 2>/dev/null || continue
  left=100
  while [ $left -gt 0 ] && kill -0 "-$each" 2>/dev/null; do sleep 0.1; left=$((left - 1)); done
  kill -KILL "-$each" 2>/dev/null
done
`;

export function startGuard(): Guard {
  const shell = spawn('/bin/sh', ['-c', script, 'govflow-guard'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.unref();
  // Nor may its pipe keep a parent alive that has nothing else to do.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  // A guard that was killed must not take its parent with it.
  shell.stdin.on('error', () => undefined);
  shell.on('error', () => undefined);
  const tell = (word: string, pid: number): void => {
    shell.stdin.write(`${word} ${String(pid)}\n`);
  };
  return {
    watch: (pid) => {
      tell('watch', pid);
    },
    forget: (pid) => {
      tell('forget', pid);
    },
    dismiss: () => {
      shell.stdin.end();
    },
  };
}
