/** Runs any case type: a side process that is pack data (fields, route, gates, clocks). */
import type { Carried } from './messages';
import { openStage } from './open-stage';

/** A side process (payment, change, inspection, …) from its opening to its end. */
export async function caseWorkflow(carried: Carried): Promise<void> {
  const stage = openStage('case', carried);
  await stage.route('main');
  await stage.next();
}
