/** The link of a notice opens a page: readable by anybody, the same for everything, with no way to decide on it. */
import { runInNewContext } from 'node:vm';
import { startApi, type ApiRig } from './api-rig';

let house: ApiRig;
beforeAll(async () => {
  house = await startApi();
});
afterAll(() => house.close());

test.each(['/open/tasks/T-1', '/open/projects/HA-2026-0001', '/open/cases/C-1'])(
  '%s is a page in both languages that says nothing of what exists',
  async (path) => {
    const answer = await house.http.get(path);
    expect([answer.status, answer.type]).toEqual([200, 'text/html']);
    expect(answer.text).toContain('本页只供查看,不作任何决定');
    expect(answer.text).toContain('it decides nothing');
    expect(answer.text).toBe((await house.http.get('/open/tasks/nothing-at-all')).text);
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    expect(answer.text).not.toMatch(/<script>|onclick/u);
  },
);

test('its script signs in and reads, and never sends an act', async () => {
  const { text, type } = await house.http.get('/open/page.js');
  expect(type).toBe('text/javascript');
  expect(text).not.toContain('/actions');
  const sent: [string, string][] = [];
  const shown: string[] = [];
  let submit: ((event: object) => Promise<void>) | undefined;
  const element = (id: string) => ({
    value: `${id} typed`,
    replaceChildren: () => undefined,
    append: (...parts: { textContent: string }[]) => shown.push(...parts.map((part) => part.textContent)),
    addEventListener: (_type: string, listener: (event: object) => Promise<void>) => {
      submit = listener;
    },
  });
  const answers = (url: string) =>
    url === '/api/session' ? { token: 't' } : { processName: '平台', step: 'check', due: '2026-03-02' };
  runInNewContext(text, {
    document: { getElementById: element, createElement: () => ({ textContent: '' }) },
    location: { pathname: '/open/tasks/T-1' },
    fetch: (url: string, init: { method?: string }) => {
      sent.push([init.method ?? 'GET', url]);
      return Promise.resolve({ ok: true, json: () => Promise.resolve(answers(url)) });
    },
  });
  await submit?.({ preventDefault: () => undefined });
  expect(sent).toEqual([
    ['POST', '/api/session'],
    ['GET', '/api/tasks/T-1'],
  ]);
  expect(shown).toEqual(expect.arrayContaining(['平台', 'check', '2026-03-02']));
});

test('an unknown kind is no page', async () => {
  expect((await house.http.get('/open/people/clerk')).body.code).toBe('request/unknown-path');
});
