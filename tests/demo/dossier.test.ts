/** The example dossier holds what the story hands in, at the exact boundaries of the law. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { loadDossier, type Dossier } from '../../demo/dossier';

const root = path.join(__dirname, '..', '..');
const folder = path.join(root, 'examples', 'social-governance-platform');
const rows = parse(readFileSync(path.join(folder, 'dossier.yaml'), 'utf8')).materials as Record<
  string,
  { file: string; kind: string }
>;

let dossier: Dossier;
beforeAll(async () => {
  dossier = await loadDossier(folder);
});

describe('the example dossier', () => {
  it('has a file for every material and a material for every file', () => {
    const named = Object.values(rows).map(({ file }) => file);
    expect(named.sort()).toEqual(readdirSync(path.join(folder, 'materials')).sort());
  });

  it('names only kinds of material that the pack asks for', () => {
    const pack = readFileSync(path.join(root, 'policies', 'huaian.yaml'), 'utf8');
    const kinds = Object.values(rows).map(({ kind }) => kind);
    expect(kinds.filter((kind) => !new RegExp(`^ +${kind}:`, 'm').test(pack))).toEqual([]);
  });

  it('holds real docx and pdf files', async () => {
    for (const name of Object.keys(rows)) {
      const row = dossier.material(name);
      const start = Buffer.from(await dossier.bytes(row))
        .subarray(0, 4)
        .toString('latin1');
      expect([name, start]).toEqual([name, row.file.endsWith('.pdf') ? '%PDF' : 'PK\u0003\u0004']);
    }
  });

  it('spends exactly 5 % on security, and one fen less at first', () => {
    const budget = Number(dossier.fact('budget'));
    expect(Number(dossier.fact('securityCost')) * 100).toBe(budget * 5);
    expect(Number(dossier.fact('securityCostFirst'))).toBe(Number(dossier.fact('securityCost')) - 1);
  });

  it('asks for one fen more than the contract', () => {
    const contract = Number(dossier.material('contract').fields['amount']);
    expect(dossier.payment('first').amount + dossier.payment('tooMuch').amount).toBe(contract + 1);
  });

  it('does not know names it does not hold', () => {
    expect(() => dossier.fact('profit')).toThrow('the dossier has no fact "profit"');
  });
});
