/** Collects the names conditions of a pack may read, and refuses a name that means two things. */
import { contextOf } from './feel-types';
import type { FeelType, Scope } from './feel-types';
import { reservedNames } from './feel-rules';
import type { Note, Path } from './mistakes';
import { readFields, typeOfForm } from './reading';
import type { CaseForm, FactForm, MaterialForm, PackForm, ValueForm } from './schema';

interface Names {
  readonly types: Map<string, FeelType>;
  readonly places: Map<string, Path>;
  readonly note: Note;
}

const silent = { note: () => undefined, scope: {} };
const organisation: FeelType = { is: 'context', fields: { org: { is: 'text' }, name: { is: 'text' } } };
const always: Scope = { round: { is: 'number' }, today: { is: 'date' }, owner: organisation };

/** The names of the project: facts, values, parties, and the materials of every stage. */
export function projectScope(form: PackForm, note: Note): Scope {
  const names: Names = { types: new Map(Object.entries(always)), places: new Map(), note };
  for (const [role, { is }] of Object.entries(form.roles))
    if (is === 'party') declare(names, role, organisation, ['roles', role]);
  for (const [value, { unit }] of Object.entries(form.values ?? {}))
    declare(names, value, typeOfUnit(unit), ['values', value]);
  declareFacts(names, form.facts, ['facts']);
  for (const [run, body] of Object.entries(form.stages)) {
    declareFacts(names, body.facts ?? {}, ['stages', run, 'facts']);
    declareMaterials(names, body.materials ?? {}, ['stages', run, 'materials']);
  }
  return Object.fromEntries(names.types);
}

/** The names of a case: its own and the project's. */
export function caseScope(project: Scope, caseType: string, form: CaseForm, note: Note): Scope {
  const names: Names = {
    types: new Map(Object.entries(project)),
    places: new Map(Object.keys(project).map((name) => [name, []])),
    note,
  };
  declareFacts(names, form.facts ?? {}, ['cases', caseType, 'facts']);
  declareMaterials(names, form.materials ?? {}, ['cases', caseType, 'materials']);
  return Object.fromEntries(names.types);
}

function typeOfUnit(unit: ValueForm['unit']): FeelType {
  return unit === '元' || unit === '万元' ? { is: 'money' } : { is: 'number' };
}

function declare(names: Names, name: string, type: FeelType, path: Path): void {
  if (reservedNames.includes(name))
    names.note(
      'name/reserved',
      path,
      `名称 ${name} 为条件保留`,
      `the name ${name} is reserved in conditions`,
    );
  else if (names.places.has(name))
    names.note('name/twice', path, `名称 ${name} 有两种含义`, `the name ${name} means two things`);
  names.types.set(name, type);
  names.places.set(name, path);
}

function declareFacts(names: Names, facts: Readonly<Record<string, FactForm>>, path: Path): void {
  for (const [name, { type, options, of }] of Object.entries(facts)) {
    declare(
      names,
      name,
      typeOfForm({
        type,
        ...(options === undefined ? {} : { options }),
        ...(of === undefined ? {} : { of }),
      }),
      [...path, name],
    );
  }
}

/** One kind may stand in several stages (a report asked for again): then its fields are the same. */
function declareMaterials(names: Names, materials: Readonly<Record<string, MaterialForm>>, path: Path): void {
  for (const [kind, material] of Object.entries(materials)) {
    const type = contextOf(readFields(silent, material.fields ?? {}, []));
    const held = names.types.get(kind);
    const again = names.places.get(kind)?.[2] === 'materials';
    if (!again) declare(names, kind, type, [...path, kind]);
    else if (JSON.stringify(held) !== JSON.stringify(type)) {
      names.note(
        'material/fields-differ',
        [...path, kind],
        `材料 ${kind} 的字段与另一阶段不同`,
        `the fields of ${kind} differ from those in another stage`,
      );
    }
  }
}
