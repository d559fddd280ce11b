/** The written packs of the invented cities. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const cityText = (file: string): string => readFileSync(join(__dirname, 'packs', file), 'utf8');
