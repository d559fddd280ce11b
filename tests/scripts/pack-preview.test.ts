/** The drawing of a pack: every stage, phase, step, outcome, return and clock of it is there, in well-formed XML. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flowOf } from '../../domain/pack/flow-graph';
import type { Body } from '../../domain/pack/types';
import { drawPack } from '../../scripts/pack-preview';
import { huaian, huaianText, read } from '../domain/pack/huaian';
import { huaianFile, pack } from './pack-command';

const folder = mkdtempSync(join(tmpdir(), 'govflow-preview-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tagOrText =
  /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="(?:[^"&<]|&[#\w]+;)*")*)\s*(\/?)>|(?:[^<&]|&[#\w]+;)+/gu;

/** Every opened tag is closed in order, attributes are quoted, and no bare & or < stands in a text. */
function isWellFormed(xml: string): boolean {
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/u, '').replace(/<!DOCTYPE[^>]*>|<!--(?:(?!--)[^])*-->/gu, '');
  if (body.replaceAll(tagOrText, '') !== '') return false;
  const open: string[] = [];
  for (const [, closing, name, , empty] of body.matchAll(tagOrText)) {
    if (name === undefined || empty === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

/** The texts of the drawing as people read them. */
function wordsOf(svg: string): string {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)]
    .map(([, text = '']) => text.replaceAll('&#39;', "'").replaceAll('&#45;', '-'))
    .join('\n');
}

/** Titles of nodes and edges: their ids. */
function idsOf(svg: string): string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/gu)].map(([, id = '']) => id.replaceAll('&#45;', '-'));
}

/** Ids that a body must have in the drawing, and texts that must be read there. */
function expected(place: string, body: Body): { readonly ids: string[]; readonly words: string[] } {
  const steps = body.phases.flatMap((phase) => phase.steps);
  const clocks = Object.values(body.clocks);
  const phased = body.phases.length > 1 ? body.phases : [];
  return {
    ids: [
      ...phased.map(({ phase }) => `cluster_${place}_${phase}`),
      ...steps.map(({ step }) => `${place}/${step}`),
      ...body.outcomes.map((outcome) => `${place}=${outcome}`),
      ...clocks.map(({ name }) => `${place}@${name}`),
    ],
    words: [...steps, ...clocks].flatMap(({ zh, basis }) => [zh ?? '', basis ?? '']),
  };
}

test('the drawing of the Huai’an pack names every stage, phase, step, outcome and clock', async () => {
  const law = huaian();
  const svg = await drawPack(law);
  const words = wordsOf(svg);
  const ids = idsOf(svg);
  const bodies = [
    ...law.lifecycle.map(({ run }) => expected(run, law.stages[run]!)),
    ...Object.entries(law.cases).map(([name, body]) => expected(`cases.${name}`, body)),
  ];
  expect(ids).toEqual(expect.arrayContaining(bodies.flatMap((body) => body.ids)));
  expect(ids).toEqual(expect.arrayContaining(law.lifecycle.map(({ run }) => `cluster_${run}`)));
  for (const text of [...bodies.flatMap((body) => body.words), ...law.lifecycle.map(({ zh }) => zh ?? '')])
    expect(words).toContain(text);
});

test('every outcome of every step leads somewhere in the drawing, returns apart from the rest', () => {
  const law = huaian();
  const { edges } = flowOf(law);
  for (const [place, body] of Object.entries(law.stages))
    for (const { step, outcomes } of body.phases.flatMap(({ steps }) => steps))
      for (const { outcome } of outcomes) {
        const zh = law.words?.[outcome]?.zh ?? outcome;
        const drawn = edges.some(({ from, label }) => from === `${place}/${step}` && label?.zh === zh);
        expect([place, step, outcome, drawn]).toEqual([place, step, outcome, true]);
      }
  const kinds = Object.fromEntries(edges.map(({ from, to, kind }) => [`${from} → ${to}`, kind]));
  expect(kinds).toMatchObject({
    'application/check → application/fill': 'back',
    'application=passed → initiation/discuss': 'on',
    'building=completed → trialRun/admit': 'on',
    'building=completed → acceptance/request': 'on',
    'trialRun=unstable → building/startOrder': 'back',
    'acceptance/panel → acceptance/tell': 'on',
    'acceptance/tell → acceptance/request': 'back',
    'rectify=fixed → acceptance/request': 'back',
    'trialRun/admit → trialRun@minimum': 'clock',
    'trialRun@minimum → trialRun/leave': 'until',
    'acceptance=passed → operation@warranty': 'clock',
  });
});

test('the drawing is well-formed XML, whatever the pack calls its rows', async () => {
  const odd = huaianText.replace(
    'zh: 项目申报, en: apply',
    () => `zh: '申报 <a> & "b" \\N', en: 'a "b" & c'`,
  );
  const answer = read(odd);
  if (!answer.ok) throw new Error(JSON.stringify(answer.mistakes));
  const svg = await drawPack(answer.pack);
  expect(svg).toContain('申报 &lt;a&gt; &amp; &quot;b&quot; \\N');
  expect(isWellFormed(svg)).toBe(true);
  expect(isWellFormed(svg.replace('</svg>', ''))).toBe(false);
});

test('the command writes the file it names; of a pack with mistakes it names file and line instead', () => {
  const out = join(folder, 'flow.svg');
  expect(pack('preview', huaianFile, '--out', out)).toMatchObject({ code: 0, out: `${out}\n` });
  expect(isWellFormed(readFileSync(out, 'utf8'))).toBe(true);
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, huaianText.replace('returned: fill,', 'returned: refill,'));
  const line = huaianText.slice(0, huaianText.indexOf('returned: fill,')).split('\n').length;
  const said = pack('preview', broken);
  expect(said.code).toBe(1);
  expect(said.err).toContain(`${broken}:${String(line)}:`);
  expect(said.err).toContain('step/unknown-target');
  expect(pack('preview')).toMatchObject({ code: 2 });
});
