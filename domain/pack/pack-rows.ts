/** Every row of a pack as one flat list: where it stands, what it is called, and what it says. Pure. */
import type { Body, Pack, Row } from './types';

/** The tables a row can stand in. */
export type RowTable =
  | 'measure'
  | 'numbering'
  | 'sources'
  | 'words'
  | 'roles'
  | 'powers'
  | 'facts'
  | 'values'
  | 'lifecycle'
  | 'bodies'
  | 'steps'
  | 'materials'
  | 'gates'
  | 'clocks'
  | 'documents'
  | 'consequences'
  | 'reminders';

export interface PackRow {
  readonly table: RowTable;
  /** The run or case it belongs to; '' for a row of the pack itself. */
  readonly place: string;
  readonly key: string;
  readonly says: Readonly<Record<string, unknown>>;
  readonly zh?: string;
  readonly en?: string;
  readonly basis?: string;
}

/** All rows, in the order of the pack. */
export function rowsOf(pack: Pack): PackRow[] {
  const { measure, numbering } = pack;
  return [
    row('measure', '', 'measure', { ...measure }),
    row('numbering', '', 'numbering', { ...numbering }),
    ...record('sources', '', pack.sources),
    ...record('words', '', pack.words ?? {}),
    ...record('roles', '', pack.roles),
    ...Object.entries(pack.powers).map(([name, by]) => row('powers', '', name, { by })),
    ...record('facts', '', pack.facts),
    ...record('values', '', pack.values),
    ...pack.lifecycle.map(({ run, ...says }) => row('lifecycle', '', run, says)),
    ...Object.entries(pack.stages).flatMap(([run, body]) => bodyRows(run, body)),
    ...Object.entries(pack.cases).flatMap(([name, body]) => bodyRows(`cases.${name}`, body)),
    ...record('reminders', '', pack.reminders ?? {}),
  ];
}

function row(table: RowTable, place: string, key: string, says: object): PackRow {
  const { zh, en, basis }: Row = says;
  return {
    table,
    place,
    key,
    says: Object.fromEntries(Object.entries(says)),
    ...(zh === undefined ? {} : { zh }),
    ...(en === undefined ? {} : { en }),
    ...(basis === undefined ? {} : { basis }),
  };
}

function record(table: RowTable, place: string, rows: Readonly<Record<string, object>>): PackRow[] {
  return Object.entries(rows).map(([key, says]) => row(table, place, key, says));
}

function bodyRows(place: string, body: Body): PackRow[] {
  const { phases, facts, materials, gates, clocks, documents, consequences, name: _name, ...own } = body;
  const steps = phases.flatMap(({ phase, steps: written }) =>
    written.map(({ step, ...says }) => row('steps', place, step, { phase, ...says })),
  );
  return [
    row('bodies', place, place, own),
    ...steps,
    ...record('facts', place, facts),
    ...record('materials', place, materials),
    ...record('gates', place, gates),
    ...Object.entries(clocks).map(([key, { form: _form, ...says }]) => row('clocks', place, key, says)),
    ...record('documents', place, documents),
    ...consequences.map((each, index) => {
      const before = consequences.slice(0, index).filter(({ after }) => after === each.after).length;
      return row(
        'consequences',
        place,
        before === 0 ? each.after : `${each.after}#${String(before + 1)}`,
        each,
      );
    }),
  ];
}
