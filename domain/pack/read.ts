/** Reads the text of a policy pack: form, names, conditions, references, flow. All mistakes at once, each with its line. */
import canonicalize from 'canonicalize';
import { checkArticles } from './lint-articles';
import { checkBodies } from './lint-body';
import { checkDeadEnds } from './lint-dead-ends';
import { checkAwaitedEvents } from './lint-event';
import { checkLifecycle } from './lint-lifecycle';
import { checkOrder } from './lint-order';
import { checkRoles } from './lint-roles';
import { checkRoutes } from './lint-route';
import { collectMistakes } from './mistakes';
import type { PackMistake } from './mistakes';
import { each, readBody, readFact } from './read-body';
import { present, readRow, readTable } from './reading';
import type { Reading } from './reading';
import type { PackForm } from './schema';
import { packSchema } from './schema';
import { readForm } from './schema-mistakes';
import { caseScope, projectScope } from './scope';
import { casePhases, stageKindTable } from './stage-kinds';
import type { CaseType, Measure, Pack, Role, Value } from './types';
import { composeText } from './uppers';
import type { Upper } from './uppers';
import { readYaml } from './yaml-source';

export type { PackMistake } from './mistakes';

export type ReadPack =
  | {
      readonly ok: true;
      readonly pack: Pack;
      /** Rows that ask for less than a pack it builds on: there the stricter one holds. */
      readonly overruled: readonly PackMistake[];
    }
  | { readonly ok: false; readonly mistakes: readonly PackMistake[] };

/**
 * Reads a pack from YAML (or JSON, which is YAML). `sha256` gives the hex hash of a text; the pack's hash is over the
 * canonical JSON of the resolved pack, so that comments and layout do not count. A pack that builds on others is composed with
 * them first; `uppers` holds their texts by `id@version`.
 */
export function readPack(
  text: string,
  sha256: (canonicalJson: string) => string,
  uppers: ReadonlyMap<string, Upper | null> = new Map(),
): ReadPack {
  const yaml = readYaml(text);
  if (yaml.mistakes.length > 0) return { ok: false, mistakes: yaml.mistakes };
  const composed = composeText(yaml, uppers);
  if (composed.mistakes.length > 0) return { ok: false, mistakes: [...composed.mistakes].sort(byPlace) };
  const { form, found } = readForm(packSchema, composed.form);
  const collected = collectMistakes();
  const resolved = form === undefined ? undefined : resolve(form, collected);
  const all = [...found, ...collected.found];
  if (resolved === undefined || all.length > 0) {
    return {
      ok: false,
      mistakes: all.map(composed.place).sort(byPlace),
    };
  }
  const ref = { id: resolved.id, version: resolved.version, hash: sha256(canonicalize(resolved.pack) ?? '') };
  return { ok: true, pack: { ref, ...resolved.pack }, overruled: composed.overruled };
}

/** The text itself first, then those of other packs. */
function byPlace(a: PackMistake, b: PackMistake): number {
  const [file, other] = [a.file ?? '', b.file ?? ''];
  if (file !== other) return file < other ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** What the schema cannot see: one file each. */
const packChecks = [
  checkRoles,
  checkRoutes,
  checkLifecycle,
  checkBodies,
  checkDeadEnds,
  checkOrder,
  checkAwaitedEvents,
];

interface Resolved {
  readonly id: string;
  readonly version: string;
  readonly pack: Omit<Pack, 'ref'>;
}

function resolve(form: PackForm, { note }: ReturnType<typeof collectMistakes>): Resolved {
  const scope = projectScope(form, note);
  const reading: Reading = { note, scope };
  const firstRun = form.lifecycle[0]?.run ?? '';
  const firstBody = Object.hasOwn(form.stages, firstRun) ? form.stages[firstRun] : undefined;
  const firstStep = Object.values(firstBody?.routes ?? {})[0]?.[0]?.step ?? '';
  const pack: Omit<Pack, 'ref'> = {
    ...present({ buildsOn: form.buildsOn, settles: form.settles }),
    measure: readMeasure(form),
    sources: each(form.sources, (source) => ({
      zh: source.zh,
      version: source.version,
      ...present({ supersededBy: source.supersededBy, counts: source.counts }),
    })),
    numbering: { project: form.numbering.project },
    ...present({ words: form.words }),
    roles: each(form.roles, (role, key) => readRole(reading, role, key)),
    powers: each(form.powers, (power) => power.by),
    facts: each(form.facts, (fact, key) =>
      readFact(reading, fact, ['facts', key], `${firstRun}.${firstStep}`),
    ),
    values: each(form.values, (value, key) => readValue(reading, value, key)),
    lifecycle: form.lifecycle.map((run, index) => ({
      ...readRow(reading, run, ['lifecycle', index]),
      run: run.run,
      kind: run.kind,
      outcomes: Object.entries(run.outcomes).map(([outcome, to]) => ({ outcome, to })),
    })),
    stages: readStages(reading, form),
    cases: each(form.cases, (written, key) => ({
      ...readCase({ note, scope: caseScope(scope, key, written, note) }, written, key),
      ...(stopsClocks(form, key) ? { stopsClocks: true as const } : {}),
    })),
    ...readReminders(reading, form),
  };
  for (const check of packChecks) check(pack, note);
  checkArticles(form, note);
  return { id: form.pack, version: form.version, pack };
}

function readReminders(reading: Reading, { reminders }: PackForm): Pick<Pack, 'reminders'> {
  if (reminders === undefined) return {};
  const read = each(reminders, (reminder, key) => ({
    ...readRow(reading, reminder, ['reminders', key]),
    during: reminder.during ?? [],
    check: reminder.check,
  }));
  return { reminders: read };
}

function readMeasure({ measure }: PackForm): Measure {
  const { from, to, basis, note, reading } = measure.inForce;
  const { zh, en, number, issued, authority } = measure;
  const inForce = { from, ...present({ to, basis, note, reading }) };
  return { zh, inForce, ...present({ en, number, issued, authority }) };
}

function readRole(reading: Reading, form: PackForm['roles'][string], key: string): Role {
  return {
    ...readRow(reading, form, ['roles', key]),
    is: form.is,
    id: form.id ?? key,
    ...present({ recordedBy: form.recordedBy }),
  };
}

function readValue(reading: Reading, form: NonNullable<PackForm['values']>[string], key: string): Value {
  const path = ['values', key];
  const { is, take, unit } = form;
  const numbers = typeof is === 'number' ? [is] : is.map((row) => row.is);
  if (numbers.some((number) => !Number.isInteger(number))) {
    reading.note(
      'value/not-integer',
      [...path, 'is'],
      '须为整数,以便精确比较',
      'it must be an integer, so that comparisons are exact',
    );
  }
  const read =
    typeof is === 'number'
      ? is
      : readTable(reading, is, [...path, 'is'], { take, cell: (cell: number) => cell });
  return { ...readRow(reading, form, path), is: read, unit, ...present({ stricter: form.stricter }) };
}

function readStages(reading: Reading, form: PackForm): Pack['stages'] {
  return each(form.stages, (body, name) => {
    const run = form.lifecycle.find((row) => row.run === name);
    if (run === undefined)
      reading.note(
        'lifecycle/no-row',
        ['stages', name],
        `lifecycle 中没有 ${name}`,
        `the lifecycle has no run ${name}`,
      );
    const kind =
      run === undefined
        ? Object.keys(body.routes).map((phase) => ({ phase, optional: true, onlyByName: false }))
        : stageKindTable[run.kind].phases;
    const options = run === undefined ? [] : stageKindTable[run.kind].options;
    for (const option of Object.keys(body.options ?? {})) {
      if (run === undefined || options.includes(option)) continue;
      reading.note(
        'stage/unknown-option',
        ['stages', name, 'options', option],
        `该类阶段没有选项 ${option}`,
        `this kind has no option ${option}`,
      );
    }
    return readBody(reading, body, {
      name,
      path: ['stages', name],
      kind,
      outcomes: Object.keys(run?.outcomes ?? {}),
    });
  });
}

/** Whether a clock of a stage names this type of case under `pausedBy`. */
function stopsClocks({ stages }: PackForm, type: string): boolean {
  return Object.values(stages).some(({ clocks }) =>
    Object.values(clocks ?? {}).some(({ pausedBy }) => pausedBy?.includes(type)),
  );
}

function readCase(reading: Reading, form: NonNullable<PackForm['cases']>[string], name: string): CaseType {
  const path = ['cases', name];
  const body = readBody(reading, form, {
    name,
    path,
    kind: casePhases,
    outcomes: form.outcomes ?? ['closed'],
  });
  return {
    ...body,
    ...readRow(reading, form, path),
    during: form.during ?? [],
    about: form.about ?? 'project',
    kind: form.kind ?? 'plain',
    ...present({ openedBy: form.openedBy, withdrawnBy: form.withdrawnBy, readers: form.readers }),
  };
}
