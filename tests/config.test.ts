/** Checks that the environment is read strictly, that all mistakes are told at once and that .env.example is true. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '../config';
import { loadLauncherConfig, variableNames } from '../embedded/launcher-config';

const complete = {
  MONGODB_URI: 'mongodb://127.0.0.1:27017/govflow',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TOKEN_SECRET: 't'.repeat(32),
  CHAIN_KEY: 'c'.repeat(32),
};

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

function exampleLines(): Map<string, string> {
  const lines = readFileSync(join(__dirname, '..', '.env.example'), 'utf8').split('\n');
  const pairs = lines.flatMap((line) => {
    const found = /^#?([A-Z][A-Z_]*)=(.*)$/.exec(line);
    return found?.[1] === undefined ? [] : [[found[1], found[2] ?? ''] as const];
  });
  return new Map(pairs);
}

describe('the configuration', () => {
  it('takes the defaults for everything that has one', () => {
    expect(loadConfig(complete)).toMatchObject({
      httpHost: '127.0.0.1',
      httpPort: 3000,
      allowDemoPeople: false,
      clock: 'system',
      taskQueue: 'govflow',
    });
  });

  it('takes as proxies what Express takes, and names anything else', () => {
    for (const TRUSTED_PROXIES of ['loopback', 'loopback, uniquelocal', '10.0.0.0/8', 'fd00::/8', '10.1.2.3'])
      expect(mistakesOf({ ...complete, TRUSTED_PROXIES })).toEqual([]);
    for (const TRUSTED_PROXIES of ['true', 'gateway', '10.0.0.0/8/8', 'loopback,'])
      expect(mistakesOf({ ...complete, TRUSTED_PROXIES })[0]).toMatch(/^TRUSTED_PROXIES: 应为/);
  });

  it('lists all mistakes at once, each in Chinese and English', () => {
    const mistakes = mistakesOf({
      ...complete,
      HTTP_PORT: '99999',
      LOG_LEVEL: 'loud',
      ALLOW_DEMO_PEOPLE: 'yes',
      MONGODB_URI: 'localhost',
      TOKEN_SECRET: 'short',
    });
    expect(mistakes.map((line) => line.split(':')[0])).toEqual([
      'HTTP_PORT',
      'MONGODB_URI',
      'TOKEN_SECRET',
      'ALLOW_DEMO_PEOPLE',
      'LOG_LEVEL',
    ]);
    for (const line of mistakes) expect(line).toMatch(/应为.+ \/ expected /);
  });

  it('names what is missing', () => {
    expect(mistakesOf({}).map((line) => line.split(':')[0])).toEqual([
      'MONGODB_URI',
      'TEMPORAL_ADDRESS',
      'TOKEN_SECRET',
      'CHAIN_KEY',
    ]);
  });

  it('never repeats a secret in a mistake', () => {
    expect(mistakesOf({ ...complete, TOKEN_SECRET: 'swordfish' }).join()).not.toContain('swordfish');
  });

  it('refuses one secret for tokens and for the chain', () => {
    expect(mistakesOf({ ...complete, CHAIN_KEY: complete.TOKEN_SECRET })).toEqual([
      expect.stringContaining('CHAIN_KEY'),
    ]);
  });

  it('takes an identity provider whole, with keys that come over TLS', () => {
    const whole = {
      OIDC_ISSUER: 'https://id.office.test',
      OIDC_AUDIENCE: 'govflow',
      OIDC_JWKS_URL: 'https://id.office.test/keys',
    };
    expect(loadConfig({ ...complete, ...whole }).provider).toEqual({
      issuer: 'https://id.office.test',
      audience: 'govflow',
      jwksUrl: 'https://id.office.test/keys',
      claim: 'preferred_username',
    });
    expect(loadConfig(complete).provider).toBeUndefined();
    for (const missing of ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS_URL'])
      expect(mistakesOf({ ...complete, ...whole, [missing]: '' })[0]).toContain(missing);
    for (const [url, count] of [
      ['http://id.office.test/keys', 1],
      ['http://localhost.office.test/keys', 1],
      ['http://127.0.0.1:8080/keys', 0],
    ] as const)
      expect(mistakesOf({ ...complete, ...whole, OIDC_JWKS_URL: url })).toHaveLength(count);
  });

  it('counts an empty value as not set', () => {
    expect(loadConfig({ ...complete, HTTP_PORT: '' }).httpPort).toBe(3000);
  });

  it.each(['1e3', '0x10', '-1', '0', '3000.5'])('refuses %s as a port', (value) => {
    expect(mistakesOf({ ...complete, HTTP_PORT: value })).toHaveLength(1);
  });

  it('asks the launcher for nothing, and remembers what was chosen', () => {
    const launcher = loadLauncherConfig({ HTTP_PORT: '4000' });
    expect(launcher).toMatchObject({ httpPort: 4000, temporalPort: 7233, dataDir: './data' });
    expect(launcher.chosen.has('HTTP_PORT')).toBe(true);
    expect(launcher.chosen.has('TEMPORAL_PORT')).toBe(false);
  });
});

describe('.env.example', () => {
  it('lists exactly the variables there are', () => {
    expect([...exampleLines().keys()]).toEqual(expect.arrayContaining([...variableNames]));
    expect(exampleLines().size).toBe(variableNames.length);
  });

  it('is accepted, and shows the true defaults', () => {
    const shown = Object.fromEntries(exampleLines());
    const plain = ({
      environment: _env,
      chosen: _chosen,
      headsDir: _heads,
      allowDemoPeople: _demo,
      ...rest
    }: ReturnType<typeof loadLauncherConfig>) => rest;
    expect(plain(loadLauncherConfig(shown))).toEqual(plain(loadLauncherConfig({})));
    expect(loadConfig({ ...shown, ...complete })).toEqual(loadConfig(complete));
  });

  it('explains each variable in one line of Chinese and English', () => {
    const lines = readFileSync(join(__dirname, '..', '.env.example'), 'utf8').split('\n');
    const bare = lines.filter(
      (line, at) =>
        /^#?[A-Z_]+=/.test(line) && !/^# .*\p{Script=Han}.* ?\/ .*[a-z]/u.test(lines[at - 1] ?? ''),
    );
    expect(bare).toEqual([]);
  });
});
