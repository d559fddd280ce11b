/** A dossier with which a software project walks through the Huai'an pack to its use. */
import { readDossier, type Dossier } from '../../../domain/simulation/dossier';
import { huaian } from '../pack/huaian';

export const goodDossier = {
  start: '2026-03-02',
  daysPerStep: 3,
  facts: {
    buildKinds: ['software'],
    classified: false,
    budget: 100_000_000,
    securityCost: 5_000_000,
    supervisionCost: 1_000_000,
    auditCost: 500_000,
    major: false,
    fundLine: '专项-01',
    fixBy: '2027-06-01',
  },
  parties: {
    contractor: '承建公司',
    supervisor: '监理公司',
    auditor: '审计公司',
    testBody: '测评公司',
    consultant: '咨询公司',
  },
  allMaterials: true,
  materials: {
    feasibilityStudy: { networkSecurityChapter: true },
    awardNotice: { amount: 90_000_000 },
    qualificationProof: { issuer: '行业主管部门', issuedOn: '2024-05-01' },
    contract: { amount: 90_000_000, warrantyMonths: 24, ownershipClause: true },
    gradedProtectionReport: { verdict: 'passed' },
    riskAssessmentReport: { verdict: 'passed' },
    cryptographyAssessmentReport: { verdict: 'passed' },
  },
  choose: {
    check: 'complete',
    budgetCheck: 'passed',
    decide: 'approved',
    filePlan: 'filed',
    legality: 'passed',
    confirm: 'completed',
    admit: 'started',
    leave: 'stable',
    forward: 'forwarded',
    panel: 'passed',
    recheck: 'fixed',
  },
};

/** The dossier as the simulation reads it, with parts replaced. */
export function dossierOf(changed: object = {}): Dossier {
  const { dossier, mistakes } = readDossier({ ...goodDossier, ...changed }, huaian(), '2026-01-05');
  if (dossier === null) throw new Error(JSON.stringify(mistakes));
  return dossier;
}
