/** Which open task an event of another system completes, and with what outcome. Pure. */
import { defined } from '../defined';
import type { Rules } from '../pack/types';
import type { Actor } from '../project/commands';
import { bodyOf } from '../project/context';
import type { ProcessState } from '../project/state';
import { openTasksOf } from '../project/task';
import { holds } from './whom';

/**
 * The open task of this machine's account whose step names the event. The event stands for the outcome it names, else for the
 * best one of a step that decides; whether the step has that outcome is asked when it is decided. Undefined when nothing waits for it.
 */
export function awaitedBy(
  state: ProcessState,
  rules: Rules,
  { actor, event, outcome }: { readonly actor: Actor; readonly event: string; readonly outcome?: string },
): { readonly task: string; readonly outcome?: string } | undefined {
  const steps = bodyOf(rules, state)?.phases.flatMap((phase) => phase.steps) ?? [];
  const waiting = new Map(steps.filter((step) => step.event === event).map((step) => [step.step, step]));
  const task = openTasksOf(state).find((each) => waiting.has(each.step) && holds(each, actor));
  if (task === undefined) return undefined;
  const step = waiting.get(task.step);
  const best = step?.does === 'decide' ? step.outcomes[0]?.outcome : undefined;
  return { task: task.id, ...defined({ outcome: outcome ?? best }) };
}
