/** What docker-compose.yml promises: what is published, pinned, watched, kept, required; and that it starts the product this code knows. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig, processEnvironment } from '../../config';
import { variableNames } from '../../embedded/launcher-config';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const Service = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  entrypoint: z.array(z.string()).default([]),
  read_only: z.boolean().optional(),
  restart: z.string(),
  security_opt: z.array(z.string()),
  cap_drop: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  deploy: z.object({ resources: z.object({ limits: z.object({ memory: z.string() }) }) }).optional(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
});

const text = read('docker-compose.yml');
const compose = Compose.parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);
const service = (name: string): z.output<typeof Service> => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
};
/** Set-up that ends, and tools that run when they are called. */
const isOnce = ({ restart }: z.output<typeof Service>): boolean => restart !== 'unless-stopped';
const lasting = services.filter(([, each]) => !isOnce(each));
const example = new Set(
  [...read('deploy/compose.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map((found) => found[1]),
);
const ours = ['api-1', 'api-2', 'worker-1', 'worker-2', 'setup', 'backup', 'tools'];
const secret = /(SECRET|KEY|PASSWORD|PWD)$/;
/** Needed only where notices are pushed: config.ts refuses the address without it. */
const optionalSecret = 'WEBHOOK_SECRET';

describe('docker-compose.yml', () => {
  it('publishes the API and, on loopback only, the Web UI of Temporal', () => {
    const published = services.flatMap(([name, { ports }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toEqual([
      'gateway ${GOVFLOW_BIND:-127.0.0.1}:${GOVFLOW_PORT:-3000}:8080',
      'temporal-ui 127.0.0.1:${TEMPORAL_UI_PORT:-8233}:8080',
    ]);
  });

  it('keeps the stores and the engine on a network without a way in or out', () => {
    expect(compose.networks['inside']?.internal).toBe(true);
    for (const name of ['mongodb-1', 'mongodb-2', 'mongodb-3', 'postgres', 'temporal', 'temporal-schema'])
      expect(service(name).networks).toEqual(['inside']);
    expect(service('gateway').networks).toEqual(['outside']);
  });

  it('runs two APIs, two workers and three members of the replica set', () => {
    const names = services.map(([name]) => name).join(' ');
    for (const [part, count] of [
      ['api-', 2],
      ['worker-', 2],
    ] as const)
      expect(names.match(new RegExp(`\\b${part}\\d`, 'g'))).toHaveLength(count);
    expect(names.match(/\bmongodb-\d/g)).toHaveLength(3);
  });

  it('pins every image, and the tools of Temporal to its server', () => {
    for (const [, { image, build }] of services)
      if (build === undefined) expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-\w+)?$/);
    const tagOf = (name: string) => service(name).image.split(':')[1];
    expect(new Set(['temporal', 'temporal-schema', 'temporal-namespace'].map(tagOf)).size).toBe(1);
    expect(new Set(['mongodb-1', 'mongodb-2', 'mongodb-3', 'mongodb-setup'].map(tagOf)).size).toBe(1);
  });

  it.each(lasting)('%s is watched, bounded and started again', (_name, each) => {
    expect(each.healthcheck?.test[0]).toBe('CMD');
    expect(each.deploy?.resources.limits.memory).toMatch(/^\d+[mg]$/);
    expect(each.restart).toBe('unless-stopped');
  });

  it.each(services)('%s may gain no privileges and waits for what it needs to be well', (_name, each) => {
    expect(each.security_opt).toEqual(['no-new-privileges:true']);
    for (const [needed, { condition }] of Object.entries(each.depends_on))
      expect(condition).toBe(isOnce(service(needed)) ? 'service_completed_successfully' : 'service_healthy');
  });

  it('gives what is ours no capability and no writable file system', () => {
    for (const name of [...ours, 'gateway'])
      expect(service(name)).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  });

  it('keeps data on named volumes, each declared and each used', () => {
    const mounts = services.flatMap(([, { volumes }]) => volumes.map((each) => each.split(':')));
    const named = mounts.map(([source]) => source ?? '').filter((source) => !source.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
    for (const name of ['mongodb-1', 'mongodb-2', 'mongodb-3'])
      expect(service(name).volumes).toContain(`${name}:/data/db`);
    expect(service('postgres').volumes).toContain('postgres:/var/lib/postgresql/data');
    for (const [source] of mounts)
      if (source?.startsWith('.') === true) expect(existsSync(join(root, source))).toBe(true);
  });

  it('names every value of .env in its example, and starts without no secret', () => {
    const asked = [...text.matchAll(/\$\{([A-Z_]+)(:[-?])?([^}]*)\}/g)];
    for (const [, name = '', kind, words = ''] of asked) {
      expect(example).toContain(name);
      expect(kind).toBe(secret.test(name) && name !== optionalSecret ? ':?' : ':-');
      if (kind === ':?') expect(words).toMatch(/^缺少 \w+ \/ \w+ is missing/);
    }
    for (const [, { environment }] of services)
      for (const [name, value] of Object.entries(environment))
        if (secret.test(name)) expect(value).toMatch(/^\$\{/);
  });
});

describe('the product in docker-compose.yml', () => {
  it.each(ours)('%s gets settings this code takes', (name) => {
    const { environment } = service(name);
    const unknown = Object.keys(environment).filter((each) => !variableNames.includes(each));
    expect(unknown).toEqual([]);
    const filled = Object.entries(environment).map(([key, value]) => [
      key,
      value.replaceAll(
        /\$\{([A-Z_]+)(?::-([^}]*)|:\?[^}]*)\}/g,
        (_all, of: string, fallback?: string) => fallback ?? of.padEnd(40, 'x'),
      ),
    ]);
    expect(loadConfig(Object.fromEntries(filled))).toMatchObject({ httpPort: 3000, allowDemoPeople: false });
  });

  it('asks each worker itself whether it takes tasks, on the port it was given', () => {
    for (const name of ['worker-1', 'worker-2']) {
      const { environment, healthcheck } = service(name);
      const port = environment['WORKER_HEALTH_PORT'] ?? '';
      expect(port).toMatch(/^\d+$/);
      expect(healthcheck?.test.at(-1)).toBe(`http://127.0.0.1:${port}/readyz`);
      expect(environment['WORKER_METRICS_PORT']).toMatch(/^\d+$/);
    }
  });

  it('runs the tools only when they are called, a backup as a user who may only read, into a volume of its own', () => {
    const called = services.filter(([, { profiles }]) => profiles.includes('tools'));
    expect(called.map(([name, { restart }]) => `${name} ${restart}`)).toEqual(['backup no', 'tools no']);
    const backup = service('backup');
    expect(backup.environment['MONGODB_URI']).toMatch(/^mongodb:\/\/backup:\$\{MONGODB_BACKUP_PASSWORD:/);
    const [, place = ''] = backup.volumes.find((each) => each.startsWith('backups:'))?.split(':') ?? [];
    expect(backup.entrypoint.join(' ')).toContain(`scripts/backup.ts --out "${place}/`);
    expect(read('Dockerfile')).toContain(`chown node:node /var/lib/govflow/heads ${place}`);
  });

  it('hands every API the token of Prometheus', () => {
    for (const name of ['api-1', 'api-2'])
      expect(service(name).environment['METRICS_TOKEN']).toBe('${METRICS_TOKEN:-}');
  });
});

function judgedByDocker(): void {
  const secrets = [...example].map((name) => [name ?? '', 'x'.repeat(40)] as const);
  const others = { GOVFLOW_BIND: '127.0.0.1', GOVFLOW_PORT: '3000', TEMPORAL_UI_PORT: '8233' };
  const env = { ...processEnvironment(), ...Object.fromEntries(secrets), ...others };
  const checked = spawnSync('docker', ['compose', 'config', '--quiet'], { cwd: root, encoding: 'utf8', env });
  expect([checked.status, checked.stderr]).toEqual([0, '']);
}

// Not a test that always passes: without Docker there is one fewer, and the run says so.
if (spawnSync('docker', ['compose', 'version']).status === 0)
  test('docker compose accepts the file', judgedByDocker);
else console.info('本机没有 docker compose,未由它判定 / not judged by docker compose: this machine has none');
