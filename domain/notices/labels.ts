/** Names of things as notices say them: the process, its runs, its steps, the key of a person. */
import type { Pack } from '../pack/types';
import type { ProcessState, Task } from '../project/state';
import type { Words } from './notice';

type Bodies = Pick<Pack, 'stages' | 'cases' | 'lifecycle'>;

/** Number and name; the number alone where few may know of the process. */
export function nameOf({ id, name, readers }: Pick<ProcessState, 'id' | 'name' | 'readers'>): string {
  return readers === undefined ? `${id} ${name}` : id;
}

/** A row's own words, or its name. */
export function wordsOr({ zh, en }: Partial<Words> = {}, name = ''): Words {
  return { zh: zh ?? name, en: en ?? zh ?? name };
}

/** The stage run or case of that name as people call it. */
export function labelOf({ cases, lifecycle, stages }: Bodies, run: string): Words {
  const row = lifecycle.find((each) => each.run === run) ?? stages[run] ?? cases[run];
  return wordsOr(row, run);
}

/** The step of a task as people call it. */
export function stepOf({ stages, cases }: Bodies, { run, step }: Pick<Task, 'run' | 'step'>): Words {
  const body = stages[run] ?? cases[run];
  const row = body?.phases.flatMap(({ steps }) => steps).find((each) => each.step === step);
  return wordsOr(row, step);
}
