/** Every committed pack of policies/; a test compares the list with the folder. */
import type { Pack } from '../../domain/pack/types';
import { policy } from '../domain/project/world';

export const packFiles = [
  'huaian.yaml',
  'luohe.yaml',
  'xiangtan.yaml',
  'generic.yaml',
  'data-resources.yaml',
  'office.yaml',
] as const;

export const packs: readonly Pack[] = packFiles.map(policy);
