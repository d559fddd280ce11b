/** Reads the body of a stage run or case: every row with its defaults written out and its conditions checked. */
import { typeOfField } from './feel-types';
import type { Path } from './mistakes';
import { readPhases, readWaiver, stepAt } from './read-route';
import { present, readExpression, readField, readFields, readRow, readTable } from './reading';
import type { Reading } from './reading';
import type { BodyForm, CaseForm, ClockForm, EffectForm, FactForm, GateForm, MaterialForm } from './schema';
import type { PhaseOfKind } from './stage-kinds';
import type { Body, Clock, Counting, Effect, Fact, Gate, GateCheck, Material } from './types';

interface BodyPlace {
  readonly name: string;
  readonly path: Path;
  readonly kind: readonly PhaseOfKind[];
  readonly outcomes: readonly string[];
}

/** One body, for stages and cases alike. */
export function readBody(
  reading: Reading,
  form: BodyForm | CaseForm,
  { name, path, kind, outcomes }: BodyPlace,
): Body {
  const phases = readPhases(reading, form.routes, kind, [...path, 'routes']);
  const firstStep = phases[0]?.steps[0]?.step ?? 'submit';
  return {
    name,
    phases,
    outcomes,
    facts: each(form.facts, (fact, key) => readFact(reading, fact, [...path, 'facts', key], firstStep)),
    materials: each(form.materials, (material, key) =>
      readMaterial(reading, material, { kind: key, path: [...path, 'materials', key], phases }),
    ),
    gates: each(form.gates, (gate, key) => readGate(reading, gate, key, [...path, 'gates', key])),
    clocks: each(form.clocks, (clock, key) => readClock(reading, clock, key, [...path, 'clocks', key])),
    documents: each(form.documents, (document, key) => ({
      ...readRow(reading, document, [...path, 'documents', key]),
      document: key,
      after: document.after,
      ...present({ number: document.number, signs: document.signs, to: document.to }),
    })),
    consequences: (form.consequences ?? []).map((row, index) => ({
      ...readRow(reading, row, [...path, 'consequences', index]),
      after: row.after,
      then: row.then.map((effect, at) =>
        readEffect(reading, effect, [...path, 'consequences', index, 'then', at]),
      ),
    })),
    options: 'options' in form ? (form.options ?? {}) : {},
    ...present({ note: form.note, reading: form.reading }),
  };
}

/** The same record with every row read. */
export function each<F, T>(
  rows: Readonly<Record<string, F>> | undefined,
  read: (row: F, key: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(rows ?? {}).map(([key, row]) => [key, read(row, key)]));
}

/** A declared fact, with the step at which it must be known. */
export function readFact(reading: Reading, form: FactForm, path: Path, due: string): Fact {
  const { type, options, unit, optional, of } = form;
  const field = readField(reading, { type, ...present({ options, unit, optional, of }) }, path);
  const [total, totalField] = form.total?.split('.') ?? [];
  const origins = [form.derive, form.total, form.set, form.counts].filter((origin) => origin !== undefined);
  if (origins.length > 1)
    reading.note('fact/origins', path, '一个事实只能有一个来源', 'a fact has one origin only');
  if (form.total !== undefined && totalField === undefined)
    reading.note('fact/total', [...path, 'total'], 'total 应写作 事项.字段', 'total is written case.field');
  return {
    ...readRow(reading, form, path),
    ...field,
    ...present({
      derive: readDerive(reading, form, path),
      set: form.set,
      counts: form.counts === undefined ? undefined : readCounting(form.counts),
      total:
        total === undefined
          ? undefined
          : { case: total, field: totalField ?? '', ...present({ underway: form.underway }) },
    }),
    due: form.due ?? due,
  };
}

function readCounting({ ended, inTime, ...form }: NonNullable<FactForm['counts']>): Counting {
  return { ...form, ...present({ ended, inTime }) };
}

function readDerive(reading: Reading, form: FactForm, path: Path): Fact['derive'] {
  const { derive, type, options, of } = form;
  if (derive === undefined) return undefined;
  const wanted = typeOfField(
    readField({ ...reading, note: () => undefined }, { type, ...present({ options, of }) }, path),
  );
  if (typeof derive === 'string') return readExpression(reading, derive, [...path, 'derive'], wanted);
  return readTable(reading, derive, [...path, 'derive'], {
    take: 'first',
    cell: (feel, at) => readExpression(reading, feel, at, wanted),
  });
}

function readMaterial(
  reading: Reading,
  form: MaterialForm,
  place: { kind: string; path: Path; phases: Body['phases'] },
): Material {
  const due = form.due ?? 'submit';
  const by = form.by ?? stepAt(place.phases, due)?.who[0]?.role;
  if (by === undefined)
    reading.note('material/nobody', place.path, '须写明由谁提交 by', 'say who hands it in (by)');
  return {
    ...readRow(reading, form, place.path),
    kind: place.kind,
    due,
    by: by ?? '',
    fields: readFields(reading, form.fields ?? {}, [...place.path, 'fields']),
    optional: form.optional ?? false,
    ...present({ author: form.author, waiver: readWaiver(form.waiver) }),
  };
}

function readGate(reading: Reading, form: GateForm, code: string, path: Path): Gate {
  const checks = readChecks(reading, form, path);
  const [check] = checks;
  if (check === undefined || checks.length > 1) {
    reading.note(
      'gate/one-check',
      path,
      '关口须有且只有一项检查',
      'a gate has exactly one check: holds, valid, ended, parties, noOpen or unique',
    );
  }
  return {
    ...readRow(reading, form, path),
    code,
    before: form.before ?? 'submit',
    check: check ?? { check: 'noOpen', cases: [] },
    ...present({ waiver: readWaiver(form.waiver) }),
  };
}

function readChecks(reading: Reading, form: GateForm, path: Path): GateCheck[] {
  const checks: GateCheck[] = [];
  if (form.holds !== undefined)
    checks.push({
      check: 'holds',
      condition: readExpression(reading, form.holds, [...path, 'holds'], { is: 'boolean' }),
    });
  if (form.valid !== undefined)
    checks.push({
      check: 'valid',
      materials: form.valid.map((kinds) => (typeof kinds === 'string' ? [kinds] : kinds)),
    });
  if (form.ended !== undefined) checks.push({ check: 'ended', ended: form.ended });
  if (form.parties !== undefined) checks.push({ check: 'parties', roles: form.parties });
  if (form.noOpen !== undefined) checks.push({ check: 'noOpen', cases: form.noOpen });
  if (form.unique !== undefined) checks.push({ check: 'unique', facts: form.unique });
  return checks;
}

function readClock(reading: Reading, form: ClockForm, name: string, path: Path): Clock {
  const { is, take } = form;
  const length = Array.isArray(is)
    ? readTable(reading, is, [...path, 'is'], { take, cell: (cell: number) => cell })
    : is;
  return {
    ...readRow(reading, form, path),
    name,
    kind: form.kind,
    from: form.from ?? 'entered',
    pausedBy: form.pausedBy ?? [],
    then: (form.then ?? []).map((effect, index) => readEffect(reading, effect, [...path, 'then', index])),
    ...present({ until: form.until, length, unit: form.unit, date: form.date, since: form.since }),
    ...present({ opens: form.opens, ofYear: form.ofYear }),
    ...present({ stops: form.stops, neverStops: form.neverStops, stricter: form.stricter }),
    form: 2,
  };
}

function readEffect(reading: Reading, form: EffectForm, path: Path): Effect {
  if (typeof form === 'string') return { do: form };
  if ('escalate' in form) return { do: 'escalate', role: form.escalate, ...present({ after: form.after }) };
  if ('open' in form) return { do: 'open', case: form.open };
  if ('end' in form) return { do: 'end', end: form.end };
  return {
    do: 'set',
    fact: form.set,
    to: readExpression(reading, form.to, [...path, 'to'], { is: 'unknown' }),
  };
}
