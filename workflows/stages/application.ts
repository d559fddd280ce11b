/** 申报: the dossier is handed in and checked; a return starts the next round. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 申报: the dossier is handed in and checked; a return starts the next round. */
export async function application(carried: Carried): Promise<void> {
  const stage = openStage('application', carried);
  await stage.route('main');
  await stage.next();
}
