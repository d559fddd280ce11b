/** Decisions on projects, cases and tasks, and what stands in their way before they are tried. */
import { z } from 'zod';
import type { ProcessState } from '../domain/project/state';
import { substitutionCodes } from '../domain/people/substitution-codes';
import { applicantCodes } from '../domain/project/applicant-codes';
import { verbCodes } from '../domain/route/verb-codes';
import { dropDraft, forgetDraft } from '../models/drafts';
import { decideAndAnswer, decideOnce, type Decided, type Decision } from './decisions';
import { presentDecision } from './present';
import { ProjectAction, projectAct, projectActions } from './project-acts';
import { inBoth, problem } from './problem';
import type { ProcessKind } from './process-reads';
import { momentOf, readState, workflowIdOf } from './process-reads';
import type { Answer, Ask } from './route';
import { route } from './route';
import { ActionAnswer, Id, IdParams } from './schemas';
import { actingNow, seatOf } from './stand-ins';
import { draftFields, stageMaterials } from './staging';
import { homeOf } from './task-homes';
import { draftKeyOf, TaskAction, taskAct } from './task-acts';

const substituteRefusals = Object.keys(substitutionCodes) as (keyof typeof substitutionCodes)[];
const applicantRefusals = Object.keys(applicantCodes) as (keyof typeof applicantCodes)[];
const verbRefusals = Object.keys(verbCodes) as (keyof typeof verbCodes)[];

const processRefusals = [
  'gate/unmet',
  'project/not-found',
  'project/over',
  'project/suspended',
  'project/not-suspended',
  'project/illegal-action',
  'project/not-permitted',
  'fields/unknown',
  'fields/invalid',
  'material/changed',
  'precondition/stale',
  'idempotency/key-reused',
  'service/uncertain',
  'process/not-running',
  'process/moving',
] as const;

async function actOnProcess(kind: ProcessKind, id: string, body: ProjectAction, ask: Ask): Promise<Answer> {
  const workflowId = workflowIdOf(kind, id);
  let submitted: number | null = null;
  return decideAndAnswer(ask, {
    workflowId,
    shown: body.materials ?? [],
    act: async () => {
      const { act, draftVersion } = await projectAct(workflowId, body);
      submitted = draftVersion;
      return act;
    },
    afterwards: async () => {
      if (submitted !== null) await dropDraft(workflowId, submitted);
    },
  });
}

const actOnProject = route({
  method: 'post',
  path: '/api/projects/:id/actions',
  tag: 'projects',
  summary: '办理项目 · Act on a project',
  permit: 'signedIn',
  change: 'decision',
  params: IdParams,
  body: ProjectAction,
  answers: { 200: ActionAnswer },
  refuses: [
    ...processRefusals,
    'task/reason-required',
    'task/unknown-target',
    'duty/own-submission',
    'person/unknown',
    ...applicantRefusals,
    'party/unknown-role',
    'duty/party-conflict',
    'org/unknown',
    'pack/not-found',
    'pack/does-not-fit',
  ],
  handle: ({ params, body }, ask) => actOnProcess('project', params.id, body, ask),
});

const actOnCase = route({
  method: 'post',
  path: '/api/cases/:id/actions',
  tag: 'cases',
  summary: '办理事项 · Act on a case',
  permit: 'signedIn',
  change: 'decision',
  params: IdParams,
  body: ProjectAction,
  answers: { 200: ActionAnswer },
  refuses: [
    ...processRefusals,
    'case/not-found',
    'task/reason-required',
    'task/unknown-target',
    'duty/own-submission',
    'person/unknown',
    ...applicantRefusals,
  ],
  handle: ({ params, body }, ask) => actOnProcess('case', params.id, body, ask),
});

/** What an act on a task may be refused with. */
export const taskRefusals = [
  ...processRefusals,
  'task/not-found',
  'task/closed',
  'task/waiting',
  'task/not-yours',
  'task/claimed',
  'task/not-claimed',
  'task/unknown-outcome',
  'task/opinion-required',
  'task/findings-required',
  'task/grounds-required',
  'task/reason-required',
  'task/unknown-target',
  'task/return-by-outcome',
  'task/unfit-assignee',
  'duty/own-submission',
  'duty/applicant-decides',
  'duty/reviewer-decides',
  'duty/two-seats',
  'person/unknown',
  'substitute/none',
  ...substituteRefusals,
  ...verbRefusals,
] as const;

/** An act on a task of a process as its decision. */
export function decisionOn(ask: Ask, id: string, workflowId: string, body: TaskAction): Decision {
  return {
    workflowId,
    shown: body.materials ?? [],
    actor: async (state) => actingNow(ask, await seatIn(state, id, ask), body),
    act: () => taskAct(id, body),
    // An opinion that was given is no draft any more.
    afterwards: async () => {
      if (body.action === 'decide') await forgetDraft(draftKeyOf(id, ask.person.actor.id));
    },
  };
}

/** Decides an act on a task. */
export async function decideOnTask(id: string, body: TaskAction, ask: Ask): Promise<Decided> {
  const workflowId = await homeOf(id, ask.api.reads);
  if (workflowId === null) throw problem('task/not-found', { task: id });
  return decideOnce(ask, decisionOn(ask, id, workflowId, body));
}

/** Decides an act on a task and answers it. */
export async function actOnTask(id: string, body: TaskAction, ask: Ask): Promise<Answer> {
  return presentDecision(ask, await decideOnTask(id, body, ask));
}

/** The seat of a task; of one that an earlier run left, the process knows no more, but its row does. */
async function seatIn(state: ProcessState, id: string, ask: Ask) {
  const task = state.tasks[id];
  if (task !== undefined) return { id, ...seatOf(task, state) };
  const row = await ask.api.reads.findTask(id);
  if (row === null) throw problem('task/not-found', { task: id });
  return row;
}

const taskAction = route({
  method: 'post',
  path: '/api/tasks/:id/actions',
  tag: 'tasks',
  summary: '办理待办 · Act on a task',
  permit: 'signedIn',
  change: 'decision',
  params: IdParams,
  body: TaskAction,
  answers: { 200: ActionAnswer },
  refuses: taskRefusals,
  handle: ({ params, body }, ask) => actOnTask(params.id, body, ask),
});

/** Projects and cases alike: what stands before an act, before it is tried. */
const gatesOf = (kind: ProcessKind) =>
  route({
    method: 'get',
    path: `/api/${kind}s/:id/gates`,
    tag: `${kind}s`,
    summary: '关口预检 · Every gate of an action before trying it',
    permit: 'signedIn',
    change: 'none',
    params: IdParams,
    query: z.strictObject({ action: z.string().min(1).max(60), task: Id.optional(), outcome: Id.optional() }),
    answers: {
      200: z.object({
        action: z.string(),
        met: z.boolean(),
        gates: z.array(z.looseObject({ code: z.string(), met: z.boolean() })),
      }),
    },
    refuses: [`${kind}/not-found`, 'auth/not-permitted', 'task/not-found'],
    async handle({ params, query }, ask) {
      const workflowId = workflowIdOf(kind, params.id);
      const state = await readState(ask, workflowId);
      const act = await previewAct(workflowId, query, ask);
      const moment = await momentOf(ask, state);
      const { attach } = await stageMaterials(moment, act, [], ask.api.rules);
      const found = ask.api.rules.previewGates({
        ...moment,
        act: attach.length > 0 ? { ...act, attach } : act,
      });
      const shown = found.map(({ zh, en, ...gate }) => ({
        ...gate,
        detail: inBoth({ zh, en }, ask.language),
      }));
      return { body: { action: query.action, met: shown.every(({ met }) => met), gates: shown } };
    },
  });

/** `submit`, `waive`…, or an outcome of the person's task (`action=decide&task=…&outcome=…`). */
async function previewAct(
  workflowId: string,
  query: { action: string; task?: string | undefined; outcome?: string | undefined },
  ask: Ask,
) {
  if (query.task !== undefined) {
    const row = await ask.api.reads.findTask(query.task);
    if (row?.workflowId !== workflowId) throw problem('task/not-found', { task: query.task });
    const { outcome } = query;
    return { type: 'decide' as const, task: row.id, ...(outcome === undefined ? {} : { outcome }) };
  }
  const action = projectActions.find((each) => each === query.action);
  if (action !== 'submit') throw problem('project/illegal-action', { action: query.action });
  const { fields } = await draftFields(workflowId, {});
  return { type: 'submit' as const, fields };
}

export const actionRoutes = [actOnProject, actOnCase, taskAction, gatesOf('project'), gatesOf('case')];
