/** 建设与监理: start order, building, completion confirmed. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 建设与监理: start order, building, completion confirmed. */
export async function supervision(carried: Carried): Promise<void> {
  const stage = openStage('supervision', carried);
  await stage.route('start');
  await stage.route('finish');
  await stage.next();
}
