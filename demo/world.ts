/** What every chapter of the story is given: people, the dossier, the clock and the project it drives. */
import type { Person } from './client';
import type { Dossier } from './dossier';
import type { Story } from './story';

/** The parts of the story; cast.ts says who of the demo people plays which. */
export const parts = [
  'applicant',
  'ownerLead',
  'cyberspace',
  'recorder',
  'generalOffice',
  'techOffice',
  'legalOffice',
  'discipline',
  'dataAuthority',
  'investmentAuthority',
  'cryptographyAuthority',
  'contractor',
  'supervisor',
  'supervisorDeputy',
  'expert1',
  'expert2',
  'expert3',
] as const;
export type Part = (typeof parts)[number];

/** Legal time. A real server can tell it; only the time-skipping one can be moved. */
export interface StoryClock {
  /** Today's date in Asia/Shanghai. */
  today(): Promise<string>;
  /** Moves legal time to the beginning of that date; already there or past: nothing happens. */
  advanceTo(date: string): Promise<void>;
}

export interface World {
  readonly story: Story;
  readonly dossier: Dossier;
  readonly clock: StoryClock;
  /** Signs the person in on first use. */
  as(part: Part): Promise<Person>;
  /** Filled by the first chapter. */
  projectId: string;
  /** The stage's identifier, as the story names it. */
  stage: string;
  /** Dates and ids that later chapters need. */
  readonly notes: Map<string, string>;
}

export interface Chapter {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  run(world: World): Promise<void>;
}

/** A note an earlier chapter left; its absence is a mistake of the story, not of the answers. */
export function noteOf(world: World, name: string): string {
  const value = world.notes.get(name);
  if (value === undefined) throw new Error(`no earlier chapter noted "${name}"`);
  return value;
}
