/** The committed JSON Schema is the one the zod schema gives; editors find it from the first line of a pack. */
import { readFileSync } from 'node:fs';
import { packSchemaPath, packSchemaText } from '../../scripts/pack-schema';
import { huaianText } from '../domain/pack/huaian';

describe('policies/pack.schema.json', () => {
  it('equals what scripts/pack-schema.ts writes', () => {
    expect(readFileSync(packSchemaPath, 'utf8')).toBe(packSchemaText());
  });

  it('is named by the first line of the pack', () => {
    expect(huaianText.split('\n')[0]).toBe('# yaml-language-server: $schema=./pack.schema.json');
  });
});
