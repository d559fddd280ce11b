/** A case that clocks of its project name under `pausedBy`: handed in it stops them, over it lets them go. Pure. */
import { emit, type Draft } from '../route/draft';
import { effectKey } from '../route/happen';
import { isOver } from './life';
import type { ProcessState } from './state';

/** Puts into the state what a case that stops clocks tells its project, where this decision handed it in or ended it. */
export function holdClocks(before: ProcessState, draft: Draft): void {
  const { state, around } = draft;
  const type = state.caseType ?? '';
  const row = state.kind === 'case' ? around.rules.cases[type] : undefined;
  if (row?.stopsClocks !== true) return;
  const wasUnderWay = before.status !== 'draft' && !isOver(before);
  const isUnderWay = state.status !== 'draft' && !isOver(state);
  if (wasUnderWay === isUnderWay) return;
  emit(draft, {
    type: 'effectDue',
    effect: {
      key: effectKey(state),
      deed: { do: isUnderWay ? 'hold' : 'letGo', case: type, by: state.workflowId },
      reason: state.name,
    },
  });
}
