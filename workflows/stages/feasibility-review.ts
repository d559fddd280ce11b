/** 可行性评审与立项: discussion, budget check, decision with all outside reviews side by side. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 可行性评审与立项: discussion, budget check, decision with all outside reviews side by side. */
export async function feasibilityReview(carried: Carried): Promise<void> {
  const stage = openStage('feasibilityReview', carried);
  await stage.route('main');
  await stage.next();
}
