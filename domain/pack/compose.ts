/** Puts a pack together with those it builds on: what it does not say is taken over, where both speak the stricter row holds. Pure. */
import { positionOf, positionText, renamed, signed } from './layers';
import type { Layer, LayerRow } from './layers';
import { collectMistakes } from './mistakes';
import type { Found, Note, Position } from './mistakes';
import { orderWith } from './row-order';
import { weighRows } from './stricter';
import type { Verdict } from './stricter';
import { recordOf, textIn } from './written-rows';
import type { Says } from './written-rows';

/** A row of the own pack that asks for less than one above it, so that it does not hold. */
export interface Overruled extends Found {
  readonly other: Position;
}

export interface Composition {
  readonly layer: Layer;
  /** What the author has to settle or mend. */
  readonly found: readonly Found[];
  readonly overruled: readonly Overruled[];
}

interface Work {
  readonly found: Found[];
  readonly note: Note;
  readonly overruled: Overruled[];
  /** Rows that hold as the own pack writes them, by the word of its author; those used are taken out. */
  readonly settles: Set<string>;
  readonly isLocal: boolean;
  /** The author says that the row at hand holds where no program can weigh it. */
  readonly isSettled?: boolean;
}

/**
 * Composes a pack with the packs it builds on directly, each composed before. In whatever order these are given, the result
 * is the same; composing the result again changes nothing.
 */
export function composeLayers(own: Layer, uppers: readonly Layer[]): Composition {
  const sorted = uppers.map(signed).sort((a, b) => (a.source.ref < b.source.ref ? -1 : 1));
  const [first, ...others] = sorted;
  const beside: Work = { ...collectMistakes(), overruled: [], settles: new Set(), isLocal: false };
  // The first of those side by side keeps its words where all ask for the same.
  const above = others.reduce<readonly LayerRow[]>(
    (rows, next) => merged(next.rows, rows, beside),
    first?.rows ?? [],
  );
  const written = settledIn(own.self);
  const work: Work = {
    ...collectMistakes(),
    overruled: [],
    settles: new Set(written),
    isLocal: true,
  };
  const rows = merged(above, own.rows, work);
  for (const row of rows) noteRivals(row, work.note);
  written.forEach((row, index) => {
    if (work.settles.has(row))
      work.note(
        'compose/settles-nothing',
        ['settles', index],
        `${row} 与上级制度包没有须由人判断之处`,
        `in ${row} there is nothing to settle against the packs above`,
      );
  });
  const self = { ...own.self, ...sortedRefs(own.self) };
  return {
    layer: { source: own.source, self, rows },
    found: [...beside.found, ...work.found],
    overruled: work.overruled,
  };
}

function settledIn(self: Says): string[] {
  const settles: readonly unknown[] = Array.isArray(self['settles']) ? self['settles'] : [];
  return settles.map((each) => String(recordOf(each)['row']));
}

/** The order in which packs side by side are named means nothing, so it must not reach the hash. */
function sortedRefs(self: Says): Says {
  const refs: readonly unknown[] = Array.isArray(self['buildsOn']) ? self['buildsOn'] : [];
  const key = (ref: unknown) => `${String(recordOf(ref)['pack'])}@${String(recordOf(ref)['version'])}`;
  const once = new Map(refs.map((ref) => [key(ref), ref]));
  return { buildsOn: [...once.keys()].sort().map((ref) => once.get(ref)) };
}

function merged(upper: readonly LayerRow[], own: readonly LayerRow[], work: Work): readonly LayerRow[] {
  const rows = new Map(upper.map((row) => [row.id, row]));
  for (const row of own) put(rows, row, work);
  const lists = new Set(own.filter(({ isListed }) => isListed).map(({ into }) => into.join('.')));
  return [...lists].reduce<readonly LayerRow[]>(
    (all, list) => {
      const inList = (row: LayerRow) => row.isListed && row.into.join('.') === list;
      const note = work.isLocal ? work.note : orderBeside(work.note);
      const order = orderWith(upper.filter(inList), own.filter(inList), note);
      const listed = order.flatMap((id) => rows.get(id) ?? []);
      return [...all.filter((row) => !inList(row)), ...listed];
    },
    [...rows.values()],
  );
}

/** Between packs side by side a row without a neighbour comes last; two orders that contradict each other are refused. */
const orderBeside =
  (note: Note): Note =>
  (code, _path, zh, en) => {
    if (code === 'compose/order') note(code, ['buildsOn'], zh, en);
  };

/** Puts an own row into those above. */
function put(rows: Map<string, LayerRow>, written: LayerRow, work: Work): void {
  const upper = rows.get(written.id);
  const own = withoutAfter(written);
  if (upper === undefined) {
    rows.set(own.id, own);
    return;
  }
  const speaker = completed(upper, own);
  const rivals = [upper, ...(upper.rivals ?? [])];
  const isUnclear = rivals.some((rival) => weigh(rival, speaker, work).is === 'unclear');
  const isSettled = isUnclear && work.settles.delete(own.id);
  const row = rivals.reduce<LayerRow>(
    (held, rival) => joined(rows, { upper: rival, own: held, written: own }, { ...work, isSettled }),
    speaker,
  );
  rows.set(own.id, row);
}

function withoutAfter(row: LayerRow): LayerRow {
  const { after: _after, ...says } = row.says;
  return row.isListed && row.table !== 'consequences' ? { ...row, says } : row;
}

/** What a stage or a case leaves unsaid about itself, the pack above says. */
function completed(upper: LayerRow, own: LayerRow): LayerRow {
  if (upper.table !== 'heads' && upper.table !== 'options') return own;
  const { origin: _origin, also: _also, ...theirs } = upper.says;
  const says = own.says['basis'] === undefined ? { ...upper.says, ...own.says } : { ...theirs, ...own.says };
  return { ...own, says };
}

const weigh = (upper: LayerRow, own: LayerRow, { isLocal, isSettled = false }: Work): Verdict =>
  weighRows(own.table, upper.says, own.says, { isLocal, isSettled });

interface Pair {
  readonly upper: LayerRow;
  readonly own: LayerRow;
  /** The own row as it was written. */
  readonly written: LayerRow;
}

/** One row of two; what no program can weigh is noted, or between packs side by side left to the pack below them. */
function joined(rows: Map<string, LayerRow>, { upper, own, written }: Pair, work: Work): LayerRow {
  const verdict = weigh(upper, own, work);
  if (verdict.is === 'beside') {
    put(rows, renamed(upper, besideName(upper)), work);
    return own;
  }
  if (verdict.is === 'unclear') {
    if (!work.isLocal) return { ...own, rivals: [...(own.rivals ?? []), upper] };
    noteUnclear(work, { upper, own, written }, verdict.fields);
    return own;
  }
  if (work.isLocal && verdict.overruled.length > 0)
    noteOverruled(work, { upper, own, written }, verdict.overruled);
  const stands = verdict.led === 'own' ? own : upper;
  const { rivals: _rivals, ...row } = stands;
  const rivals = own.rivals ?? [];
  return { ...row, says: verdict.says, ...(rivals.length === 0 ? {} : { rivals }) };
}

/** `tooDear` of the pack `some-province` beside another: `tooDearOfSomeProvince`. */
function besideName(row: LayerRow): string {
  const [id = ''] = (textIn(row.says, 'origin') ?? row.source.ref).split('@');
  const words = id.split('-').filter((word) => word !== '');
  const pascal = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('');
  return `${String(row.into.at(-1))}Of${pascal}`;
}

function noteUnclear(work: Work, { upper, written }: Pair, fields: readonly string[]): void {
  const other = positionOf(upper);
  const [at, what] = [positionText(other), fields.join('、')];
  work.found.push({
    path: written.path,
    code: 'compose/unclear',
    other,
    zh: `${written.id} 与 ${at} 的 ${what} 不同,程序无法判断哪一行更严;改为与其一致,或在 settles 中写明 row 和 because,以本行为准`,
    en: `${written.id} differs from ${at} in ${fields.join(', ')}, and no program can say which is stricter: write it as there, or say in settles (row, because) that this row holds`,
  });
}

function noteOverruled(work: Work, { upper, written }: Pair, fields: readonly string[]): void {
  const other = positionOf(upper);
  const at = positionText(other);
  const article = textIn(upper.says, 'basis');
  const basis = article === undefined ? '' : ` [${article}]`;
  work.overruled.push({
    path: written.path,
    code: 'compose/overruled',
    other,
    zh: `${written.id} 的 ${fields.join('、')} 宽于 ${at}${basis},以更严的上级规定为准`,
    en: `${written.id} asks for less than ${at}${basis} in ${fields.join(', ')}: the stricter rule above holds`,
  });
}

/** Packs side by side speak of one thing differently, and the pack that builds on both does not say which holds. */
function noteRivals(row: LayerRow, note: Note): void {
  const [rival] = row.rivals ?? [];
  if (rival === undefined) return;
  const [one, other] = [positionText(positionOf(row)), positionText(positionOf(rival))];
  note(
    'compose/rivals',
    ['buildsOn'],
    `${row.id} 在 ${one} 与 ${other} 中不同,程序无法判断哪一行更严;请在本包中写明该行,并在 settles 中说明理由`,
    `${row.id} differs between ${one} and ${other}, and no program can say which is stricter: write the row in this pack and say in settles why it holds`,
  );
}
