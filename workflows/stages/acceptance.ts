/** 竣工验收: application, panel; a reconsideration is told in writing and applied for again. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 竣工验收: application, panel; a reconsideration is told in writing and applied for again. */
export async function acceptance(carried: Carried): Promise<void> {
  const stage = openStage('acceptance', carried);
  do {
    await stage.route('apply');
  } while (
    (await stage.route('conclude')) === 'reconsideration' &&
    (await stage.route('notify')) !== undefined
  );
  await stage.next();
}
