/** 试运行: entry decision, then a stable run whose minimum the pack sets; its clock gates the exit. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 试运行: entry decision, then a stable run whose minimum the pack sets; its clock gates the exit. */
export async function trialRun(carried: Carried): Promise<void> {
  const stage = openStage('trialRun', carried);
  await stage.route('entry');
  await stage.route('exit');
  await stage.next();
}
