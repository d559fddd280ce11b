/** Writes docs/verbs.md from the rules. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verbsDocument } from './verbs-table';

writeFileSync(join(__dirname, '..', 'docs', 'verbs.md'), verbsDocument());
