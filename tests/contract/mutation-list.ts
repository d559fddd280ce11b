/** One broken clause each: what to replace in which file, and the test that must fail without it. */
import { copies, requests } from './mutations-of-keys';
import type { Mutation } from './mutation';

const store = 'tests/models/record.test.ts';
const engine = 'tests/contract/engine.test.ts';
const process = 'tests/workflows/process.test.ts';

const record: readonly Mutation[] = [
  {
    clause: 'record compares expectedSeq',
    file: 'models/record.ts',
    find: '{ _id: workflowId, seq: expectedSeq } as never,',
    replace: '{ _id: workflowId } as never,',
    testFile: store,
    testName: 'a journal that holds less than the workflow takes nothing',
  },
  {
    clause: 'record compares expectedHead',
    file: 'models/record.ts',
    find: 'expectedHead !== undefined && head.seq !== expectedHead',
    replace: 'expectedHead === -1',
    testFile: store,
    testName: 'outside facts read at an older head take nothing with them',
  },
  {
    clause: 'the workflow sends the head at which it gathered facts',
    file: 'workflows/journal.ts',
    find: '...defined({ expectedHead: outside?.head }),',
    replace: '',
    testFile: process,
    testName: 'two payments approved at once that exceed the budget together: exactly one passes',
  },
  {
    clause: 'a command id is recorded once',
    file: 'models/process-schemas.ts',
    find: 'recordSchema.index({ workflowId: 1, commandId: 1 }, { unique: true });',
    replace: '',
    testFile: store,
    testName: 'a command that was recorded before is known at a newer position',
  },
  {
    clause: 'a line is checked against the hash of the one before',
    file: 'models/chain.ts',
    find: 'if (line.prevHash !== previous.hash)',
    replace: 'if (line.prevHash === "")',
    testFile: store,
    testName: 'a broken chain is found a line that was altered and hashed again',
  },
  {
    clause: 'a line is checked against its own hash',
    file: 'models/chain.ts',
    find: '|| hashOf(rest) !== hash)',
    replace: ')',
    testFile: store,
    testName: 'a broken chain is found an altered line',
  },
  {
    clause: 'a line carries the hash of the one before',
    file: 'models/chain.ts',
    find: 'prevHash: last.hash',
    replace: 'prevHash: genesis',
    testFile: store,
    testName: 'two workflows that append to one chain at once keep it whole',
  },
  {
    clause: 'a journal that is behind is told apart',
    file: 'models/record.ts',
    find: "if (seq < expectedSeq) return { status: 'behind', seq };",
    replace: '',
    testFile: engine,
    testName: 'a journal that lost its tail takes no decision, and says so',
  },
];

const restored: readonly Mutation[] = [
  {
    clause: 'a restored record takes nothing before reconcile',
    file: 'activities/index.ts',
    find: 'await requireReconciled();',
    replace: '',
    testFile: 'tests/workflows/restored.test.ts',
    testName:
      'what a workflow would record by itself waits, while it still tells what it holds; then it goes on',
  },
  {
    clause: 'a restored record gives no number before reconcile',
    file: 'models/counters.ts',
    find: 'await requireReconciled();',
    replace: '',
    testFile: 'tests/workflows/restored.test.ts',
    testName: 'no effect is carried out and no number given; afterwards both are',
  },
];

const workflow: readonly Mutation[] = [
  {
    clause: 'a batch catches up to what its commands had read (seenSeq)',
    file: 'workflows/journal.ts',
    find: 'if (newest > journal.state.seq) await catchUpJournal(journal);',
    replace: 'void newest;',
    testFile: engine,
    testName:
      'when the record holds a decision that the workflow does not know a decision on a task that only the record knows is taken by whoever read it there',
  },
  {
    clause: 'the validator leaves a command that read more to the handler',
    file: 'workflows/journal.ts',
    find: 'if (command.seenSeq > state.seq) return;',
    replace: '',
    testFile: engine,
    testName:
      'when the record holds a decision that the workflow does not know a decision on a task that only the record knows is taken by whoever read it there',
  },
  {
    clause: 'what the journal holds ahead is folded',
    file: 'workflows/journal.ts',
    find: 'fold(journal, state.seq, outcome.entries);\n      answerKnown',
    replace: 'answerKnown',
    testFile: engine,
    testName:
      'when the record holds a decision that the workflow does not know a decision of somebody who had not read it stands after it in the journal',
  },
  {
    clause: 'what the record holds answers its commands',
    file: 'workflows/repeats.ts',
    find: 'if (entry.commandId === command.id) return',
    replace: "if (entry.commandId === '') return",
    testFile: engine,
    testName:
      'a decision whose write was made but not acknowledged is answered with what was written, not decided again',
  },
  {
    clause: 'a known command is answered with its stored result',
    file: 'workflows/journal.ts',
    find: "case 'known':\n      answerKnown(open, outcome.entries);",
    replace: "case 'known':",
    testFile: engine,
    testName:
      'a decision of an earlier stage that is sent again is answered with what was written then, not decided again',
  },
  {
    clause: 'one queue: commands that wait share a transaction',
    file: 'workflows/journal.ts',
    find: 'const largestBatch = 50;',
    replace: 'const largestBatch = 1;',
    testFile: process,
    testName: 'fifty decisions at once are each answered and recorded once, and share transactions',
  },
  {
    clause: 'a run that has moved leaves later commands to the next one',
    file: 'workflows/journal.ts',
    find: 'hasMoved(draft, carried) ? { failure: moving() } : tryDecide',
    replace: 'tryDecide',
    testFile: engine,
    testName: 'a decision for the next stage that waits behind the closing one is taken by the next stage',
  },
  {
    clause: 'the door sends again what met a moving run',
    file: 'api/process-door.ts',
    find: "if (failed(error)?.type === 'moving') return { again: true };",
    replace: '',
    testFile: engine,
    testName: 'a decision for the next stage that waits behind the closing one is taken by the next stage',
  },
  {
    clause: 'a suspended project takes no decision',
    file: 'domain/project/decide.ts',
    find: "state.status === 'suspended' &&",
    replace: "state.status === 'expired' &&",
    testFile: process,
    testName: 'a suspended project refuses decisions until it is resumed',
  },
];

const rules: readonly Mutation[] = [
  {
    clause: 'earlier acts are remembered (participants)',
    file: 'domain/route/decide-task.ts',
    find: "emit(draft, { type: 'participated', participant });",
    replace: 'void participant;',
    testFile: 'tests/domain/gates/refusals.test.ts',
    testName: 'a payment is not checked by whoever asked for it',
  },
  {
    clause: 'the closing vote is asked for the gates of the outcome that results',
    file: 'domain/route/asked.ts',
    find: 'new Set([...own, ...closing])',
    replace: 'own',
    testFile: 'tests/domain/gates/closing-vote.test.ts',
    testName:
      'a gate that no longer holds when the last vote is cast the last voter is outvoted: the approval results all the same',
  },
  {
    clause: 'the closing vote is asked for every paper of the outcome that results',
    file: 'domain/route/asked.ts',
    find: 'closing.has(due) ||',
    replace: '',
    testFile: 'tests/domain/gates/seats-bring.test.ts',
    testName: 'the vote that closes the step is asked for what nobody brought, and told who can supply it',
  },
  {
    clause: 'a seat is not asked for the papers of another seat',
    file: 'domain/route/asked.ts',
    find: '(own.has(due) && isTheirs(by))',
    replace: 'own.has(due)',
    testFile: 'tests/domain/gates/seats-bring.test.ts',
    testName:
      "Huai'an: the party group and the authorities decide at the same time (HA-11.2) the authorities need not wait for the minutes, and without them nothing is approved",
  },
];

/** Every clause that is shown to be held by a test. */
export const mutations: readonly Mutation[] = [
  ...rules,
  ...record,
  ...restored,
  ...workflow,
  ...requests,
  ...copies,
];
