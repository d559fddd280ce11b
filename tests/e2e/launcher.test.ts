/** Starts the whole house with the one command and checks that it survives, refuses, ends and keeps as promised. */
import { statSync } from 'node:fs';
import { z } from 'zod';
import { demoPeople } from '../../embedded/demo-people';
import { identityOf, isAlive } from '../../embedded/process-identity';
import { until } from '../../embedded/wait';
import { makeScratch } from '../embedded/scratch';
import { notedPid, partNames, startLauncher, type Launched, type PartName, type Ready } from './launched';

jest.setTimeout(240_000);
const patient = { deadlineMs: 60_000, everyMs: 100 };

const scratch = makeScratch();
const dataDir = scratch.of('data');
let launched: Launched;
let house: Ready;
let token = '';

async function statusOf(path: string, init?: RequestInit): Promise<number> {
  return fetch(`${house.api}${path}`, init).then(
    ({ status }) => status,
    () => 0,
  );
}

async function signIn(): Promise<string> {
  const { username, password } = demoPeople[0] ?? { username: '', password: '' };
  const response = await fetch(`${house.api}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

const inbox = (): Promise<number> =>
  statusOf('/api/tasks?view=todo', { headers: { authorization: `Bearer ${token}` } });

async function end(signal: NodeJS.Signals): Promise<boolean> {
  const everything = Object.values(house.parts).map(identityOf);
  launched.kill(signal);
  await launched.exited;
  return until(() => !everything.some(isAlive), patient);
}

async function comesBack(part: PartName): Promise<boolean> {
  const before = notedPid(dataDir, part);
  process.kill(-(before ?? 0), 'SIGKILL');
  const isNew = (): boolean =>
    notedPid(dataDir, part) !== before &&
    launched.heard().includes(`${part} is back (process ${String(notedPid(dataDir, part))})`);
  return until(isNew, patient);
}

beforeAll(async () => {
  launched = startLauncher(dataDir);
  house = await launched.ready();
  token = await signIn();
});
afterAll(async () => {
  launched.kill('SIGINT');
  await launched.exited;
  scratch.remove();
});

describe('one command', () => {
  it('brings up an API that is ready, its page, and the Temporal Web UI', async () => {
    expect(await statusOf('/readyz')).toBe(200);
    expect(await inbox()).toBe(200);
    expect((await fetch(house.temporalUi)).status).toBe(200);
    expect((await fetch(`${house.api}/docs`)).status).toBe(200);
  });

  it('keeps its data folder to its owner', () => {
    expect(statSync(dataDir).mode & 0o077).toBe(0);
  });

  it('is refused a second time in the same folder, and says who is there', async () => {
    const second = startLauncher(dataDir);
    expect(await second.exited).toBe(1);
    expect(second.heard()).toMatch(
      new RegExp(`进程 ${String(launched.pid)}[^]*process ${String(launched.pid)}`),
    );
  });

  it.each(partNames)('starts %s again after kill -9, and people are still signed in', async (part) => {
    expect(await comesBack(part)).toBe(true);
    expect(await until(async () => (await statusOf('/readyz')) === 200, patient)).toBe(true);
    expect(await until(async () => (await inbox()) === 200, patient)).toBe(true);
  });

  it('leaves no process behind on Ctrl-C, stops in order, and keeps the data', async () => {
    expect(await end('SIGINT')).toBe(true);
    expect(await launched.exited).toBe(0);
    launched = startLauncher(dataDir);
    house = await launched.ready();
    expect(launched.heard()).not.toContain('first start');
    expect(await inbox()).toBe(200);
  });

  it('leaves no process behind when it is killed without a word, and starts again', async () => {
    expect(await end('SIGKILL')).toBe(true);
    launched = startLauncher(dataDir);
    house = await launched.ready();
    expect(await inbox()).toBe(200);
  });
});
