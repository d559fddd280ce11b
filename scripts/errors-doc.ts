/** Writes docs/errors.md from the catalogues of codes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsMarkdown } from '../api/errors-doc';

writeFileSync(join(__dirname, '..', 'docs', 'errors.md'), errorsMarkdown());
