/** What the code of each stage kind fixes: its phases, their order, which are entered only by name, and its switches. */
import type { StageKind } from './types';

export interface PhaseOfKind {
  readonly phase: string;
  /** A pack may leave it out. */
  readonly optional: boolean;
  /** No `next` reaches it: an outcome must name it. */
  readonly onlyByName: boolean;
}

interface KindRow {
  readonly phases: readonly PhaseOfKind[];
  readonly options: readonly string[];
}

const main: PhaseOfKind = { phase: 'main', optional: false, onlyByName: false };
const phase = (name: string): PhaseOfKind => ({ phase: name, optional: false, onlyByName: false });
const optional = (name: string): PhaseOfKind => ({ phase: name, optional: true, onlyByName: false });
const byName = (name: string): PhaseOfKind => ({ phase: name, optional: true, onlyByName: true });

/** The phases of a case. */
export const casePhases: readonly PhaseOfKind[] = [main];

/** One row a stage kind; phases in the order in which the stage's code opens them. */
export const stageKindTable: Readonly<Record<StageKind, KindRow>> = {
  planning: { phases: [phase('screening'), optional('listing'), byName('bypass')], options: [] },
  application: { phases: [main], options: [] },
  feasibilityReview: { phases: [main], options: [] },
  procurement: { phases: [optional('plan'), optional('award'), phase('contract')], options: [] },
  supervision: { phases: [phase('start'), phase('finish')], options: [] },
  trialRun: { phases: [phase('entry'), phase('exit')], options: ['faultResets'] },
  acceptance: { phases: [phase('apply'), phase('conclude'), byName('notify')], options: [] },
  rectification: { phases: [phase('order'), phase('fix')], options: [] },
  operation: { phases: [phase('entry'), byName('retire')], options: [] },
};
