/** An article as official documents cite it: 《办法》第十一条, not the internal id HA-11.2. Pure. */
import type { Pack } from '../pack/types';
import { wordsOr } from '../notices/labels';

/** HA-13.5a: the source, then its numbers. */
const idForm = /^([A-Z]{2,})-(\d{1,3}(?:\.\d{1,3})*)[a-z]?$/u;

interface Cited {
  readonly zh: string;
  readonly en: string;
}

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const digit = (count: number): string => digits[count] ?? '';

/** 十 to 十九 are said without 一, but not after a hundred: 一百一十. */
function tensOf(tens: number, isFirst: boolean): string {
  if (tens === 0) return isFirst ? '' : '零';
  return `${tens === 1 && isFirst ? '' : digit(tens)}十`;
}

/** A whole number from 1 to 999 in Chinese, as articles are counted: 十一, 二十, 一百零三. */
function chineseNumber(count: number): string {
  const [hundreds, rest] = [Math.floor(count / 100), count % 100];
  const head = hundreds === 0 ? '' : `${digit(hundreds)}百`;
  return rest === 0 ? head : `${head}${tensOf(Math.floor(rest / 10), head === '')}${digit(rest % 10)}`;
}

/** What the numbers of an id count, from the left; what follows tells rules of one article apart and is not printed. */
function placeOf(numbers: readonly number[], counts: readonly string[]): Cited {
  const shown = numbers.slice(0, counts.length);
  const zh = shown.map((number, index) => `第${chineseNumber(number)}${counts[index] ?? ''}`).join('');
  return { zh, en: `${counts.join('') === '条' ? 'Article' : 'no.'} ${shown.join('.')}` };
}

function sourceOf(basis: string, { sources }: Pick<Pack, 'sources'>) {
  const [prefix = '', path = ''] = (idForm.exec(basis) ?? []).slice(1);
  return { prefix, path, source: Object.hasOwn(sources, prefix) ? sources[prefix] : undefined };
}

/**
 * The measure or law with its article, in both languages. The first source of a pack is the measure itself. What is no id
 * of a declared source, or is counted in a way the pack does not tell, stands in brackets as it is written.
 */
export function citationOf(basis: string | undefined, pack: Pick<Pack, 'measure' | 'sources'>): Cited {
  const measure = wordsOr(pack.measure, pack.measure.zh);
  if (basis === undefined) return { zh: `《${measure.zh}》`, en: measure.en };
  const { prefix, path, source } = sourceOf(basis, pack);
  const counts = source?.counts ?? ['条'];
  if (source === undefined || counts.length === 0)
    return { zh: `《${measure.zh}》(${basis})`, en: `${measure.en} (${basis})` };
  const place = placeOf(path.split('.').map(Number), counts);
  const isOwn = Object.keys(pack.sources)[0] === prefix;
  const name = isOwn ? measure : { zh: source.zh, en: source.zh };
  return { zh: `《${name.zh}》${place.zh}`, en: `${name.en}, ${place.en}` };
}
