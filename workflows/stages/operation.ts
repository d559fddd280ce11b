/** 运行: put in use, then the warranty and every recurring duty run for years. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 运行: put in use, then the warranty and every recurring duty run for years. */
export async function operation(carried: Carried): Promise<void> {
  const stage = openStage('operation', carried);
  await stage.route('entry');
  await stage.next();
}
