/** What the log says about a request: ids, status and path, never a password, a token, a name or a body. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { ApiRig } from './api-rig';
import { password, startApi } from './api-rig';

const lines: string[] = [];
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    lines.push(chunk.toString());
    done();
  },
});

let house: ApiRig;
beforeAll(async () => {
  house = await startApi({ log: pino({ level: 'info' }, sink) });
});
afterAll(() => house.close());

test('a line names request, person, command and status, and no secret or personal data', async () => {
  const token = await house.tokenOf('clerk');
  await house.http
    .post('/api/projects?note=secret-note')
    .set('authorization', token)
    .set('idempotency-key', 'k')
    .send({ jurisdiction: 'nowhere', name: '机密项目' });
  const text = lines.join('');
  for (const secret of [password, token.slice(7), '机密项目', '名clerk', 'secret-note', 'authorization'])
    expect(text).not.toContain(secret);
  const line = JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
  expect(line).toMatchObject({
    person: 'clerk',
    req: { method: 'POST', path: '/api/projects' },
    res: { status: 422 },
  });
  expect(line['commandId']).toMatch(/^[0-9a-f]{64}$/u);
});
