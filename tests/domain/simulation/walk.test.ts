/** A dossier walks through a pack by the real rules: who is asked, by when, what is refused and why, and where it stops. */
import type { Pack } from '../../../domain/pack/types';
import { readDossier } from '../../../domain/simulation/dossier';
import { simulate } from '../../../domain/simulation/walk';
import { huaian, huaianText, read } from '../pack/huaian';
import { calendar } from '../story';
import { dossierOf, goodDossier } from './good-dossier';

const law = huaian();
const walk = (changed: object = {}, pack: Pack = law) => simulate(pack, dossierOf(changed), calendar);
const pathOf = ({ scenes }: ReturnType<typeof walk>) => scenes.map(({ run, step }) => `${run}.${step}`);
const unmetOf = (stop: ReturnType<typeof walk>['stop']) =>
  (stop.refusals ?? []).flatMap(({ unmet }) => unmet ?? []);

test('a complete dossier walks to its use, and every scene says who is asked for what', () => {
  const told = walk();
  expect(told).toMatchObject({ status: 'inUse', run: 'operation', stop: { why: 'inUse' } });
  expect(pathOf(told)[0]).toBe('application.fill');
  expect(pathOf(told).at(-1)).toBe('operation.putInUse');
  const [fill, check] = told.scenes;
  expect(fill).toMatchObject({ on: '2026-03-02', round: 1, basis: 'HA-6.1', outcome: 'submitted' });
  expect(fill?.seats).toMatchObject([{ role: 'projectOwner', zh: '信息化项目建设处室（中心）' }]);
  expect(fill?.seats[0]?.fields).toContainEqual({
    name: 'budget',
    zh: '项目总预算',
    en: 'total budget',
    given: true,
  });
  expect(fill?.seats[0]?.materials.map(({ name }) => name)).toContain('feasibilityStudy');
  expect(check).toMatchObject({ on: '2026-03-05', seats: [{ role: 'cyberspaceOffice' }] });
});

test('a clock that lets nothing go earlier is waited for, with the way its date came about', () => {
  const leave = walk().scenes.find(({ step }) => step === 'leave');
  const [minimum] = leave?.by ?? [];
  expect(minimum).toMatchObject({ clock: 'minimum', kind: 'notBefore', basis: 'HA-13.1' });
  expect(minimum?.explained.zh).toContain('3 个月');
  expect(leave?.waited).toEqual([{ clock: 'minimum', until: minimum?.due }]);
});

test('a step of several outcomes that nobody chose stops the walk and names them', () => {
  const { check: _none, ...choose } = goodDossier.choose;
  const told = walk({ choose });
  expect(told.stop).toMatchObject({
    why: 'choice',
    at: 'application.check',
    outcomes: ['complete', 'returned', 'outOfScope'],
  });
  expect(told.stop.zh).toContain('--choose application.check=complete');
  expect(told.scenes.at(-1)).not.toHaveProperty('outcome');
});

test('a gate that does not hold stops the walk with its article and what is missing', () => {
  const told = walk({ facts: { ...goodDossier.facts, securityCost: 1 } });
  expect(told.stop).toMatchObject({ why: 'refused', at: 'application.fill' });
  expect(unmetOf(told.stop)).toMatchObject([{ code: 'securityShareTooLow', basis: 'HA-12.5a' }]);
  expect(told.stop.zh).toContain('HA-12.5a');
  const looked = told.scenes[0]?.gates.find(({ gate }) => gate.code === 'securityShareTooLow');
  expect(looked?.met).toBe(false);
});

test('everything the dossier lacks is named at once', () => {
  const { budget: _budget, ...facts } = goodDossier.facts;
  const told = walk({ facts, allMaterials: false });
  const missing = unmetOf(told.stop).flatMap((gate) => gate.missing);
  expect(missing).toEqual(expect.arrayContaining(['budget', 'applicationForm', 'investmentEstimate']));
  expect(told.scenes[0]?.seats[0]?.fields).toContainEqual(
    expect.objectContaining({ name: 'budget', given: false }),
  );
});

test('a waiver that the pack allows is given by whom it names; without it the material is asked for', () => {
  const { feasibilityStudy: _study, ...materials } = goodDossier.materials;
  const constructionScheme = { networkSecurityChapter: true };
  const without = walk({ materials: { ...materials, constructionScheme } });
  expect(unmetOf(without.stop).map(({ params }) => params?.['kind'])).toContain('feasibilityStudy');
  const waived = walk({ materials: { ...materials, constructionScheme }, waive: ['feasibilityStudy'] });
  expect(waived.scenes[0]?.waived).toContain('feasibilityStudy');
  expect(waived.scenes[0]?.outcome).toBe('submitted');
});

test('a seat for a party that is not bound stops the walk', () => {
  const { supervisor: _supervisor, ...parties } = goodDossier.parties;
  const text = huaianText.replace(
    'parties: [contractor, supervisor, auditor]',
    'parties: [contractor, auditor]',
  );
  const answer = read(text);
  if (!answer.ok) throw new Error(JSON.stringify(answer.mistakes));
  const told = walk({ parties }, answer.pack);
  expect(told.stop).toMatchObject({ why: 'nobody', at: 'building.confirm' });
  expect(told.stop.zh).toContain('监理单位');
});

test('choices in turn walk through a second round; the last one holds', () => {
  const choose = { ...goodDossier.choose, panel: ['failed', 'reconsideration', 'passed'] };
  const told = walk({ choose });
  expect(told.stop.why).toBe('inUse');
  expect(told.scenes.filter(({ step }) => step === 'panel').map(({ outcome }) => outcome)).toEqual([
    'failed',
    'reconsideration',
    'passed',
  ]);
  expect(pathOf(told)).toContain('rectify.repair');
  const again = told.scenes.filter(({ step }) => step === 'request').at(-1);
  expect(again).toMatchObject({ waited: [{ clock: 'reapply' }] });
});

test('a run that does not exist for this project is passed over', () => {
  const facts = { ...goodDossier.facts, buildKinds: ['operationsMaintenance'] };
  const path = pathOf(walk({ facts }));
  expect(path).not.toContain('trialRun.admit');
  expect(path.at(-1)).toBe('operation.putInUse');
});

test('choices that walk in circles are stopped, and an end of the pack is an end', () => {
  expect(walk({ choose: { ...goodDossier.choose, leave: 'unstable' } }).stop.why).toBe('circle');
  const out = walk({ choose: { ...goodDossier.choose, check: 'outOfScope' } });
  expect(out).toMatchObject({ status: 'outOfScope', stop: { why: 'end' } });
});

test('what a decision brings about is told: documents, clocks, cases', () => {
  const panel = walk().scenes.find(({ step }) => step === 'panel');
  expect(panel?.documents.map(({ document }) => document)).toEqual(['acceptanceReport']);
  expect(panel?.started.map(({ clock }) => clock)).toEqual(['warranty']);
  expect(panel?.effects).toEqual(['open assetRegistration']);
});

test('a name the pack does not know is a mistake of the dossier', () => {
  const wrong = { facts: { budjet: 1 }, choose: { check: 'fine' }, parties: { board: 'x' }, waive: ['x'] };
  const { mistakes } = readDossier(wrong, law, '2026-01-05');
  expect(mistakes.map(({ en }) => en)).toEqual([
    'dossier facts: the pack has no budjet',
    'dossier parties: the pack has no board',
    'dossier waive: the pack has no x',
    'choice check=fine: no such outcome, only complete, returned, outOfScope',
  ]);
  expect(readDossier({ start: '2026-02-30' }, law, '2026-01-05').mistakes).toHaveLength(1);
  expect(readDossier({}, law, '2026-01-05').dossier).toMatchObject({ start: '2026-01-05', daysPerStep: 0 });
});
