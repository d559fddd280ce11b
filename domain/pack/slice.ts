/** Cuts out of a pack what one stage run or case needs, small enough to travel in a workflow's input. */
import { runsAfter } from './lifecycle';
import type { Pack, Rules } from './types';

/** The rules of one stage run: its own body and those of all runs that may follow it directly. */
export function sliceRules(pack: Pack, run: string): Rules {
  const wanted = new Set([run, ...runsAfter(pack.lifecycle, run)]);
  const stages = Object.fromEntries(Object.entries(pack.stages).filter(([name]) => wanted.has(name)));
  return { ...shared(pack), stages, cases: {} };
}

/** The rules of one case: its own body, no stage. */
export function caseRules(pack: Pack, caseType: string): Rules {
  const cases = Object.fromEntries(Object.entries(pack.cases).filter(([name]) => name === caseType));
  return { ...shared(pack), stages: {}, cases };
}

function shared(pack: Pack): Omit<Rules, 'stages' | 'cases'> {
  return {
    pack: pack.ref,
    measure: pack.measure,
    ...(pack.words === undefined ? {} : { words: pack.words }),
    roles: pack.roles,
    powers: pack.powers,
    facts: pack.facts,
    values: pack.values,
    lifecycle: pack.lifecycle,
  };
}
