/** Whether the exception a text allows (原则上) has been given, and proved by the paper the pack names for it. */
import type { Waiver } from '../pack/types';
import { effective, type Surroundings } from '../project/context';
import type { ProcessState } from '../project/state';
import { waiverKey } from './report';

interface Waived {
  readonly code: string;
  readonly waiver?: Waiver | undefined;
}

/** Given for this code in the present run; `lacks` is the paper that must prove it and is not there. */
export function waivedBy(
  { code, waiver }: Waived,
  { state, around }: { state: ProcessState; around: Surroundings },
): { readonly given: boolean; readonly lacks?: string } {
  if (waiver === undefined || state.waived[waiverKey(state, code)] === undefined) return { given: false };
  const { material } = waiver;
  const proved = material === undefined || effective(state, around.outside).materials[material] !== undefined;
  return proved ? { given: true } : { given: false, lacks: material };
}
