/** The people of a Xiangtan project and its good course, stretch by stretch. */
import type { Actor, Fields } from '../../../domain/project/commands';
import { material, must, personOf, policy } from './world';
import type { World } from './world';
import { actingIn } from './casts';

export const xiangtan = policy('xiangtan.yaml');

const place = (id: string, org: string, ...posts: string[]): Actor =>
  personOf(xiangtan.ref.id, id, org, ...posts);

export const cast = {
  owner: place('applicant', 'office'),
  lead: place('lead', 'office'),
  authority: place('authority', 'bureau', 'competentAuthority'),
  authority2: place('authority2', 'bureau', 'competentAuthority'),
  experts: place('experts', 'committee', 'expertCommittee'),
  approver: place('approver', 'ndrc', 'approvalAuthority'),
  finance: place('finance', 'treasury', 'financeAuthority'),
  department: place('department', 'archives', 'concernedDepartment'),
  hall: place('hall', 'hall', 'governmentOffice'),
  county: place('county', 'county', 'countyAuthority'),
  county2: place('county2', 'county', 'countyAuthority'),
  reviewer: place('reviewer', 'office', 'releaseReviewer'),
  liaison: place('liaison', 'unit', 'unitLiaison'),
  licences: place('licences', 'licences', 'licensingOffice'),
  data: place('data', 'centre', 'dataCentre'),
  security: place('security', 'police', 'securityBody'),
  personnel: place('personnel', 'personnel', 'personnelAuthority'),
  discipline: place('discipline', 'discipline', 'disciplineAuthority'),
  contractor: place('contractor', 'builder'),
  supervisor: place('supervisor', 'watcher'),
} as const;
export type Cast = keyof typeof cast;

/** Facts with which an application of a fiscal project is complete. */
export const goodFacts: Fields = {
  fiscal: true,
  planLink: '总体规划第三节第二项',
  budget: 10_000_000,
  securityCost: 500_000,
  ownBackbone: false,
  crossDepartment: false,
  onLocalPlatform: false,
  managedBy: '处长',
  operatedBy: '科长',
};

export const scheme = (more: Fields = {}) =>
  material('constructionScheme', { plans: '总体规划', standards: '省标', securityDesign: true, ...more });

export const { does, unmet, begin } = actingIn(xiangtan, cast);

/** Handed in. */
export function toCheck(facts: Fields = goodFacts): World {
  const world = begin();
  must(world, cast.owner, { type: 'submit', fields: facts, attach: [scheme()] });
  return world;
}

/** Found complete: under review, or asked to be initiated where no fiscal money is in it. */
export function toReview(facts?: Fields, major = false): World {
  const world = toCheck(facts);
  does(world, 'authority', 'check', { outcome: 'complete', fields: { major } });
  return world;
}

/** Reviewed: the builder may ask for the initiation. */
export function toInitiation(major = false): World {
  const world = toReview(undefined, major);
  does(world, 'experts', 'support');
  does(world, 'authority', 'opinion', { outcome: 'passed' });
  return world;
}

/** Initiated and procured: work may be ordered. */
export function toStart(major = false): World {
  const world = toInitiation(major);
  does(world, 'owner', 'propose');
  does(world, 'approver', 'approve', { outcome: 'approved' });
  must(world, cast.owner, { type: 'bindParty', role: 'contractor', org: 'builder', orgZh: '承建' });
  does(world, 'owner', 'awardResult', { attach: [material('procurementRecord')] });
  does(world, 'owner', 'sign', { attach: [material('contract', { amount: 9_000_000 })] });
  return world;
}

/** The papers without which no work starts. */
export const startPapers = () => [
  material('legalPersonLetter'),
  material('supervisionContract', {}, { org: 'watcher', until: '2099-12-31' }),
  material('qualityLetter'),
  material('gradingRecord', { level: 'level3' }),
];

export const bindSupervisor = (world: World) =>
  must(world, cast.owner, { type: 'bindParty', role: 'supervisor', org: 'watcher', orgZh: '监理' });

/** Work ordered: the contractor builds. */
export function toBuilding(major = false): World {
  const world = toStart(major);
  bindSupervisor(world);
  does(world, 'owner', 'startOrder', { attach: startPapers() });
  return world;
}

/** The papers with which completion is reported. */
export const finishPapers = (allCertified = true) => [
  material('certifiedProducts', { allCertified }),
  material('securityBuildProof'),
];

/** Completed: acceptance may be asked for. */
export function toAcceptance(major = false): World {
  const world = toBuilding(major);
  does(world, 'contractor', 'report', { attach: finishPapers() });
  does(world, 'supervisor', 'confirm', { role: 'supervisor', outcome: 'completed' });
  does(world, 'lead', 'confirm', { role: 'projectOwner', outcome: 'completed' });
  return world;
}

/** Asked for, and concluded by the competent authority with the other department. */
export function accept(world: World, outcome: string, others = outcome): void {
  does(world, 'owner', 'request', { attach: [material('acceptanceApplication')] });
  does(world, 'authority', 'panel', { role: 'competentAuthority', outcome });
  does(world, 'department', 'panel', { role: 'concernedDepartment', outcome: others });
}

/** What is brought when a system is put in use. */
export const usePapers = () => [material('securityRules'), material('emergencyPlan')];
export const useFacts: Fields = { securityManager: '安全员', securityInUse: true };

/** In use. */
export function toOperation(): World {
  const world = toAcceptance();
  accept(world, 'passed');
  does(world, 'owner', 'putInUse', { fields: useFacts, attach: usePapers() });
  return world;
}
