/** What is refused at the door: gates `before: door` that the declared facts already decide against. */
import { checkGate } from '../gates/check';
import type { GateReport } from '../gates/report';
import { evaluateExpression } from '../pack/feel';
import type { Gate } from '../pack/types';
import { applies, bodyOf, contextOf, type Surroundings } from './context';
import type { ProcessState } from './state';

/** Unmet gates at the door. One that reads what is not declared yet waits for the submission, where it is looked at again. */
export function doorReports(state: ProcessState, around: Surroundings): GateReport[] {
  const run = state.run ?? (state.kind === 'project' ? (around.rules.lifecycle[0]?.run ?? null) : state.run);
  const body = bodyOf(around.rules, { ...state, run });
  if (body === undefined) return [];
  const context = contextOf({ ...state, run }, around);
  const isNo = ({ check }: Gate) => {
    if (check.check !== 'holds') return false;
    const result = evaluateExpression(check.condition, context);
    return 'value' in result && result.value !== true;
  };
  return Object.values(body.gates)
    .filter((gate) => gate.before === 'door' && applies(gate, context) && isNo(gate))
    .map((gate) => checkGate(gate, body, { state, around, context }));
}
