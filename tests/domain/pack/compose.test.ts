/** A pack over others: what it leaves out is taken over, the stricter row holds, and what cannot be weighed is refused with both lines. */
import { contradictionsOf } from '../../../domain/pack/laxer';
import type { Pack } from '../../../domain/pack/types';
import { packFrom } from '../project/world';
import { levels, lineOf, lowerText, packOver, readOver } from './levels';

const { province, city, district, data, county } = levels;

const bodyOf = ({ stages }: Pack, run: string) => {
  const body = stages[run];
  if (body === undefined) throw new Error(`no stage ${run}`);
  return body;
};
const stepsOf = (pack: Pack, run: string) =>
  bodyOf(pack, run).phases.flatMap(({ steps }) => steps.map(({ step }) => step));

/** The mistakes of a text over others. */
function mistakesOf(text: string, ...uppers: readonly string[]) {
  const reading = readOver(text, ...uppers);
  if (reading.ok) throw new Error('the pack was read');
  return reading.mistakes;
}

describe('province, city and district', () => {
  const pack = packOver(district, city, province);

  it('make one ordinary pack of the district, each row with its own article and the pack it is from', () => {
    expect([pack.ref.id, pack.numbering.project, pack.measure.zh]).toEqual([
      'some-district',
      'DT-{year}-{seq:4}',
      '某区政务信息化项目实施规定',
    ]);
    const { gates, clocks, materials } = bodyOf(pack, 'application');
    expect(gates['securityShareTooLow']).toMatchObject({ basis: 'PV-8', origin: 'some-province@1.0.0' });
    expect(clocks['checking']).toMatchObject({ length: 8, basis: 'CY-6', origin: 'some-city@1.0.0' });
    expect(materials['costEstimate']).toMatchObject({
      optional: false,
      basis: 'DT-3',
    });
    expect(materials['costEstimate']).not.toHaveProperty('origin');
    expect(bodyOf(pack, 'acceptance').clocks['concluding']).toMatchObject({ basis: 'CY-12' });
    expect(Object.keys(pack.sources).sort()).toEqual(['CY', 'DT', 'PV']);
    expect(pack.buildsOn).toEqual([{ pack: 'some-city', version: '1.0.0' }]);
  });

  it('say where the district asks for less than the city, with both lines; the city holds there', () => {
    const reading = readOver(district, city, province);
    if (!reading.ok) throw new Error('mistakes');
    expect(reading.overruled).toEqual([
      expect.objectContaining({
        code: 'compose/overruled',
        path: 'stages.application.clocks.checking',
        line: lineOf(district, 'checking:'),
        other: expect.objectContaining({ file: 'some-city.yaml', line: lineOf(city, 'checking:') }),
      }),
    ]);
  });

  it('ask for nothing less than the province or the city', () => {
    expect(contradictionsOf(packFrom(province), pack).laxer).toEqual([]);
    expect(contradictionsOf(packOver(city, province), pack).laxer).toEqual([]);
  });

  it('are one pack and one hash, which no pack without uppers changes its own for', () => {
    expect(packOver(district, province, city).ref).toEqual(pack.ref);
    expect(packOver(province).ref).toEqual(packFrom(province).ref);
    expect(packFrom(province)).not.toHaveProperty('buildsOn');
  });
});

describe('a project measure and a data measure side by side', () => {
  const pack = packOver(county, province, data);

  it('are both held: the steps, gates and facts of one stand beside those of the other', () => {
    expect(stepsOf(pack, 'application')).toEqual(['fill', 'dataReview', 'check']);
    expect(Object.keys(bodyOf(pack, 'application').gates).sort()).toEqual([
      'noDataAssets',
      'securityShareTooLow',
    ]);
    expect(pack.roles['projectOwner']).toMatchObject({ basis: 'DM-3', also: [{ basis: 'PV-4' }] });
    expect(pack.settles?.map(({ row }) => row)).toEqual([
      'stages.application.routes.main.dataReview',
      'lifecycle.application',
    ]);
  });

  it('are refused where they contradict each other and the pack over both does not settle it', () => {
    const [mute, ...others] = mistakesOf(
      county.replace(/lifecycle:\n.*\n/u, '').replace(/ {2}- \{ row: life.*\n/u, ''),
      province,
      data,
    );
    expect(mute).toMatchObject({ code: 'compose/rivals', line: lineOf(county, 'buildsOn:') });
    expect(others).toEqual([]);
    const places = [lineOf(province, 'run: application'), lineOf(data, 'run: application')];
    expect(mute?.zh).toContain(`some-province.yaml:${String(places[0])}:`);
    expect(mute?.en).toContain(`some-data-measure.yaml:${String(places[1])}:`);
    const spoken = mistakesOf(county.replace(/ {2}- \{ row: life.*\n/u, ''), province, data);
    expect(spoken).toMatchObject([{ code: 'compose/unclear', path: 'lifecycle.0' }]);
  });

  it('do not depend on the order in which they are named', () => {
    const turned = county.replace(
      / {2}- \{ pack: some-province.*\n( {2}- \{ pack: some-data.*\n)/u,
      (both, last: string) => last + both.slice(0, both.length - last.length),
    );
    expect(turned).not.toBe(county);
    expect(packOver(turned, data, province).ref.hash).toBe(pack.ref.hash);
  });
});

describe('gates of one name', () => {
  const own = '{ zh: 总投资过高, en: too dear, holds: budget > securityCost, basis: LO-2 }';
  const text = lowerText(`stages: { application: { gates: { securityShareTooLow: ${own} } } }\n`, province);

  it('hold both when they check different things, each with its article', () => {
    const pack = packOver(text, province);
    const { gates } = bodyOf(pack, 'application');
    expect(gates['securityShareTooLow']).toMatchObject({ basis: 'LO-2', zh: '总投资过高' });
    expect(gates['securityShareTooLowOfSomeProvince']).toMatchObject({ basis: 'PV-8' });
    expect(contradictionsOf(packFrom(province), pack)).toEqual({ laxer: [], unclear: [] });
  });
});

describe('what the lint refuses', () => {
  const check = (more: string) =>
    `stages: { application: { routes: { main: [{ step: check, zh: 审核, en: check, who: projectOwner, does: decide, outcomes: { complete: passed, returned: fill }, basis: LO-4 ${more} }] } } }\n`;

  it('a row no program can weigh, with the lines of both, until its author settles it', () => {
    const text = lowerText(check(''), province);
    const [mistake, ...others] = mistakesOf(text, province);
    expect(others).toEqual([]);
    expect(mistake).toMatchObject({
      code: 'compose/unclear',
      line: lineOf(text, 'stages:'),
      other: { file: 'some-province.yaml', line: lineOf(province, 'step: check') },
    });
    expect(mistake?.zh).toContain('who');
    const settled = `settles: [{ row: stages.application.routes.main.check, because: 本级无专设机构 }]\n${check('')}`;
    const pack = packOver(lowerText(settled, province), province);
    expect(bodyOf(pack, 'application').phases[0]?.steps[1]).toMatchObject({
      basis: 'LO-4',
      who: [{ role: 'projectOwner' }],
    });
    expect(pack.settles).toEqual([
      { row: 'stages.application.routes.main.check', because: '本级无专设机构' },
    ]);
  });

  it('a word that settles nothing', () => {
    const text = lowerText('settles: [{ row: roles.dataBureau, because: 无 }]\n', province);
    expect(mistakesOf(text, province)).toMatchObject([
      { code: 'compose/settles-nothing', line: lineOf(text, 'settles:') },
    ]);
  });

  it('a pack that is not there, and packs that build on each other', () => {
    const line = lineOf(city, 'buildsOn:');
    expect(mistakesOf(city)).toMatchObject([{ code: 'compose/no-upper', line }]);
    const circle = lowerText('', city).replace('pack: lower', 'pack: some-province');
    expect(mistakesOf(city, city, circle)).toMatchObject([
      { code: 'compose/circle', file: 'some-province.yaml', line: lineOf(circle, 'buildsOn:') },
    ]);
    const [mistake] = mistakesOf(city, city, circle);
    expect(mistake?.en).toContain('some-city@1.0.0 → some-province@1.0.0 → some-city@1.0.0');
  });

  it('a mistake in a row that was taken over, in the file where it stands', () => {
    const wrong = province.replace('holds: securityCost * 100', 'holds: safetyCost * 100');
    expect(mistakesOf(city, wrong)).toMatchObject([
      { code: 'feel/refused', file: 'some-province.yaml', line: lineOf(province, 'securityShareTooLow') },
    ]);
    const misspelt = mistakesOf(city, province.replace('roles:', 'rolls:'));
    expect(misspelt.map(({ code, file, line }) => [code, file, line])).toEqual([
      ['schema/missing', 'some-province.yaml', lineOf(province, 'pack:')],
      ['schema/unknown-key', 'some-province.yaml', lineOf(province, 'roles:')],
    ]);
  });

  it('a row of its own that is wrong, on its own line', () => {
    const text = city.replace('until: conclude.done', 'until: never.done');
    const [mistake] = mistakesOf(text, province);
    expect(mistake?.line).toBe(lineOf(city, 'concluding:'));
    expect(mistake).not.toHaveProperty('file');
  });

  it('the words of a composed pack in an ordinary one', () => {
    const codes = mistakesOf(province.replace('{ step: check,', '{ step: check, after: fill,')).map(
      ({ code }) => code,
    );
    expect(codes).toEqual(['schema/unknown-key']);
  });
});

describe('a new step', () => {
  const review = (more: string) =>
    `{ step: review, zh: 初审, en: first look, who: dataBureau, does: decide, outcomes: { complete: next, returned: fill }, basis: LO-5 ${more} }`;
  const fill = '{ step: fill, zh: 填报, en: fill in, who: projectOwner, basis: LO-5 }';
  const check =
    '{ step: check, zh: 审核, en: check, who: dataBureau, does: decide, outcomes: { complete: passed, returned: fill }, basis: LO-4 }';
  const route = (...steps: readonly string[]) =>
    lowerText(`stages: { application: { routes: { main: [${steps.join(', ')}] } } }\n`, province);

  it.each([
    ['behind the one it names', route(review(', after: fill'))],
    ['behind the one written before it', route(fill, review(''))],
    ['before the one written after it', route(review(''), check)],
  ])('comes %s', (_, text) => {
    expect(stepsOf(packOver(text, province), 'application')).toEqual(['fill', 'review', 'check']);
  });

  it.each([
    ['compose/where', route(review(''))],
    ['compose/after-unknown', route(review(', after: panel'))],
    ['compose/order', route(check, fill)],
  ])('is refused as %s where its place is open', (code, text) => {
    expect(mistakesOf(text, province)).toMatchObject([{ code }]);
  });
});
