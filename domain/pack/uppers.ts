/** Finds the packs that a written pack builds on, level by level, and composes it with them; circles and gaps are mistakes. Pure. */
import { z } from 'zod';
import { composeLayers } from './compose';
import { layerOf } from './layers';
import type { Layer, LayerRow, Source } from './layers';
import type { Found, PackMistake, Path } from './mistakes';
import { overSchema } from './schema-over';
import { packSchema } from './schema';
import { readForm } from './schema-mistakes';
import { upperRef } from './schema-words';
import { formOfRows, recordOf } from './written-rows';
import { readYaml } from './yaml-source';
import type { YamlSource } from './yaml-source';

/** The text of a pack that others build on, and what people call it: its file, or `id@version`. */
export interface Upper {
  readonly text: string;
  readonly file: string;
}

/** The texts that were looked for, by `id@version`; null: there is none. */
export type Uppers = ReadonlyMap<string, Upper | null>;

export interface ComposedText {
  /** The written form of the whole pack. */
  readonly form: unknown;
  readonly place: (found: Found) => PackMistake;
  readonly mistakes: readonly PackMistake[];
  readonly overruled: readonly PackMistake[];
}

/** More packs above each other than any state has levels. */
const mostUppers = 50;

type Ref = z.infer<typeof upperRef>;
const keyOf = ({ pack, version }: Ref): string => `${pack}@${version}`;

/** The packs a written form names, whatever else is wrong with it. */
function refsOf(form: unknown): Ref[] {
  const read = z.array(upperRef).safeParse(recordOf(form)['buildsOn']);
  return read.success ? read.data : [];
}

/** The packs that still have to be looked for before `text` can be composed; none: everything is there. */
export function missingUppers(text: string, known: Uppers): readonly Ref[] {
  if (known.size >= mostUppers) return [];
  const texts = [text, ...[...known.values()].flatMap((upper) => upper?.text ?? [])];
  const refs = texts.flatMap((each) => refsOf(readYaml(each).form));
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()].filter((ref) => !known.has(keyOf(ref)));
}

/** Composes a text that builds on others; any other text is given back as it is. */
export function composeText(yaml: YamlSource, uppers: Uppers): ComposedText {
  const alone = { form: yaml.form, place: yaml.place, mistakes: [], overruled: [] };
  if (!('buildsOn' in recordOf(yaml.form))) return alone;
  const own = readLayer(yaml, { file: '', uppers, below: [], known: new Map() });
  const { layer } = own;
  if (layer === undefined || own.mistakes.length > 0) return { ...alone, form: undefined, ...own };
  const places = new Map<string, LayerRow>();
  const form = formOfRows(layer.self, layer.rows, (path, row) => void places.set(path.join('.'), row));
  return { ...own, form, place: (found) => placed(found, { places, own: layer.source }) };
}

interface ReadLayer {
  readonly layer: Layer | undefined;
  readonly mistakes: readonly PackMistake[];
  readonly overruled: readonly PackMistake[];
}

interface Among {
  readonly file: string;
  readonly uppers: Uppers;
  /** The packs that build on this one: if it builds on one of them, that is a circle. */
  readonly below: readonly string[];
  /** Packs that were read before: one of the province may be above several of the city. */
  readonly known: Map<string, ReadLayer>;
}

const nothing: ReadLayer = { layer: undefined, mistakes: [], overruled: [] };

function readLayer(yaml: YamlSource, among: Among): ReadLayer {
  const { file } = among;
  const place = (found: Found): PackMistake => ({ ...yaml.place(found), ...(file === '' ? {} : { file }) });
  const fail = (found: readonly Found[]): ReadLayer => ({ ...nothing, mistakes: found.map(place) });
  const inFile = yaml.mistakes.map((mistake) => ({ ...mistake, ...(file === '' ? {} : { file }) }));
  if (inFile.length > 0) return { ...nothing, mistakes: inFile };
  const isOver = 'buildsOn' in recordOf(yaml.form);
  const { form, found } = isOver ? readForm(overSchema, yaml.form) : readForm(packSchema, yaml.form);
  if (form === undefined || found.length > 0) return fail(found);
  const ref = `${form.pack}@${form.version}`;
  const own = layerOf(recordOf(yaml.form), { ref, file: file === '' ? ref : file, place });
  return isOver ? readOver(own, { ...among, below: [...among.below, ref] }) : { ...nothing, layer: own };
}

function readOver(own: Layer, among: Among): ReadLayer {
  const refs = refsOf(own.self);
  const read = refs.map((ref, index) => readUpper(ref, ['buildsOn', index], { own: own.source, among }));
  const layers = read.flatMap(({ layer }) => layer ?? []);
  const mistakes = read.flatMap((each) => each.mistakes);
  const overruled = read.flatMap((each) => each.overruled);
  if (mistakes.length > 0) return { layer: undefined, mistakes, overruled };
  const { place } = own.source;
  const composed = composeLayers(own, layers);
  return {
    layer: composed.layer,
    mistakes: composed.found.map(place),
    overruled: [...composed.overruled.map(place), ...overruled],
  };
}

function readUpper(ref: Ref, path: Path, { own, among }: { own: Source; among: Among }): ReadLayer {
  const key = keyOf(ref);
  const refuse = (code: string, zh: string, en: string): ReadLayer => ({
    ...nothing,
    mistakes: [own.place({ path, code, zh, en })],
  });
  if (among.below.includes(key)) {
    const circle = [...among.below, key].join(' → ');
    return refuse(
      'compose/circle',
      `制度包不得互为上级:${circle}`,
      `packs must not build on each other: ${circle}`,
    );
  }
  const upper = among.uppers.get(key);
  if (upper === null || upper === undefined)
    return refuse(
      'compose/no-upper',
      `找不到上级制度包 ${key}:请先发布,或将其文件放在同一文件夹`,
      `the pack ${key} is not found: publish it first, or put its file into the same folder`,
    );
  const read = among.known.get(key) ?? readLayer(readYaml(upper.text), { ...among, file: upper.file });
  if (read.layer !== undefined) among.known.set(key, read);
  if (read.layer === undefined || read.layer.source.ref === key) return read;
  return refuse('compose/no-upper', `${upper.file} 不是 ${key}`, `${upper.file} is not ${key}`);
}

/** A mistake in a composed pack stands where the row was written, in whichever text that is. */
function placed(
  { path, ...said }: Found,
  { places, own }: { readonly places: ReadonlyMap<string, LayerRow>; readonly own: Source },
): PackMistake {
  for (let length = path.length; length > 0; length -= 1) {
    const row = places.get(path.slice(0, length).join('.'));
    if (row !== undefined) {
      const at = [...row.path, ...path.slice(length)];
      return { ...row.source.place({ path: at, ...said }), path: path.join('.') };
    }
  }
  return own.place({ path, ...said });
}
