/** The people of a project under the county data measures and its good course, stretch by stretch. */
import type { Actor, Fields } from '../../../domain/project/commands';
import { material, must, open, personOf, policy } from './world';
import type { World } from './world';
import { actingIn } from './casts';

export const county = policy('data-resources.yaml');

const place = (id: string, org: string, ...posts: string[]): Actor =>
  personOf(county.ref.id, id, org, ...posts);

export const cast = {
  owner: place('applicant', 'office'),
  data: place('data', 'bureau', 'dataAuthority'),
  data2: place('data2', 'bureau', 'dataAuthority'),
  centre: place('centre', 'centre', 'dataCentre'),
  finance: place('finance', 'treasury', 'financeAuthority'),
  security: place('security', 'police', 'securityAuthority'),
  hall: place('hall', 'hall', 'countyOffice'),
  provider: place('provider', 'archives', 'dataProvider'),
  liaison: place('liaison', 'office', 'unitLiaison'),
} as const;

/** Facts with which an application is complete. */
export const goodFacts: Fields = {
  classified: false,
  ownPlatform: false,
  budget: 10_000_000,
  joinsPlatform: true,
  dataAssets: 3,
};
export const applicationPapers = () => [material('studyAndDesign'), material('dataAssetList')];

/** No order is open against the department, or these are. */
export const around = (openCases: readonly string[] = []) => ({ head: 1, totals: {}, openCases });

export const { does, unmet } = actingIn(county, cast);

/** A project (or case) that has just been opened. */
export function begin(options: { facts?: Fields; at?: string; case?: { type: string } } = {}): World {
  const world = open({ ...options, pack: county });
  if (options.case === undefined) world.outside = around();
  return world;
}

/** Handed in and found complete: the approval is awaited. */
export function toApproval(facts: Fields = goodFacts): World {
  const world = begin();
  must(world, cast.owner, { type: 'submit', fields: facts, attach: applicationPapers() });
  does(world, 'data', 'opinion', { outcome: 'complete' });
  return world;
}

/** Approved: acceptance may be asked for. */
export function toAcceptance(facts?: Fields): World {
  const world = toApproval(facts);
  does(world, 'finance', 'approve', { outcome: 'approved' });
  return world;
}

/** A test report by a body with a qualification in force. */
export const tested = (kind: string, verdict = 'passed') =>
  material(kind, { verdict }, { org: 'lab', until: '2099-12-31' });

/** The papers with which acceptance of a system that joins the platform is asked for. */
export const acceptancePapers = (verdict = 'passed') => [
  material('registrationProof'),
  material('connectionRecord'),
  tested('protectionReport', verdict),
  tested('performanceReport'),
];
export const allAssets: Fields = { registeredAssets: 3, aggregatedAssets: 3 };

/** Accepted: it may be put in use. */
export function toUse(): World {
  const world = toAcceptance();
  does(world, 'owner', 'request', { fields: allAssets, attach: acceptancePapers() });
  does(world, 'data', 'file');
  does(world, 'data', 'accept', { outcome: 'passed' });
  return world;
}
