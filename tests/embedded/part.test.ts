/** Checks that a part that dies comes back, that one that keeps dying is given up, and that nothing outlives its parent. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../embedded/child';
import { startGuard, type Guard } from '../../embedded/guard';
import { LaunchFault } from '../../embedded/launch-fault';
import { endLeftovers, notePid } from '../../embedded/leftovers';
import { createPart, type Part, type PartEvents } from '../../embedded/part';
import { identityOf, isAlive } from '../../embedded/process-identity';
import { until } from '../../embedded/wait';
import { makeScratch, type Scratch } from './scratch';

const soon = { deadlineMs: 10_000, everyMs: 20 };
const quick = { delaysMs: [10, 20, 40], windowMs: 60_000 };
const environment = { PATH: '/usr/bin:/bin' };

let scratch: Scratch;
let guard: Guard;
let part: Part | undefined;
let heard: string[];

beforeEach(() => {
  scratch = makeScratch();
  guard = startGuard();
  heard = [];
});
afterEach(async () => {
  await part?.stop();
  part = undefined;
  guard.dismiss();
  scratch.remove();
});

const events: PartEvents = {
  died: (name, how) => heard.push(`${name} died: ${how}`),
  back: (name) => heard.push(`${name} back`),
  gaveUp: (fault) => heard.push(`gave up: ${fault.en}`),
};

function makePart(body: string): Part {
  const program = {
    name: 'thing',
    command: scratch.program('thing', body),
    args: [],
    env: environment,
    logFile: scratch.of('thing.log'),
  };
  const ready = async (_child: unknown, signal: AbortSignal): Promise<void> => {
    if (!(await until(() => existsSync(scratch.of('ready')), { ...soon, signal })))
      throw new Error('not ready');
  };
  part = createPart(
    { name: 'thing', program, ready, graceMs: 5_000, pidFile: scratch.of('run/thing.pid') },
    guard,
    events,
    quick,
  );
  return part;
}

describe('a part', () => {
  it('is started again after kill -9, and that is reported', async () => {
    const thing = makePart(`touch ${scratch.of('ready')}; sleep 60`);
    await thing.start();
    const first = thing.pid() ?? 0;
    process.kill(-first, 'SIGKILL');
    expect(await until(() => heard.includes('thing back'), soon)).toBe(true);
    expect(heard).toEqual(['thing died: SIGKILL', 'thing back']);
    expect(thing.pid()).not.toBe(first);
  });

  it('that keeps ending is given up after a few tries, with its last words', async () => {
    const starting = makePart('echo "no licence"; exit 3').start();
    await expect(starting).rejects.toThrow(/反复退出（exit 3）.*no licence/s);
    expect(heard).toHaveLength(quick.delaysMs.length);
  });

  it('that served once and then keeps ending is given up too', async () => {
    const body = `[ -e ${scratch.of('ready')} ] && { echo broken; exit 4; }; touch ${scratch.of('ready')}; sleep 60`;
    const thing = makePart(body);
    await thing.start();
    process.kill(-(thing.pid() ?? 0), 'SIGKILL');
    expect(await until(() => heard.some((line) => line.startsWith('gave up')), soon)).toBe(true);
    expect(heard.at(-1)).toContain('exit 4');
  });

  it('whose program does not exist is one clear fault', async () => {
    const program = {
      name: 'thing',
      command: scratch.of('nowhere'),
      args: [],
      env: environment,
      logFile: scratch.of('thing.log'),
    };
    const spec = {
      name: 'thing',
      program,
      ready: () => Promise.resolve(),
      graceMs: 1,
      pidFile: scratch.of('run/thing.pid'),
    };
    await expect(createPart(spec, guard, events, quick).start()).rejects.toBeInstanceOf(LaunchFault);
  });

  it('is stopped with its own children, and SIGKILL follows when it does not listen', async () => {
    const child = await startChild(
      {
        name: 'deaf',
        command: scratch.program('deaf', "trap '' TERM; sleep 60 & echo up; wait; wait"),
        args: [],
        env: environment,
        logFile: scratch.of('deaf.log'),
      },
      guard,
    );
    await until(() => readFileSync(scratch.of('deaf.log'), 'utf8').includes('up'), soon);
    expect(await child.stop(100)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('is not started again while it is being stopped', async () => {
    const thing = makePart(`touch ${scratch.of('ready')}; sleep 60`);
    await thing.start();
    await thing.stop();
    expect(thing.pid()).toBeUndefined();
    expect(heard).toEqual([]);
    expect(existsSync(scratch.of('run/thing.pid'))).toBe(false);
  });
});

describe('when the parent is killed without a word', () => {
  it('the guard ends its children', async () => {
    const script = scratch.of('parent.ts');
    const [child, keeper] = ['child', 'guard'].map((name) =>
      JSON.stringify(join(__dirname, '..', '..', 'embedded', name)),
    );
    writeFileSync(
      script,
      `import { startChild } from ${String(child)};\nimport { startGuard } from ${String(keeper)};
       void startChild({ name: 's', command: '/bin/sleep', args: ['60'], env: {}, logFile: ${JSON.stringify(scratch.of('s.log'))} }, startGuard())
         .then(({ pid }) => { process.stdout.write(String(pid)); setInterval(() => undefined, 1000); });`,
    );
    const parent = spawn(process.execPath, ['--import', 'tsx', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const sleeper = identityOf(Number(said.toString()));
    expect(isAlive(sleeper)).toBe(true);
    parent.kill('SIGKILL');
    expect(await until(() => !isAlive(sleeper), soon)).toBe(true);
  });

  it('the next start ends what was noted, and nothing else', async () => {
    const [noted, stranger] = [0, 1].map(() =>
      spawn('/bin/sleep', ['60'], { detached: true, stdio: 'ignore' }),
    );
    const [mine, other] = [identityOf(noted?.pid ?? 0), identityOf(stranger?.pid ?? 0)];
    notePid(scratch.of('run/mongod.pid'), mine.pid);
    writeFileSync(scratch.of('run/api.pid'), JSON.stringify({ pid: other.pid, started: 'another time' }));
    const ended: string[] = [];
    await endLeftovers(scratch.of('run'), (name, pid) => ended.push(`${name} ${String(pid)}`));
    expect(ended).toEqual([`mongod ${String(mine.pid)}`]);
    expect([isAlive(mine), isAlive(other)]).toEqual([false, true]);
    stranger?.kill('SIGKILL');
  });
});

describe('the launcher', () => {
  it('tells missing Python in one sentence and exits with a code', async () => {
    const main = join(__dirname, '..', '..', 'embedded', 'main.ts');
    const env = {
      PATH: scratch.of('empty'),
      DATA_DIR: scratch.of('data'),
      CACHE_DIR: scratch.of('cache'),
      PYTHON: scratch.of('no-python'),
    };
    const answer = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', main],
        { env, cwd: join(__dirname, '..', '..') },
        (error, _stdout, stderr) => {
          resolve({ code: error?.code, stderr });
        },
      );
    });
    expect(answer.code).toBe(1);
    expect(answer.stderr.trim().split('\n')).toHaveLength(2);
    expect(answer.stderr).toMatch(/✗ 找不到.*\n {2}.*was not found/);
  });
});
