/** What was passed by: a run whose condition did not hold, and a step that a jump left out. */
import { courseOf } from '../../api/course';
import type { ProcessEvent } from '../../domain/project/events';
import type { ProcessState } from '../../domain/project/state';
import { smallPack } from './small-pack';

const entered = (run: string): ProcessEvent => ({
  type: 'runEntered',
  ...{ run, kind: 'application', occurrence: 1, round: 1 },
});
const opened = (step: string): ProcessEvent => ({
  type: 'stepOpened',
  ...{ phase: 'main', step, opening: 1, tasks: [] },
});
const line = (...events: ProcessEvent[]) => ({
  ...{ seq: 1, at: '2026-01-05T01:00:00Z', action: 'open', events },
  actor: { id: 'p', name: '某', org: 'o' },
});

const application = smallPack.stages['application'];
const steps = application?.phases[0]?.steps ?? [];
const runs = [
  { run: 'plan', kind: 'planning' as const, outcomes: [] },
  { run: 'application', kind: 'application' as const, outcomes: [] },
];
const pack = { stages: smallPack.stages, cases: {}, lifecycle: runs };
const state = (more: Partial<ProcessState>) =>
  ({
    kind: 'project',
    run: 'application',
    status: 'underReview',
    ended: [],
    ...more,
  }) as unknown as ProcessState;
const brief = (lines: Parameters<typeof courseOf>[0], at: ProcessState) =>
  courseOf(lines, at, pack).map((item) => [item.when, item['run'], item['step']].join(' ').trim());

test('a run of the lifecycle that was never entered is skipped', () => {
  const first = steps[0]?.step ?? '';
  expect(brief([line(entered('application'), opened(first))], state({}))[0]).toBe('skipped plan');
});

test('a step that was jumped over is skipped, one that was returned from is not', () => {
  const [first, second] = steps.map(({ step }) => step);
  const jumped = brief([line(entered('application'), opened(second ?? ''))], state({}));
  expect(jumped).toContain(`skipped application ${first ?? ''}`);
  const back = brief(
    [line(entered('application'), opened(first ?? ''), opened(second ?? ''), opened(first ?? ''))],
    state({}),
  );
  expect(back.filter((each) => each.startsWith('skipped application'))).toEqual([]);
  expect(back).toContain(`predicted application ${second ?? ''}`);
});
