/**
 * Every verb at every kind of step and moment, written from the words of the practice (审批惯例) and not from the code:
 * what is mine and open can be acted on, what is decided cannot; a vote in a step of several is no return; the last
 * decision can be taken back; informing and steering do not depend on whose turn it is.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exists, homes, kinds, moments, type Kind, type Moment } from '../../../scripts/verbs-course';
import { verbs } from '../../../scripts/verbs-rows';
import { cellOf, verbsDocument } from '../../../scripts/verbs-table';

type Row = Readonly<Record<Moment, string>>;

/** Whoever holds an open task acts on it; not before their turn, not after they decided. */
const onMyTask: Row = {
  open: 'ok',
  waiting: 'task/waiting',
  siblingDone: 'ok',
  iDecided: 'task/closed',
  stepDone: 'task/closed',
  decidedAfter: 'task/closed',
  roundTwo: 'ok',
  suspended: 'project/suspended',
  over: 'project/over',
};
const myTurn: readonly Moment[] = ['open', 'siblingDone', 'roundTwo'];

/** The same, but at my turn the answer is another. */
const atMyTurn = (said: string): Row => ({
  ...onMyTask,
  ...Object.fromEntries(myTurn.map((moment) => [moment, said])),
});
/** Nothing but the end of the project stands in the way. */
const always: Row = {
  ...atMyTurn('ok'),
  waiting: 'ok',
  iDecided: 'ok',
  stepDone: 'ok',
  decidedAfter: 'ok',
  suspended: 'ok',
};

const several: readonly Kind[] = ['oneOf', 'parallel', 'inOrder', 'counted'];
const toReturn = (kind: Kind): Row =>
  several.includes(kind) ? atMyTurn('task/return-by-outcome') : onMyTask;
/** Handing in and receiving are nobody's judgement: nobody signs with me. */
const toAdd = (kind: Kind): Row => (kind === 'submit' ? atMyTurn('task/not-at-this-step') : onMyTask);

const words: Readonly<Record<string, (kind: Kind) => Row>> = {
  decide: () => onMyTask,
  claim: () => onMyTask,
  release: () => onMyTask,
  reassign: () => onMyTask,
  delegate: () => onMyTask,
  handBack: () => onMyTask,
  getBack: () => onMyTask,
  addSignerBefore: toAdd,
  addSignerBeside: toAdd,
  addSignerAfter: toAdd,
  // Only who was added can be removed; a seat of the pack cannot.
  removeSigner: (kind) => ({
    ...(kind === 'submit' ? atMyTurn('task/not-added') : onMyTask),
    waiting: 'task/not-added',
  }),
  returnApplicant: toReturn,
  returnPrevious: toReturn,
  returnBack: toReturn,
  // In order I am the first of three: when the step is done, somebody has decided after me.
  takeBack: (kind) => ({
    ...atMyTurn('task/not-decided'),
    waiting: 'task/not-decided',
    iDecided: 'ok',
    stepDone: kind === 'inOrder' ? 'task/decided-after' : 'ok',
    decidedAfter: 'task/decided-after',
  }),
  urge: () => onMyTask,
  copy: () => always,
  markRead: () => always,
  consult: () => onMyTask,
  // While the project stands still nobody can be asked anew.
  answer: () => ({ ...onMyTask, suspended: 'task/not-consulted' }),
  comment: () => ({ ...onMyTask, suspended: 'ok' }),
  withdraw: () => always,
  jump: () => ({ ...always, suspended: 'project/suspended' }),
  wakeUp: () => ({
    ...atMyTurn('project/illegal-action'),
    waiting: 'project/illegal-action',
    iDecided: 'project/illegal-action',
    stepDone: 'project/illegal-action',
    decidedAfter: 'project/illegal-action',
  }),
  correctAssignee: () => ({ ...onMyTask, waiting: 'ok', suspended: 'ok' }),
  terminate: () => always,
};

const cells = homes.flatMap((home) =>
  Object.keys(words).flatMap((verb) =>
    (Object.keys(kinds) as Kind[]).map((kind) => [verb, kind, home] as const),
  ),
);

describe('a verb', () => {
  it('is in the table of the code when it is in the words, and the other way round', () => {
    expect(Object.keys(verbs)).toEqual(Object.keys(words));
  });

  it.each(cells)(
    '%s at a step of kind %s of a %s is allowed and refused as the words say',
    (verb, kind, home) => {
      const row = words[verb]?.(kind);
      const there = (Object.keys(moments) as Moment[]).filter((moment) => exists(kind, moment));
      const said = Object.fromEntries(there.map((moment) => [moment, cellOf({ verb, kind, moment, home })]));
      expect(said).toEqual(Object.fromEntries(there.map((moment) => [moment, row?.[moment]])));
    },
  );

  it('stands in docs/verbs.md as the code has it', () => {
    const written = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'verbs.md'), 'utf8');
    expect(written).toBe(verbsDocument());
  });
});
