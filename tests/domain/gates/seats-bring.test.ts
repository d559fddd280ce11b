/** Materials of a step with several seats: asked of the seat that brings them, and of the vote that closes the step. */
import { toDecision } from '../project/course';
import { deciding, material as file, must, tryAct, unmetCodes } from '../project/world';
import { body, decision, material, rules } from '../rules';
import {
  applied,
  calendar,
  dataOffice,
  decides,
  given,
  office,
  paper,
  planning,
  type Move,
  type Story,
} from '../story';
import { allowedActions, previewGates } from '../../../domain/project/allowed';
import type { Agree } from '../../../domain/pack/types';
import type { Actor } from '../../../domain/project/commands';

const outcomes = { approved: 'approved', returned: 'vote', rejected: 'rejected' };

/** A review of three seats at the same time, the first of them a body whose decision the office enters. */
const votingOn = (by: string, agree: Agree = { rule: 'all' }) =>
  rules({
    stages: {
      review: body(
        'review',
        { main: [decision('vote', ['board', 'data', 'planning'], outcomes, { agree })] },
        ['approved', 'rejected'],
        { materials: [material('minutes', 'vote.approved', { by })] },
      ),
    },
  });

const brought = { attach: [paper('minutes')] };
const missing = ['material/missing:minutes'];

/** What the preview says is unmet for a vote. */
function previewed(story: Story, pack: ReturnType<typeof votingOn>, by: Actor, move: Move): string[] {
  const act = typeof move.act === 'function' ? move.act(story.state) : move.act;
  const around = { rules: pack, calendar, now: '2026-01-05T00:00:00Z' };
  const reports = previewGates(story.state, act, around, by);
  return reports.flatMap(({ met, gate }) => (met ? [] : [`${gate.code}:${gate.missing.join()}`]));
}

describe('the first vote of three', () => {
  const cases: readonly (readonly [string, Actor, string, readonly string[]])[] = [
    ['office', office, 'approved', missing],
    ['office', office, 'returned', []],
    ['office', office, 'rejected', []],
    ['office', dataOffice, 'approved', []],
    ['office', planning, 'approved', []],
    ['board', office, 'approved', missing],
    ['board', dataOffice, 'approved', []],
    ['data', dataOffice, 'approved', missing],
    ['data', office, 'approved', []],
    ['data', planning, 'rejected', []],
    ['projectOwner', office, 'approved', missing],
    ['projectOwner', dataOffice, 'approved', missing],
    ['projectOwner', planning, 'approved', missing],
    ['projectOwner', planning, 'returned', []],
  ];

  it.each(cases)('minutes of %s: to $1.id who says %s they are %j', (by, voter, outcome, unmet) => {
    const pack = votingOn(by);
    const story = given(pack, applied);
    const vote = decides(voter, 'vote', outcome);
    expect(story.when(vote).unmet).toEqual(unmet);
    expect(previewed(story, pack, voter, vote)).toEqual(unmet);
    expect(story.when(decides(voter, 'vote', outcome, brought)).codes).toEqual([]);
  });

  it('takes in the minutes only from the seat that brings them', () => {
    const story = given(votingOn('office'), applied);
    expect(story.when(decides(dataOffice, 'vote', 'approved', brought)).state.materials).not.toHaveProperty(
      'minutes',
    );
    expect(story.when(decides(office, 'vote', 'approved', brought)).state.materials).toHaveProperty(
      'minutes',
    );
  });

  it('is offered what its seat should bring', () => {
    const pack = votingOn('office');
    const around = { rules: pack, calendar, now: '2026-01-05T00:00:00Z' };
    const { state } = given(pack, applied);
    const wanted = (by: Actor) =>
      allowedActions(state, around, by).find(({ action }) => action === 'decide')?.materials;
    expect([wanted(office), wanted(dataOffice)]).toEqual([['minutes'], []]);
  });
});

describe('the vote that closes the step', () => {
  const pack = votingOn('office', { rule: 'majority' });
  const open = given(pack, [
    ...applied,
    decides(office, 'vote', 'rejected'),
    decides(dataOffice, 'vote', 'approved'),
  ]);

  it('is asked for what nobody brought, and told who can supply it', () => {
    const vote = decides(planning, 'vote', 'approved');
    const refused = open.when(vote);
    expect(refused.unmet).toEqual(missing);
    expect(refused.refusals[0]?.unmet?.[0]?.suppliers.map(({ role }) => role)).toEqual(['office']);
    expect(previewed(open, pack, planning, vote)).toEqual(missing);
  });

  it('may bring it itself', () => {
    const done = open.when(decides(planning, 'vote', 'approved', brought));
    expect(done.state).toMatchObject({ run: 'trialRun', materials: { minutes: { id: 'minutes-1' } } });
  });

  it('is not asked for it when another outcome results', () => {
    expect(open.when(decides(planning, 'vote', 'rejected')).state.status).toBe('rejected');
  });

  it('of any one seat is asked for everything at once', () => {
    const any = given(votingOn('office', { rule: 'any' }), applied);
    expect(any.when(decides(dataOffice, 'vote', 'approved')).unmet).toEqual(missing);
    expect(any.when(decides(dataOffice, 'vote', 'approved', brought)).state.run).toBe('trialRun');
  });
});

describe("Huai'an: the party group and the authorities decide at the same time (HA-11.2)", () => {
  it('the authorities need not wait for the minutes, and without them nothing is approved', () => {
    const world = toDecision();
    const approved = (role: string) => deciding(world, 'decide', { role, outcome: 'approved' });
    must(world, 'data', approved('dataAuthority'));
    must(world, 'invest', approved('investmentAuthority'));
    must(world, 'crypto', approved('cryptographyAuthority'));
    expect(unmetCodes(tryAct(world, 'recorder', approved('partyGroupMeeting')))).toEqual([
      'material/missing',
    ]);
    const minutes = { role: 'partyGroupMeeting', outcome: 'approved', attach: [file('meetingMinutes')] };
    must(world, 'recorder', deciding(world, 'decide', minutes));
    expect(world.state.open?.step).toBe('divideWork');
  });
});
