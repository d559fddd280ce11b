/** 采购与合同: plan, award, contract with its legality review. */
import type { Carried } from '../messages';
import { openStage } from '../open-stage';

/** 采购与合同: plan, award, contract with its legality review. */
export async function procurement(carried: Carried): Promise<void> {
  const stage = openStage('procurement', carried);
  await stage.route('plan');
  await stage.route('award');
  await stage.route('contract');
  await stage.next();
}
