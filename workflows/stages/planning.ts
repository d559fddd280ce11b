/** 计划: screening against intensive building, then a place in the yearly plan; the government may let an urgent project go without one. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/**
 * 计划: what fails the screening gets no place in the plan and no money; what passes waits for the plan. A bypass
 * (情况紧急,经政府批准) ends the stage in place of the listing; refused, it leads back to the screening.
 */
export async function planning(carried: Carried): Promise<void> {
  const stage = openStage('planning', carried);
  await stage.route('screening');
  await stage.route('listing');
  await stage.next();
}
