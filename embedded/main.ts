/** `npm start`: the whole product on one machine. Ctrl-C ends it in order; every failure is one sentence and an exit code. */
import { parseArgs } from 'node:util';
import { ConfigError } from '../config';
import { loadLauncherConfig } from './launcher-config';
import { createLauncher } from './launcher';
import { diskFull, LaunchFault, systemCode } from './launch-fault';
import { createVoice, type Voice } from './voice';
import { readyFacts, welcomeLines } from './welcome';

/** One Ctrl-C under npm arrives twice: from the terminal and passed on by npm. */
const sameSignalMs = 2_000;

function faultOf(error: unknown): LaunchFault {
  if (error instanceof LaunchFault) return error;
  if (systemCode(error) === 'ENOSPC') return diskFull(loadLauncherConfig().dataDir);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new LaunchFault('启动失败。', `The start failed: ${text}`, error);
}

async function run(voice: Voice): Promise<void> {
  const state = { asked: false, askedAt: 0, code: 0 };
  const end = async (code: number): Promise<never> => {
    state.code = Math.max(state.code, code);
    await launcher.stop();
    process.exit(state.code);
  };
  const launcher = createLauncher(loadLauncherConfig(), voice, (fault) => {
    voice.fail(fault);
    void end(1);
  });
  const onSignal = (): void => {
    // The second Ctrl-C leaves at once; the guard then ends what is still there.
    if (state.asked && Date.now() - state.askedAt > sameSignalMs) process.exit(130);
    if (state.asked) return;
    Object.assign(state, { asked: true, askedAt: Date.now() });
    voice.say('\n正在依次停止…', 'stopping in order…');
    void end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  try {
    const house = await launcher.start();
    if (house) voice.ready(readyFacts(house), welcomeLines(house));
  } catch (error) {
    if (!state.asked) voice.fail(faultOf(error));
    await end(state.asked ? 0 : 1);
  }
}

function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const voice = createVoice(values.json);
  run(voice).catch((error: unknown) => {
    if (error instanceof ConfigError) process.stderr.write(`✗ ${error.message}\n`);
    else voice.fail(faultOf(error));
    process.exit(1);
  });
}

main();
