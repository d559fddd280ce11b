/** The clauses about repeated keys and what a request leaves behind, each with the test that must fail without it. */
import type { Mutation } from './mutation';

const keys = 'tests/contract/keys.test.ts';

export const requests: readonly Mutation[] = [
  {
    clause: 'the same key with another body is refused',
    file: 'api/decisions.ts',
    find: "if (found.bodyHash !== key.bodyHash) throw problem('idempotency/key-reused');",
    replace: '',
    testFile: keys,
    testName: 'the same key with another body is refused and changes nothing',
  },
  {
    clause: 'a key belongs to the person who sends it',
    file: 'api/idempotency.ts',
    find: 'sha256([actorId, method',
    replace: "sha256(['', method",
    testFile: keys,
    testName: 'the same key from another person is another command',
  },
  {
    clause: 'a key belongs to the address it is sent to',
    file: 'api/idempotency.ts',
    find: 'method.toUpperCase(), path, key]',
    replace: 'method.toUpperCase(), key]',
    testFile: keys,
    testName: 'the same key at another address of the same project is another command',
  },
  {
    clause: 'a repeated key answers its recorded result',
    file: 'api/decisions.ts',
    find: 'if (recorded !== null) {',
    replace: 'if (recorded === undefined) {',
    testFile: keys,
    testName: 'the same key answers the same after the worker was started again',
  },
  {
    clause: 'a refused attempt is kept',
    file: 'api/attempt-log.ts',
    find: 'const kept = saveAttempt({',
    replace: 'const kept = Promise.resolve({',
    testFile: 'tests/api/routes.test.ts',
    testName: 'a refused attempt is kept with who, what and which code',
  },
];

export const copies: readonly Mutation[] = [
  {
    clause: 'a copy that waits beside its first is answered with it',
    file: 'workflows/journal.ts',
    find: 'answerCopy(command, entries) ?? ',
    replace: '',
    testFile: keys,
    testName:
      'two sends of one key at once both wait behind another decision: one record, the same answer twice, and nobody else is held up',
  },
  {
    clause: 'a copy with another content is refused, also in flight',
    file: 'workflows/repeats.ts',
    find: 'entry.bodyHash === bodyHash ?',
    replace: "bodyHash !== '' ?",
    testFile: keys,
    testName:
      'two sends of one key at once another body that waits beside the first is refused, and only the first is recorded',
  },
];
