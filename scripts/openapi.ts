/** Writes docs/openapi.json from the route table. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../api/openapi';
import { routes } from '../api/routes';

writeFileSync(
  join(__dirname, '..', 'docs', 'openapi.json'),
  `${JSON.stringify(openApiDocument(routes), null, 2)}\n`,
);
