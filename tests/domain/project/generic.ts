/** The people of a project under the generic interim measures and its good course, stretch by stretch. */
import type { Actor, Fields } from '../../../domain/project/commands';
import { material, must, personOf, policy } from './world';
import type { World } from './world';
import { actingIn } from './casts';

export const generic = policy('generic.yaml');

const place = (id: string, org: string, ...posts: string[]): Actor =>
  personOf(generic.ref.id, id, org, ...posts);

export const cast = {
  owner: place('applicant', 'office'),
  lead: place('lead', 'office'),
  authority: place('authority', 'bureau', 'competentAuthority'),
  authority2: place('authority2', 'bureau', 'competentAuthority'),
  invest: place('invest', 'ndrc', 'investmentAuthority'),
  finance: place('finance', 'treasury', 'financeAuthority'),
  audit: place('audit', 'auditOffice', 'auditAuthority'),
  platform: place('platform', 'platform', 'sharingPlatform'),
  builder: place('builder', 'builders'),
  builder2: place('builder2', 'builders'),
  expert1: place('expert1', 'pool', 'reviewExpert'),
  expert2: place('expert2', 'pool', 'reviewExpert'),
  expert3: place('expert3', 'pool', 'reviewExpert'),
} as const;
export type Cast = keyof typeof cast;
export const experts = ['expert1', 'expert2', 'expert3'] as const;

/** Facts with which an application is complete. */
export const goodFacts: Fields = {
  organisationKind: 'department',
  buildKind: 'newSystem',
  budget: 10_000_000,
  governmentInvestment: false,
  answerableUnit: '信息中心',
};

/** The papers of an application. */
export const applicationPapers = (securityPlanned = true) => [
  material('feasibilityStudy', { securityPlanned }),
  material('preliminaryDesign'),
  material('existingSystems'),
];

export const { does, unmet, begin } = actingIn(generic, cast);

/** Handed in and complete: under review. */
export function toReview(facts: Fields = goodFacts): World {
  const world = begin();
  must(world, cast.owner, { type: 'submit', fields: facts, attach: applicationPapers() });
  does(world, 'authority', 'check', { outcome: 'complete' });
  return world;
}

/** Reviewed in four dimensions: the decision is awaited. */
export function toDecision(facts?: Fields): World {
  const world = toReview(facts);
  does(world, 'authority', 'assess', { fields: { duplicateSuspected: false } });
  return world;
}

/** Approved, and an implementing unit named: work may start. */
export function toStart(facts?: Fields): World {
  const world = toDecision(facts);
  does(world, 'authority2', 'decision', { outcome: 'approved' });
  must(world, cast.owner, { type: 'bindParty', role: 'implementer', org: 'builders', orgZh: '实施' });
  return world;
}

/** Work under way: completion may be reported. */
export function toBuilding(): World {
  const world = toStart();
  does(world, 'owner', 'startOrder');
  return world;
}

/** What is said and brought when completion is reported. */
export const completion = (builtAsApproved = true) => ({
  fields: { builtAsApproved },
  attach: [material('securityBuildProof')],
});

export const selfRecord = (verdict = 'passed') => material('selfAcceptanceRecord', { verdict });

/** Passed its self-acceptance: completion acceptance may be asked for. */
export function toAcceptance(): World {
  const world = toBuilding();
  does(world, 'builder', 'report', completion());
  does(world, 'builder2', 'selfAccept', { outcome: 'passed', attach: [selfRecord()] });
  return world;
}

/** Asked for, and concluded by the competent authority and three experts. */
export function accept(world: World, outcome: string, last = outcome): void {
  does(world, 'builder', 'request', { attach: [material('acceptanceApplication')] });
  const attach = outcome === 'passed' ? [material('acceptanceMinutes')] : [];
  does(world, 'authority', 'panel', { role: 'competentAuthority', outcome, attach });
  for (const who of experts)
    does(world, who, 'panel', { role: 'reviewExpert', outcome: who === 'expert3' ? last : outcome });
}

export const useFacts: Fields = {
  opsUnit: '信息中心',
  opsPerson: '主任',
  outsourced: false,
  securitySubject: '本部门',
  securityInUse: true,
};
export const usePaperKinds = [
  'opsRules',
  'securityRules',
  'emergencyPlan',
  'storageRules',
  'networkMeasures',
  'dataMeasures',
] as const;
export const usePapers = () => usePaperKinds.map((kind) => material(kind));

/** Accepted: it may be put in use. */
export function toUse(): World {
  const world = toAcceptance();
  accept(world, 'passed');
  return world;
}

/** In use. */
export function toOperation(): World {
  const world = toUse();
  does(world, 'owner', 'putInUse', { fields: useFacts, attach: usePapers() });
  return world;
}
