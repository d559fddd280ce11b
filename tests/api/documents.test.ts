/** The committed contract and the catalogue of refusals are what the code says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCodes } from '../../api/all-codes';
import { apiCodes, codeRow } from '../../api/api-codes';
import { errorsMarkdown } from '../../api/errors-doc';
import { openApiDocument } from '../../api/openapi';
import { routes } from '../../api/routes';
import { refusalCodes } from '../../domain/refusal-codes';

const docs = (name: string): string => readFileSync(join(__dirname, '..', '..', 'docs', name), 'utf8');

test('docs/openapi.json equals what the route table makes', () => {
  expect(JSON.parse(docs('openapi.json'))).toEqual(JSON.parse(JSON.stringify(openApiDocument(routes))));
});

test('docs/errors.md equals the catalogues', () => {
  expect(docs('errors.md')).toBe(errorsMarkdown());
});

test('no code stands in both catalogues, and each has both languages and a next step', () => {
  expect(Object.keys(apiCodes).filter((code) => code in refusalCodes)).toEqual([]);
  for (const code of allCodes) {
    const { status, zh, en, next } = codeRow(code);
    expect(code).toMatch(/^[a-z]+\/[a-z-]+$/u);
    expect(status).toBeGreaterThanOrEqual(400);
    expect([zh, en, next.zh, next.en].every((text) => text.length > 0)).toBe(true);
  }
});

test('every route documents its answers and only known refusals', () => {
  for (const each of routes) {
    expect(Object.keys(each.answers).length).toBeGreaterThan(0);
    for (const code of each.refuses) expect(allCodes).toContain(code);
  }
});
