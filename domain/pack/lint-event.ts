/** Events of other systems: a name that means one step of a process, and steps that an event alone can complete. */
import { bodiesOf, stepsOf } from './lint-walk';
import type { PackRows } from './lint-walk';
import type { Note, Path } from './mistakes';
import type { Step } from './types';

interface Awaiting {
  readonly step: Step & { readonly event: string };
  readonly path: Path;
}

/** Checks every step that names an event. The stages are one process, each case is one of its own. */
export function checkAwaitedEvents(pack: PackRows, note: Note): void {
  const placed = bodiesOf(pack).map((each) => ({ each, waiting: awaitingIn(each) }));
  checkNames(
    placed.flatMap(({ each, waiting }) => (each.caseType === undefined ? waiting : [])),
    note,
  );
  for (const { each, waiting } of placed) {
    if (each.caseType !== undefined) checkNames(waiting, note);
    for (const one of waiting) checkAlone(one, note);
  }
}

function awaitingIn(placed: ReturnType<typeof bodiesOf>[number]): Awaiting[] {
  return stepsOf(placed).flatMap(({ step, path }) => {
    const { event } = step;
    return event === undefined ? [] : [{ step: { ...step, event }, path }];
  });
}

/** One name for two steps: what was sent for the first and comes late would complete the second. */
function checkNames(waiting: readonly Awaiting[], note: Note): void {
  const first = new Map<string, string>();
  for (const { step, path } of waiting) {
    const other = first.get(step.event);
    if (other !== undefined)
      note(
        'event/awaited-twice',
        [...path, 'event'],
        `事件 ${step.event} 已由环节 ${other} 等待:同一办理过程中每个事件只对应一个环节`,
        `the step ${other} waits for the event ${step.event} already: an event means one step of a process`,
      );
    first.set(step.event, other ?? step.step);
  }
}

/** An event brings fields and a comment (papers lie ready, handed in by colleagues); what only a person can say leaves it refused for ever. */
function checkAlone({ step, path }: Awaiting, note: Note): void {
  const lacking = [
    ...step.findings,
    ...step.outcomes.flatMap(({ outcome, grounds }) => (grounds === undefined ? [] : [outcome])),
  ];
  if (lacking.length > 0)
    note(
      'event/needs-a-person',
      [...path, 'event'],
      `事件不能作出分项意见或说明理由(${lacking.join('、')}):该环节须由人办理`,
      `an event gives no findings and no grounds (${lacking.join(', ')}): a person completes this step`,
    );
}
