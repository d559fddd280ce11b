/** Checks that a data folder has one user at a time and that a taken port is replaced or explained. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { keepSecrets, openDataFolder } from '../../embedded/data-folder';
import { takeLock } from '../../embedded/lock';
import { freePort, settlePort } from '../../embedded/ports';
import { identityOf } from '../../embedded/process-identity';
import { makeScratch, type Scratch } from './scratch';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch();
});
afterEach(() => {
  scratch.remove();
});

describe('a lock', () => {
  it('names its holder to the second who comes', () => {
    expect(takeLock(scratch.of('lock'))).toHaveProperty('release');
    expect(takeLock(scratch.of('lock'))).toMatchObject({ holder: { pid: process.pid, host: hostname() } });
  });

  it('is free again after its release', () => {
    const first = takeLock(scratch.of('lock'));
    if ('release' in first) first.release();
    expect(takeLock(scratch.of('lock'))).toHaveProperty('release');
  });

  it.each([
    ['ended', { pid: spawnSync('true').pid, started: '1' }],
    ['gave its number to another', { ...identityOf(process.pid), started: '1' }],
  ])('of a process that %s is taken over', (_what, identity) => {
    writeFileSync(scratch.of('lock'), JSON.stringify({ ...identity, host: hostname(), since: 'then' }));
    expect(takeLock(scratch.of('lock'))).toHaveProperty('release');
    expect(readFileSync(scratch.of('lock'), 'utf8')).toContain(`"pid":${String(process.pid)},`);
  });

  it('of another machine is respected, because its process cannot be seen from here', () => {
    writeFileSync(
      scratch.of('lock'),
      JSON.stringify({ pid: 1, started: '1', host: 'elsewhere', since: 'then' }),
    );
    expect(takeLock(scratch.of('lock'))).toMatchObject({ holder: { host: 'elsewhere' } });
  });

  it('that was cut off while being written is taken over', () => {
    writeFileSync(scratch.of('lock'), '{"pid":');
    expect(takeLock(scratch.of('lock'))).toHaveProperty('release');
  });
});

describe('a data folder', () => {
  it('tells the second start who uses it', () => {
    openDataFolder(scratch.of('data'));
    expect(() => openDataFolder(scratch.of('data'))).toThrow(
      new RegExp(`进程 ${String(process.pid)}.*process ${String(process.pid)}`),
    );
  });

  it('keeps its secrets over restarts, readable by its owner only', () => {
    const folder = openDataFolder(scratch.of('data'));
    const secrets = keepSecrets(folder);
    expect(keepSecrets(folder)).toEqual(secrets);
    expect(secrets.tokenSecret).not.toBe(secrets.chainKey);
    expect(statSync(folder.of('secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('never replaces damaged secrets by new ones', () => {
    const folder = openDataFolder(scratch.of('data'));
    writeFileSync(folder.of('secrets.json'), '{}');
    expect(() => keepSecrets(folder)).toThrow('密钥文件');
    expect(readFileSync(folder.of('secrets.json'), 'utf8')).toBe('{}');
  });

  it('that cannot be made is explained', () => {
    writeFileSync(scratch.of('file'), '');
    expect(() => openDataFolder(scratch.of('file/data'))).toThrow(/无法使用数据目录.*cannot be used/);
    expect(existsSync(scratch.of('file/data'))).toBe(false);
  });
});

describe('a port', () => {
  let server: Server;
  let taken = 0;
  beforeEach(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    taken = typeof bound === 'object' && bound !== null ? bound.port : 0;
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
  });
  const host = '127.0.0.1';

  it('that is taken is replaced by a free one, and that is said', async () => {
    const said: string[] = [];
    const port = await settlePort(
      { variable: 'HTTP_PORT', port: taken, host, chosen: false },
      new Set(),
      (zh, en) => said.push(zh, en),
    );
    expect(port).not.toBe(taken);
    expect(said.join()).toContain(`HTTP_PORT is now ${String(port)}`);
  });

  it('that somebody chose is never replaced', async () => {
    const settled = settlePort(
      { variable: 'HTTP_PORT', port: taken, host, chosen: true },
      new Set(),
      () => undefined,
    );
    await expect(settled).rejects.toThrow(/已被占用.*is taken/);
  });

  it('is not promised twice', async () => {
    const port = await freePort();
    const promised = new Set<number>();
    const wish = { variable: 'X', port, host, chosen: false };
    expect(await settlePort(wish, promised, () => undefined)).toBe(port);
    expect(await settlePort(wish, promised, () => undefined)).not.toBe(port);
  });
});
