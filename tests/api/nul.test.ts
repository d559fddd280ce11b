/** A text that no store can hold is refused at the door, wherever it stands in the request. */
import { Fields } from '../../api/schemas';
import { startApi } from './api-rig';
import type { ApiRig } from './api-rig';

let house: ApiRig;
let clerk: string;

beforeAll(async () => {
  house = await startApi();
  clerk = await house.tokenOf('clerk');
});
afterAll(() => house.close());

test.each([
  '/api/projects?text=%00x',
  '/api/projects?stage=a%00',
  '/api/projects/a%00b',
  '/api/tasks?cursor=%00',
])('a NUL in %s is a mistake of the request, not a fault', async (path) => {
  const answer = await house.http.get(path).set('authorization', clerk);
  expect([answer.status, answer.body.code]).toEqual([400, 'request/invalid']);
});

test.each([
  { jurisdiction: 'small', name: 'a\0b' },
  { jurisdiction: 'small', name: 'x', facts: { 'a\0b': 1 } },
])('so is one in a body: %j', async (body) => {
  const call = house.http.post('/api/projects').set('authorization', clerk).set('idempotency-key', 'nul');
  const answer = await call.send(body);
  expect([answer.status, answer.body.code]).toEqual([400, 'request/invalid']);
});

test('a text of blanks alone comes in as an empty one, which the rules refuse where something must be said', () => {
  expect(Fields.parse({ one: ' \u3000\n', two: ' 二 ', list: [{ three: '\t' }] })).toEqual({
    one: '',
    two: ' 二 ',
    list: [{ three: '' }],
  });
});
