/** The good course of a Huai'an project, stretch by stretch, so that a test can begin where its question lies. */
import type { Fields } from '../../../domain/project/commands';
import { deciding, goodFacts, material, must, open, type World } from './world';

/** The fund line the General Office approves. */
export const fundLine = '信息化专项资金';

/** The materials of a complete application. */
export function dossier() {
  return [
    material('applicationForm'),
    material('constructionScheme'),
    material('feasibilityStudy', { networkSecurityChapter: true }),
    material('investmentEstimate'),
  ];
}

/** Handed in and found complete: the review has begun. */
export function toReview(facts: Fields = goodFacts): World {
  const world = open({ facts });
  must(world, 'applicant', { type: 'submit', fields: facts, attach: dossier() });
  must(world, 'cyberspace', deciding(world, 'check', { outcome: 'complete', fields: { major: false } }));
  return world;
}

/** Discussed, improved and checked against the budget: the four decide side by side. */
export function toDecision(facts?: Fields): World {
  const world = toReview(facts);
  must(world, 'cyberspace', deciding(world, 'discuss', { role: 'cyberspaceOffice' }));
  must(world, 'tech', deciding(world, 'discuss', { role: 'networkTechOffice' }));
  must(world, 'applicant', deciding(world, 'improve', { attach: [material('improvedScheme')] }));
  must(world, 'general', deciding(world, 'budgetCheck', { outcome: 'passed', fields: { fundLine } }));
  return world;
}

/** Approved by all four: the work is being divided. */
export function toDivision(facts?: Fields): World {
  const world = toDecision(facts);
  const approved = { outcome: 'approved' };
  must(
    world,
    'recorder',
    deciding(world, 'decide', {
      role: 'partyGroupMeeting',
      ...approved,
      attach: [material('meetingMinutes')],
    }),
  );
  must(world, 'data', deciding(world, 'decide', { role: 'dataAuthority', ...approved }));
  must(world, 'invest', deciding(world, 'decide', { role: 'investmentAuthority', ...approved }));
  must(world, 'crypto', deciding(world, 'decide', { role: 'cryptographyAuthority', ...approved }));
  return world;
}

/** Tendered, the contractor known: the result of the procurement is awaited. */
export function toAward(facts?: Fields): World {
  const world = toDivision(facts);
  must(world, 'cyberspace', deciding(world, 'divideWork'));
  must(world, 'applicant', deciding(world, 'prepare', { attach: [material('tenderDocument')] }));
  must(world, 'general', deciding(world, 'filePlan', { outcome: 'filed' }));
  must(world, 'applicant', { type: 'bindParty', role: 'contractor', org: 'builder', orgZh: '承建' });
  return world;
}

/** The contractor's own proof of its qualification. */
export const qualification = (fields: Fields = {}, org = 'builder') =>
  material(
    'qualificationProof',
    { issuer: '行业主管部门', issuedOn: '2024-05-01', validUntil: '2027-04-30', ...fields },
    { org, until: '2099-12-31' },
  );

/** The result is known: the contract is being drafted. */
export function toContract(facts?: Fields): World {
  const world = toAward(facts);
  const award = [material('awardNotice', { amount: 90_000_000 }), qualification()];
  must(world, 'applicant', deciding(world, 'awardResult', { attach: award }));
  return world;
}

export const contract = (warrantyMonths: number) =>
  material('contract', { amount: 90_000_000, warrantyMonths, ownershipClause: true });

/** Contract signed: work may start. */
export function toStart(facts?: Fields): World {
  const world = toContract(facts);
  must(world, 'applicant', deciding(world, 'draft', { attach: [contract(24)] }));
  must(world, 'legal', deciding(world, 'legality', { outcome: 'passed' }));
  must(world, 'applicant', deciding(world, 'sign'));
  return world;
}

/** The three security reports, passed. */
export const reports = () =>
  ['gradedProtectionReport', 'riskAssessmentReport', 'cryptographyAssessmentReport'].map((kind) =>
    material(kind, { verdict: 'passed' }),
  );

/** Supervisor and auditor known, work ordered: the contractor builds. */
export function toBuilding(facts?: Fields): World {
  const world = toStart(facts);
  for (const [role, org] of [
    ['supervisor', 'watcher'],
    ['auditor', 'auditors'],
  ] as const) {
    must(world, 'applicant', { type: 'bindParty', role, org, orgZh: org });
  }
  const contracts = [
    material('supervisionContract', {}, { org: 'watcher', until: '2099-12-31' }),
    material('auditContract', {}, { org: 'auditors', until: '2099-12-31' }),
  ];
  must(world, 'applicant', deciding(world, 'startOrder', { attach: contracts }));
  return world;
}

/** Built and confirmed: who lets the trial run begin is asked. */
export function toAdmission(facts?: Fields): World {
  const world = toBuilding(facts);
  must(world, 'contractor', deciding(world, 'report', { attach: [material('licenceProof')] }));
  must(world, 'supervisor', deciding(world, 'confirm', { role: 'supervisor', outcome: 'completed' }));
  must(world, 'tech', deciding(world, 'confirm', { role: 'networkTechOffice', outcome: 'completed' }));
  return world;
}

/** The trial run entered on the world's date. */
export function toTrialRun(facts?: Fields): World {
  const world = toAdmission(facts);
  must(
    world,
    'lead',
    deciding(world, 'admit', { role: 'projectOwner', outcome: 'started', attach: reports() }),
  );
  must(world, 'tech', deciding(world, 'admit', { role: 'networkTechOffice', outcome: 'started' }));
  return world;
}

/** The trial run found stable at a date: acceptance may be asked for. */
export function toAcceptance(stableAt = '2026-06-02', facts?: Fields): World {
  const world = toTrialRun(facts);
  world.at = stableAt;
  must(
    world,
    'lead',
    deciding(world, 'leave', {
      role: 'projectOwner',
      outcome: 'stable',
      attach: [material('trialRunReport')],
    }),
  );
  must(world, 'supervisor', deciding(world, 'leave', { role: 'supervisor', outcome: 'stable' }));
  return world;
}

/** The contractor asks, the supervisor forwards. */
export function askForAcceptance(world: World): void {
  must(
    world,
    'contractor',
    deciding(world, 'request', {
      attach: [material('acceptanceApplication'), material('softwareTestReport')],
    }),
  );
  must(
    world,
    'supervisor',
    deciding(world, 'forward', { outcome: 'forwarded', attach: [material('supervisionRecords')] }),
  );
}

/** The whole panel votes alike; the contractor is heard. */
export function panel(world: World, outcome: string): void {
  must(world, 'lead', deciding(world, 'panel', { role: 'projectOwner', outcome }));
  must(world, 'tech2', deciding(world, 'panel', { role: 'networkTechOffice', outcome }));
  must(world, 'supervisor', deciding(world, 'panel', { role: 'supervisor', outcome }));
  for (const who of ['expert1', 'expert2', 'expert3'] as const)
    must(world, who, deciding(world, 'panel', { role: 'reviewExpert', outcome }));
  must(world, 'contractor', deciding(world, 'panel', { role: 'contractor', outcome }));
}

/** Accepted and put in use on the day it was found stable. */
export function toOperation(facts?: Fields): World {
  const world = toAcceptance(undefined, facts);
  askForAcceptance(world);
  panel(world, 'passed');
  const attach = [material('opsRules'), material('emergencyPlan')];
  must(world, 'applicant', deciding(world, 'putInUse', { attach }));
  return world;
}
