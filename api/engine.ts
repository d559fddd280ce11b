/** Plugs the record and the rules of the process into what the API asks for (ports.ts). */
import { allowedActions, materialsDueAt, previewGates } from '../domain/project/allowed';
import { caseRules, sliceRules } from '../domain/pack/slice';
import { loadCalendar, recentCalendar } from '../models/calendars';
import { decide } from '../domain/project/decide';
import { evolveEntry } from '../domain/project/evolve';
import { askedOutside } from '../domain/project/outside';
import { gatherOutsideFacts } from '../models/outside-facts';
import { listCases, searchProjects } from '../models/projects';
import { findByCommand, listRecords, verifyChain } from '../models/records';
import { findRun } from '../models/runs';
import { countTasks, findTask, listTasks } from '../models/tasks';
import { isSoleHolder } from '../models/users';
import type { EngineReads, EngineRules } from './ports';

/** The record in MongoDB. */
export const engineReads: EngineReads = {
  findByCommand,
  findRun,
  listRecords,
  verifyChain,
  searchProjects,
  listCases,
  findTask,
  listTasks,
  countTasks,
  isSoleHolder,
  gatherOutsideFacts: (state, rules) => gatherOutsideFacts(state, askedOutside(rules, state)),
  calendar: recentCalendar,
};

/** The rules of the process, asked without deciding. */
export const engineRules: EngineRules = {
  allowedActions: ({ state, around, actor }) =>
    allowedActions(state, around, actor).map((each) => ({ ...each })),
  previewGates: ({ state, around, actor, act }) =>
    previewGates(state, act, around, actor).map(({ gate, met, waived }) => ({
      ...gate,
      met,
      ...(waived === true ? { waived } : {}),
    })),
  tryAct: ({ state, around, actor, act }) => {
    const decision = decide(state, { act, actor }, around);
    return 'refusals' in decision
      ? { refusals: decision.refusals }
      : { state: evolveEntry(state, { at: around.now, events: decision.events }) };
  },
  materialsDueAt: ({ state, around, actor, act }) => materialsDueAt(state, act, around, actor),
  rulesOf: (pack, state) =>
    state.kind === 'case'
      ? caseRules(pack, state.caseType ?? '')
      : sliceRules(pack, state.run ?? pack.lifecycle[0]?.run ?? ''),
  async newRun(state, pack) {
    const rules = engineRules.rulesOf(pack, state);
    const workflowType = state.kind === 'case' ? 'caseWorkflow' : (pack.lifecycle[0]?.kind ?? 'application');
    return {
      workflowId: state.workflowId,
      workflowType,
      carried: { state, rules, calendar: await loadCalendar(state.jurisdiction) },
    };
  },
};
