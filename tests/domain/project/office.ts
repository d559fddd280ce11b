/** The people of the office pack, and how its processes are begun. */
import type { Actor, Fields } from '../../../domain/project/commands';
import { open, personOf, policy } from './world';
import type { World } from './world';
import { actingIn } from './casts';

export const office = policy('office.yaml');

const place = (id: string, org: string, ...posts: string[]): Actor =>
  personOf(office.ref.id, id, org, ...posts);

export const cast = {
  owner: place('applicant', 'office'),
  network: place('network', 'network', 'networkOffice'),
  general: place('general', 'general', 'generalOffice'),
  head: place('head', 'office', 'officeHead'),
  handler: place('handler', 'office', 'handler'),
  documents: place('documents', 'general', 'documentManager'),
  signer: place('signer', 'general', 'documentSigner'),
  reviewer: place('reviewer', 'general', 'releaseReviewer'),
  section: place('section', 'county', 'countySection'),
  both: place('both', 'prefecture', 'bothOffices'),
  telecom: place('telecom', 'telecom', 'maintenanceUnit'),
  watcher: place('watcher', 'watch', 'supervisoryBody'),
  liaison: place('liaison', 'unit', 'unitLiaison'),
  trainer: place('trainer', 'school', 'trainingOffice'),
  group: place('group', 'group', 'leadingGroupOffice'),
  contractor: place('contractor', 'builder'),
} as const;

export const { does, unmet } = actingIn(office, cast);

/** A case of the office pack that stands alone and has just been opened; 2026-03-02 is a Monday. */
export const opened = (type: string, facts: Fields = {}, at = '2026-03-02'): World =>
  open({ facts, at, case: { type }, pack: office });

/** A project of the office pack that has just been opened. */
export const begun = (facts: Fields = {}): World => open({ facts, pack: office });

/** The clock of a case by name. */
export const dueAt = (world: World, clock: string) =>
  world.state.clocks[`${String(world.state.caseType)}/${clock}`];

/** The open step, or how it ended. */
export const standing = (world: World): string | undefined =>
  world.state.open?.step ?? world.state.ended.at(-1)?.outcome;
