/** The people of a Luohe project and its good course, stretch by stretch. */
import type { Actor, Fields } from '../../../domain/project/commands';
import { material, must, personOf, policy } from './world';
import type { World } from './world';
import { actingIn } from './casts';

export const luohe = policy('luohe.yaml');

const place = (id: string, org: string, ...posts: string[]): Actor =>
  personOf(luohe.ref.id, id, org, ...posts);

export const cast = {
  owner: place('applicant', 'office'),
  clerk: place('clerk', 'office'),
  lead: place('lead', 'office'),
  authority: place('authority', 'bureau', 'competentAuthority'),
  authority2: place('authority2', 'bureau', 'competentAuthority'),
  department: place('department', 'department', 'concernedDepartment'),
  invest: place('invest', 'ndrc', 'investmentAuthority'),
  hall: place('hall', 'hall', 'governmentOffice'),
  county: place('county', 'county', 'countyAuthority'),
  county2: place('county2', 'county', 'countyAuthority'),
  finance: place('finance', 'treasury', 'financeAuthority'),
  expert1: place('expert1', 'pool', 'reviewExpert'),
  expert2: place('expert2', 'pool', 'reviewExpert'),
  expert3: place('expert3', 'pool', 'reviewExpert'),
  consultant: place('consultant', 'advisers'),
  contractor: place('contractor', 'builder'),
  provider: place('provider', 'police', 'dataProvider'),
  security: place('security', 'security', 'securityAuthority'),
  discipline: place('discipline', 'discipline', 'disciplineAuthority'),
} as const;
export const experts = ['expert1', 'expert2', 'expert3'] as const;

/** Facts with which an ordinary project is reported for the plan. */
export const planFacts: Fields = {
  municipalFunds: true,
  urgent: false,
  buildParts: ['application'],
  budget: 10_000_000,
  planYear: 2027,
};
/** Facts with which it is applied for. */
export const applyFacts: Fields = { onUnifiedPlatform: true, managedBy: '处长', usedBy: '科长' };

export const { does, unmet, begin } = actingIn(luohe, cast);

/** Reported for the plan. */
export function toScreening(facts: Fields = planFacts): World {
  const world = begin();
  must(world, cast.owner, { type: 'submit', fields: facts, attach: [material('planItem')] });
  return world;
}

/** Screened and listed in the yearly plan. */
export function toApplication(facts?: Fields): World {
  const world = toScreening(facts);
  does(world, 'authority', 'screen', { outcome: 'passed' });
  const proven = { attach: [material('issuedPlan')] };
  does(world, 'authority', 'enlist', { outcome: 'listed', ...proven });
  return world;
}

/** Urgent: let go without the plan. */
export function toBypassed(): World {
  const world = toScreening({ ...planFacts, urgent: true });
  does(world, 'owner', 'plead', { attach: [material('urgentReason')] });
  does(world, 'hall', 'allow', { outcome: 'approved', attach: [material('governmentLeave')] });
  return world;
}

export const application = (securityPlanned = true) => material('projectApplication', { securityPlanned });

/** Applied for and found complete: assessed by experts or a consultant. */
export function toAssessment(assessedBy = 'experts', world = toApplication()): World {
  does(world, 'owner', 'fill', { fields: applyFacts, attach: [application()] });
  does(world, 'authority', 'check', { outcome: 'complete', fields: { assessedBy } });
  return world;
}

/** Assessed by three experts: the review opinion is awaited. */
export function toOpinion(world = toAssessment()): World {
  for (const who of experts) does(world, who, 'assess', { role: 'reviewExpert' });
  return world;
}

/** Approved by the competent authority with another department. */
export function toProcurement(world = toOpinion()): World {
  does(world, 'authority', 'opinion', { outcome: 'passed' });
  does(world, 'authority', 'approve', { role: 'competentAuthority', outcome: 'approved' });
  does(world, 'department', 'approve', { role: 'concernedDepartment', outcome: 'approved' });
  return world;
}

/** Awarded within the budget. */
export function toContract(world = toProcurement(), amount = 10_000_000): World {
  must(world, cast.owner, { type: 'bindParty', role: 'contractor', org: 'builder', orgZh: '承建' });
  does(world, 'owner', 'awardResult', { attach: [material('awardNotice', { amount })] });
  return world;
}

export const contract = (amount = 9_000_000, dataClause = true) =>
  material('contract', { amount, dataClause });

/** Contract signed: work may start. */
export function toStart(world = toContract()): World {
  does(world, 'owner', 'sign', { attach: [contract()] });
  return world;
}

/** Completed: acceptance may be asked for. */
export function toAcceptance(world = toStart()): World {
  does(world, 'owner', 'startOrder');
  const attach = [material('securityBuildProof'), material('productList')];
  does(world, 'contractor', 'report', { attach });
  does(world, 'lead', 'confirm', { outcome: 'completed' });
  return world;
}

/** The papers with which acceptance is asked for. */
export const acceptancePapers = () =>
  [
    'acceptanceApplication',
    'controllabilityStatement',
    'protectionMeasures',
    'securityRules',
    'emergencyPlan',
  ].map((kind) => material(kind));

/** Asked for, and concluded by the competent authority and three experts. */
export function accept(world: World, outcome: string, expertsSay = outcome): void {
  does(world, 'owner', 'request', { attach: acceptancePapers() });
  does(world, 'authority', 'panel', { role: 'competentAuthority', outcome });
  for (const who of experts) does(world, who, 'panel', { role: 'reviewExpert', outcome: expertsSay });
}

/** In use. */
export function toOperation(): World {
  const world = toAcceptance();
  accept(world, 'passed');
  does(world, 'owner', 'putInUse');
  return world;
}
