/** Every kind of mistake in a pack is refused, with its line. Each is planted into the committed Huai'an pack. */
import { huaianText, read } from './huaian';
import { endMistakes } from './planted-ends';
import { flowMistakes } from './planted-flow';
import { formMistakes } from './planted-form';
import { nameMistakes } from './planted-names';

const all = [...formMistakes, ...nameMistakes, ...flowMistakes, ...endMistakes];

function lineOf(text: string, piece: string): number {
  const offset = text.indexOf(piece);
  return text.slice(0, offset).split('\n').length;
}

describe('a pack with a mistake', () => {
  it.each(all)('$mistake is refused as $code, with its line', ({ replace, by, code, at }) => {
    expect(huaianText).toContain(replace);
    const text = huaianText.replace(replace, () => by);
    const answer = read(text);
    if (answer.ok) throw new Error('the pack was read');
    const found = answer.mistakes.filter((mistake) => mistake.code === code);
    expect(found).not.toHaveLength(0);
    if (at === '') return;
    const line = at === undefined ? lineOf(huaianText, replace) : lineOf(text, at);
    expect(found.map((mistake) => mistake.line)).toContain(line);
    for (const mistake of found) {
      expect(mistake.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(mistake.en).toMatch(/[a-z]{3}/);
    }
  });

  it('names all its mistakes at once, in the order of the text', () => {
    const planted = [
      formMistakes[0],
      formMistakes[2],
      nameMistakes[0],
      nameMistakes[5],
      flowMistakes[0],
      flowMistakes[8],
    ].flatMap((one) => one ?? []);
    const text = planted.reduce((sofar, { replace, by }) => sofar.replace(replace, () => by), huaianText);
    const answer = read(text);
    if (answer.ok) throw new Error('the pack was read');
    expect(answer.mistakes.map((mistake) => mistake.code)).toEqual(
      expect.arrayContaining(planted.map((one) => one.code)),
    );
    const lines = answer.mistakes.map((mistake) => mistake.line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('is refused when it is no map, empty or too long', () => {
    for (const text of ['', '- a', 'just words', `pack: ${'x'.repeat(1_000_001)}`])
      expect(read(text).ok).toBe(false);
  });
});
