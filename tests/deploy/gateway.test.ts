/** What the gateway of the compose file believes about the address of a client: the word of the office's TLS gateway alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
/** Directives without comments, one a line. */
const directives = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '');

const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: { gateway: { environment: Record<string, string>; volumes: string[] } };
};
const { environment, volumes } = services.gateway;
const template = read('deploy/gateway/front.conf.template');
const conf = directives(read('deploy/gateway/nginx.conf'));

test('it takes the word of one front alone, named by TLS_GATEWAY', () => {
  expect(directives(template)).toEqual([
    'set_real_ip_from ${TLS_GATEWAY};',
    'real_ip_header X-Forwarded-For;',
    'real_ip_recursive on;',
  ]);
  expect([...template.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name)).toEqual(['TLS_GATEWAY']);
});

test('without the setting it believes nobody', () => {
  expect(environment['TLS_GATEWAY']).toBe('${TLS_GATEWAY:-127.0.0.1}');
  expect(conf.filter((line) => line.startsWith('set_real_ip_from'))).toEqual([]);
});

test('the template is mounted, filled in with that setting alone, and read from where it is written', () => {
  expect(volumes).toContain(
    './deploy/gateway/front.conf.template:/etc/nginx/templates/front.conf.template:ro',
  );
  expect(environment).toMatchObject({
    NGINX_ENVSUBST_FILTER: '^TLS_GATEWAY$$',
    NGINX_ENVSUBST_OUTPUT_DIR: '/tmp',
  });
  // Named whole: a missing file stops nginx, where a pattern would believe nobody in silence.
  expect(conf).toContain('include /tmp/front.conf;');
  expect(volumes.some((each) => each.endsWith(':/tmp'))).toBe(true);
});

test('the APIs are told one address, never what the client wrote', () => {
  const told = conf.filter((line) => line.startsWith('proxy_set_header X-Forwarded-For'));
  expect(told).toEqual(['proxy_set_header X-Forwarded-For $remote_addr;']);
});
