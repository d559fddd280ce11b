/** The course of the small measure as moves, from application into use: where the tests of a life begin. */
import {
  acts,
  applied,
  contractor,
  dataOffice,
  decides,
  expert1,
  expert2,
  finance,
  type Move,
  office,
  on,
  owner,
  planning,
  supervisor,
  tech,
} from '../story';
import type { LifeAct } from '../../../domain/project/commands';

export const does = (by: Move['by'], type: LifeAct, comment = '原因'): Move => acts(by, { type, comment });
export const inReview = [
  ...applied,
  decides(office, 'discuss'),
  decides(tech, 'discuss'),
  decides(owner, 'improve'),
];
export const inTrial = [
  ...inReview,
  decides(finance, 'budgetCheck', 'passed'),
  decides(office, 'approve', 'approved'),
  decides(dataOffice, 'approve', 'approved'),
  decides(planning, 'approve', 'approved'),
  on('2026-01-31', decides(owner, 'admit')),
];
export const inAcceptance = [...inTrial, on('2026-04-30', decides(supervisor, 'leave', 'stable'))];
export const votes = (outcome: string) => [tech, expert1, expert2].map((by) => decides(by, 'panel', outcome));
export const failed = [...inAcceptance, decides(contractor, 'request'), ...votes('failed')];
export const accepted = [...inAcceptance, decides(contractor, 'request'), ...votes('passed')];
export const inUse = [...accepted, decides(owner, 'putInUse')];
