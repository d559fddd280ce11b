/** Brings a process to each moment at which a verb may be tried: the courses behind docs/verbs.md. */
import type { Body, Rules, Seat, Step } from '../domain/pack/types';
import type { Act, Actor, TaskAct } from '../domain/project/commands';
import { decide, type Decision } from '../domain/project/decide';
import { evolveEntry } from '../domain/project/evolve';
import { newProcess, type ProcessState, type Task } from '../domain/project/state';

export const kinds = {
  submit: '提交 · handing in',
  advise: '审查 · one reviewer',
  decide: '决定 · one decider',
  oneOf: '或签 · one of several',
  parallel: '会签 · all, side by side',
  inOrder: '依次会签 · all, in order',
  counted: '表决 · votes counted',
} as const;
export type Kind = keyof typeof kinds;

export const moments = {
  open: '待办 · my turn, nobody has acted',
  waiting: '未轮到 · my turn has not come',
  siblingDone: '他人已办 · a colleague of the step has acted, I have not',
  iDecided: '我已办 · I have decided, the step is open',
  stepDone: '环节已结 · I have decided, the next step waits',
  decidedAfter: '其后已办 · somebody has decided after me',
  roundTwo: '第二轮 · returned to me once',
  suspended: '暂停 · the project is suspended',
  over: '终结 · the project is over',
} as const;
export type Moment = keyof typeof moments;

/** Where the steps stand: in a stage of a project, or in a case. The verbs know no difference. */
export const homes = ['stage', 'case'] as const;
export type Home = (typeof homes)[number];

const person = (id: string, ...keys: string[]): Actor => ({ id, name: id, org: 'bureau', keys });
export const people = {
  owner: { ...person('owner', 'org:o1'), org: 'o1' },
  tech: person('tech', 'post:T/tech'),
  finance: person('finance', 'post:T/finance'),
  finance2: person('finance2', 'post:T/finance'),
  data: person('data', 'post:T/data'),
  planning: person('planning', 'post:T/planning'),
  expert: person('expert', 'post:T/expert'),
  chief: person('chief', 'post:T/chief'),
  leader: person('leader'),
  admin: { ...person('admin'), admin: true },
  engine: { ...person('engine'), system: true },
} as const;

const seat = (role: string): Seat => ({ role, count: 1, votes: true });
const step = (name: string, who: readonly string[], more: Partial<Step> = {}): Step => ({
  step: name,
  does: 'decide',
  who: who.map(seat),
  agree: { rule: 'all' },
  inOrder: false,
  outcomes: [
    { outcome: 'approved', to: 'next' },
    { outcome: 'rejected', to: 'rejected' },
  ],
  findings: [],
  opinionFor: [],
  ...more,
});
const does = (what: 'submit' | 'advise', outcome: string): Partial<Step> => ({
  does: what,
  outcomes: [{ outcome, to: 'next' }],
});

const three = ['finance', 'data', 'planning'];
const lens: Readonly<Record<Kind, Step>> = {
  submit: step('x', ['projectOwner'], does('submit', 'submitted')),
  advise: step('x', ['finance'], does('advise', 'given')),
  decide: step('x', ['finance']),
  oneOf: step('x', three, { agree: { rule: 'any' } }),
  parallel: step('x', three),
  inOrder: step('x', three, { inOrder: true }),
  counted: step('x', three, { agree: { rule: 'majority' } }),
};

function rulesOf(kind: Kind): Rules {
  const steps = [
    step('apply', ['projectOwner'], does('submit', 'submitted')),
    step('look', ['tech'], does('advise', 'given')),
    lens[kind],
    step('then', ['expert']),
    step('end', ['chief']),
  ];
  const body: Body = {
    name: 'review',
    phases: [{ phase: 'main', steps, onlyByName: false }],
    outcomes: ['approved', 'rejected'],
    ...{ facts: {}, materials: {}, gates: {}, clocks: {}, documents: {}, consequences: [], options: {} },
  };
  const posts = ['tech', 'finance', 'data', 'planning', 'expert', 'chief'];
  return {
    pack: { id: 'table', version: '1.0.0', hash: 'table' },
    measure: { zh: '表', inForce: { from: '2026-01-01' } },
    roles: {
      projectOwner: { is: 'party', id: 'projectOwner' },
      ...Object.fromEntries(posts.map((id) => [id, { is: 'post' as const, id }])),
    },
    ...{ powers: {}, facts: {}, values: {} },
    cases: {
      matter: {
        ...{ ...body, name: 'matter', openedBy: 'projectOwner', during: [], about: 'year', kind: 'plain' },
      },
    },
    lifecycle: [
      {
        run: 'review',
        kind: 'application',
        outcomes: [
          { outcome: 'approved', to: 'filed' },
          { outcome: 'rejected', to: 'rejected' },
        ],
      },
    ],
    stages: { review: body },
  };
}

/** A process on its way under the rules of one kind of step. */
export interface Course {
  readonly kind: Kind;
  readonly rules: Rules;
  state: ProcessState;
}

const now = '2026-01-05T01:00:00Z';

/** Asks the rules, changing nothing. */
export function ask({ state, rules }: Course, actor: Actor, act: Act): Decision {
  return decide(state, { act, actor }, { rules, now, calendar: { version: 'none', years: {} } });
}

/** Acts; false when it is refused. */
export function act(course: Course, actor: Actor, done: Act): boolean {
  const decision = ask(course, actor, done);
  if ('refusals' in decision) return false;
  course.state = evolveEntry(course.state, { at: now, events: decision.events });
  return true;
}

function must(course: Course, actor: Actor, done: Act): void {
  if (!act(course, actor, done)) throw new Error(`refused on the way: ${actor.id} ${done.type}`);
}

/** The newest task of a step, of one role where there are several. */
export function taskAt({ state }: Course, name: string, role?: string): Task {
  const found = Object.values(state.tasks).findLast(
    (task) => task.step === name && task.added === undefined && (role === undefined || task.role === role),
  );
  if (found === undefined) throw new Error(`no task at ${name}`);
  return found;
}

function decides(course: Course, who: Actor, name: string, role?: string): void {
  const task = taskAt(course, name, role).id;
  const good: TaskAct = { type: 'decide', task, comment: '意见' };
  const outcomes = ['submitted', 'given', 'approved'];
  if (!outcomes.some((outcome) => act(course, who, { ...good, outcome })))
    throw new Error(`nothing to decide for ${who.id} at ${name}`);
}

const several: readonly Kind[] = ['parallel', 'inOrder', 'counted'];

/** Who is meant by me: the owner at a step of handing in, the second seat where turns count, else the first. */
export function meAt(kind: Kind, moment: Moment): { who: Actor; role: string } {
  if (kind === 'submit') return { who: people.owner, role: 'projectOwner' };
  const second = kind === 'inOrder' && (moment === 'waiting' || moment === 'siblingDone');
  return second ? { who: people.data, role: 'data' } : { who: people.finance, role: 'finance' };
}

function finish(course: Course): void {
  const { kind } = course;
  if (kind === 'submit') decides(course, people.owner, 'x');
  else if (several.includes(kind)) {
    // I come last, so that mine is the decision that closes the step; in order somebody else must.
    const order = kind === 'inOrder' ? three : ['data', 'planning', 'finance'];
    for (const role of order)
      decides(
        course,
        role === 'data' ? people.data : role === 'planning' ? people.planning : people.finance,
        'x',
        role,
      );
  } else decides(course, people.finance, 'x', 'finance');
}

const onTheWay: Partial<Record<Moment, (course: Course) => void>> = {
  siblingDone(course) {
    if (course.kind === 'inOrder') decides(course, people.finance, 'x', 'finance');
    else decides(course, people.data, 'x', 'data');
  },
  iDecided: (course) => {
    decides(course, people.finance, 'x', 'finance');
  },
  stepDone: finish,
  decidedAfter(course) {
    finish(course);
    decides(course, people.expert, 'then');
  },
  roundTwo(course) {
    finish(course);
    const task = taskAt(course, 'then').id;
    must(course, people.expert, { type: 'return', task, to: 'x', comment: '重新办理' });
  },
  suspended: (course) => {
    must(course, people.admin, { type: 'suspend', comment: '暂停' });
  },
  over: (course) => {
    must(course, people.admin, { type: 'terminate', comment: '终止' });
  },
};

/** True where the moment exists for the kind: turns and colleagues need several seats. */
export function exists(kind: Kind, moment: Moment): boolean {
  if (moment === 'waiting') return kind === 'inOrder';
  return moment === 'siblingDone' || moment === 'iDecided' ? several.includes(kind) : true;
}

/** A process at a moment of a kind of step. */
export function courseTo(kind: Kind, moment: Moment, home: Home = 'stage'): Course {
  const rules = rulesOf(kind);
  const process = home === 'stage' ? 'project' : 'case';
  const state = newProcess({
    ...{ workflowId: `${process}/P1`, subject: `${process}/P1`, kind: process, id: 'P1', name: 'P' },
    ...(home === 'case' ? { caseType: 'matter' } : {}),
    jurisdiction: 'T',
    pack: rules.pack,
    owner: { org: 'o1', orgZh: '处室', person: { id: 'owner', name: 'owner' } },
    facts: {},
    at: now,
  });
  const course: Course = { kind, rules, state };
  must(course, people.engine, { type: 'open' });
  decides(course, people.owner, 'apply');
  decides(course, people.tech, 'look');
  onTheWay[moment]?.(course);
  return course;
}
