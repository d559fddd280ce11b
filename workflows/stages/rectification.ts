/** 限期整改: an order with a date, then as many rounds of fixing and checking as it takes. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 限期整改: an order with a date, then as many rounds of fixing and checking as it takes. */
export async function rectification(carried: Carried): Promise<void> {
  const stage = openStage('rectification', carried);
  await stage.route('order');
  await stage.route('fix');
  await stage.next();
}
