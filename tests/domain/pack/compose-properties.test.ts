/** Whatever packs of one shape say, composed they are never laxer than one of them, in any order, and composing again changes nothing. */
import fc from 'fast-check';
import { parse } from 'yaml';
import { composeLayers } from '../../../domain/pack/compose';
import { contradictionsOf } from '../../../domain/pack/laxer';
import { layerOf } from '../../../domain/pack/layers';
import type { Layer, Source } from '../../../domain/pack/layers';
import { inOneNotation } from '../../../domain/pack/written-notation';
import { recordOf } from '../../../domain/pack/written-rows';
import type { Says } from '../../../domain/pack/written-rows';
import { packFrom } from '../project/world';
import { levels, packOver } from './levels';

const waiver = fc.constantFrom(
  undefined,
  { by: 'dataBureau' },
  { by: 'dataBureau', material: 'costEstimate' },
);
const named = { zh: '行', en: 'row' };
const material = (prefix: string) =>
  fc.record({ optional: fc.boolean(), waiver }).map((row) => ({ ...named, ...row, basis: `${prefix}-7` }));
const gate = (prefix: string) =>
  fc
    .record({
      holds: fc.constantFrom('budget > securityCost', 'securityCost * 100 >= budget * minSecurityShare'),
      before: fc.constantFrom('fill', 'check'),
      waiver,
    })
    .map((row) => ({ ...named, ...row, basis: `${prefix}-8` }));
const clock = (prefix: string) =>
  fc
    .record({ is: fc.nat({ max: 30 }), then: fc.subarray(['remind', 'mark'], { minLength: 1 }) })
    .map((row) => ({
      ...named,
      ...row,
      kind: 'deadline',
      from: 'fill.submitted',
      until: 'check.done',
      unit: 'workingDays',
      basis: `${prefix}-9`,
    }));
const rest = (prefix: string) =>
  fc.nat({ max: 30 }).map((is) => ({
    ...named,
    kind: 'notBefore',
    from: 'fill.submitted',
    until: 'check.done',
    is,
    unit: 'days',
    basis: `${prefix}-10`,
  }));
const share = (prefix: string) =>
  fc.nat({ max: 100 }).map((is) => ({ is, unit: 'percent', stricter: 'higher', basis: `${prefix}-8` }));

/** What one measure says, in part or in full: undefined is silence. */
const sayings = (prefix: string) =>
  fc.record(
    {
      applicationForm: fc.option(material(prefix), { nil: undefined }),
      securityShareTooLow: fc.option(gate(prefix), { nil: undefined }),
      checking: fc.option(clock(prefix), { nil: undefined }),
      resting: fc.option(rest(prefix), { nil: undefined }),
      minSecurityShare: fc.option(share(prefix), { nil: undefined }),
    },
    { noNullPrototype: true },
  );
type Sayings = ReturnType<typeof sayings> extends fc.Arbitrary<infer T> ? T : never;

/** The rows as a body and values. */
function rowsFrom({
  applicationForm,
  securityShareTooLow,
  checking,
  resting,
  minSecurityShare,
}: Sayings): Says {
  const application = {
    materials: { applicationForm },
    gates: { securityShareTooLow },
    clocks: { checking, resting },
  };
  return plain({ values: { minSecurityShare }, stages: { application } });
}

/** Without what is undefined: a text does not know it. */
const plain = (value: unknown): Says => recordOf(JSON.parse(JSON.stringify(value)));

const whole = recordOf(parse(levels.province, { schema: 'core' }));

/** The example of a province with rows of another measure in place of its own. */
function upperText(id: string, prefix: string, said: Sayings): string {
  const { values, stages } = rowsFrom(said);
  const ofProvince = recordOf(whole['stages']);
  const written = recordOf(recordOf(stages)['application']);
  const application = recordOf(ofProvince['application']);
  const own = (table: string) => ({ ...recordOf(application[table]), ...recordOf(written[table]) });
  const form = {
    ...whole,
    pack: id,
    sources: { ...recordOf(whole['sources']), [prefix]: { zh: id, version: '2026' } },
    values: { ...recordOf(whole['values']), ...recordOf(values) },
    stages: {
      ...ofProvince,
      application: {
        ...application,
        materials: own('materials'),
        gates: own('gates'),
        clocks: own('clocks'),
      },
    },
  };
  return headed(id, form);
}

/** A pack as text whose first lines name it, as the files of people do. */
function headed(id: string, { pack: _pack, version: _version, ...form }: Says): string {
  const lines = Object.entries(form).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return [`pack: ${id}`, 'version: 1.0.0', ...lines].join('\n');
}

function lowerOver(said: Sayings, ...uppers: readonly string[]): string {
  return headed('lower', {
    buildsOn: uppers.map((pack) => ({ pack, version: '1.0.0' })),
    measure: whole['measure'],
    sources: { PV: recordOf(whole['sources'])['PV'], LO: { zh: '下级', version: '2026' } },
    numbering: whole['numbering'],
    ...rowsFrom(said),
  });
}

const three = fc.tuple(sayings('AA'), sayings('BB'), sayings('LO'));

test('a composed pack asks for nothing less than either of the packs it builds on', () => {
  fc.assert(
    fc.property(three, ([a, b, own]) => {
      const [one, other] = [upperText('one', 'AA', a), upperText('other', 'BB', b)];
      const pack = packOver(lowerOver(own, 'one', 'other'), one, other);
      expect(contradictionsOf(packFrom(one), pack).laxer).toEqual([]);
      expect(contradictionsOf(packFrom(other), pack).laxer).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('the order of packs side by side changes neither the pack nor its hash', () => {
  fc.assert(
    fc.property(three, ([a, b, own]) => {
      const [one, other] = [upperText('one', 'AA', a), upperText('other', 'BB', b)];
      const pack = packOver(lowerOver(own, 'one', 'other'), one, other);
      expect(packOver(lowerOver(own, 'other', 'one'), other, one)).toEqual(pack);
    }),
    { numRuns: 15 },
  );
});

/** A layer without a text. */
function layer(id: string, text: string): Layer {
  const source: Source = {
    ref: `${id}@1.0.0`,
    file: id,
    place: ({ path, ...said }) => ({ ...said, path: path.join('.'), line: 1, column: 1 }),
  };
  return layerOf(recordOf(parse(text, { schema: 'core' })), source);
}

test('composing a composed pack again with the same packs changes no row', () => {
  fc.assert(
    fc.property(three, ([a, b, own]) => {
      const uppers = [layer('one', upperText('one', 'AA', a)), layer('other', upperText('other', 'BB', b))];
      const once = composeLayers(layer('lower', lowerOver(own, 'one', 'other')), uppers);
      const again = composeLayers(once.layer, uppers);
      const saidBy = ({ rows }: Layer) =>
        Object.fromEntries(rows.map(({ id, table, says }) => [id, inOneNotation(table, says)]));
      expect(once.found).toEqual([]);
      expect(saidBy(again.layer)).toEqual(saidBy(once.layer));
      expect(again.overruled).toEqual([]);
    }),
  );
});
