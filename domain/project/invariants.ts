/** What holds whatever a pack says: nothing is in use unaccepted, nothing is paid without contract and budget. Pure. */
import { defined } from '../defined';
import { refuse, type Refusal } from '../refusals';
import type { Draft } from '../route/draft';
import { bodyOf, effective } from './context';
import type { ProcessState } from './state';

/** Refusals of a decision that would break what holds always, with the article of the pack where it names one. */
export function checkInvariants(before: ProcessState, draft: Draft): Refusal[] {
  const comesIntoUse =
    draft.state.status === 'inUse' && before.status !== 'inUse' && before.suspension === null;
  if (comesIntoUse && !isAccepted(draft.state))
    return [refuse('project/not-accepted', {}, articleOfUse(draft))];
  if (isPaid(draft) && !isFunded(draft)) return [refuse('project/no-contract', {}, articleOfMoney(draft))];
  return [];
}

/** The article by which nothing unaccepted is used: that of the gate which says so, else of the run itself. */
function articleOfUse({ state, around: { rules } }: Draft) {
  const gates = Object.values(bodyOf(rules, state)?.gates ?? {});
  const gate = gates.find(({ check }) => check.check === 'ended');
  return defined({ basis: gate?.basis ?? rules.lifecycle.find(({ run }) => run === state.run)?.basis });
}

function articleOfMoney({ state, around: { rules } }: Draft) {
  return defined({ basis: rules.cases[state.caseType ?? '']?.basis });
}

function isAccepted(state: ProcessState): boolean {
  return state.ended.filter((run) => run.kind === 'acceptance').at(-1)?.outcome === 'passed';
}

function isPaid({ state, around }: Draft): boolean {
  const isMoney = state.kind === 'case' && around.rules.cases[state.caseType ?? '']?.kind === 'money';
  return isMoney && state.ended.at(-1)?.good === true;
}

/** Contract and budget are known. Undecided until outside facts are gathered: the handler looks again. */
function isFunded({ state, around }: Draft): boolean {
  if (around.outside === undefined) return true;
  const { materials, facts } = effective(state, around.outside);
  return typeof materials['contract']?.fields['amount'] === 'number' && typeof facts['budget'] === 'number';
}
