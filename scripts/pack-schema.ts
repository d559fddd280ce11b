/** Writes policies/pack.schema.json, the JSON Schema that editors check packs against, from the zod schema. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packSchema } from '../domain/pack/schema';
import { overSchema } from '../domain/pack/schema-over';

/** The JSON Schema of a written pack, as text. */
export function packSchemaText(): string {
  const { $schema, description, ...whole } = z.toJSONSchema(packSchema, { io: 'input' });
  const { $schema: _same, description: _words, ...over } = z.toJSONSchema(overSchema, { io: 'input' });
  const schema = { $schema, description, if: { required: ['buildsOn'] }, then: over, else: whole };
  return `${JSON.stringify(schema, null, 1)}\n`;
}

/** Where the schema is committed. */
export const packSchemaPath = join(__dirname, '..', 'policies', 'pack.schema.json');

if (require.main === module) {
  writeFileSync(packSchemaPath, packSchemaText());
  process.stdout.write(`${packSchemaPath}\n`);
}
