/** What the documents promise a reader: links lead somewhere, and nothing names the machine they were written on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..', '..');

function markdownUnder(folder: string): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true, recursive: true }) : [];
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name));
}

const atRoot = readdirSync(root)
  .filter((name) => name.endsWith('.md'))
  .map((name) => join(root, name));
const documents = [...atRoot, ...markdownUnder(join(root, 'docs')), ...markdownUnder(join(root, 'examples'))];
const cases = documents.map((file) => [relative(root, file), readFileSync(file, 'utf8')] as const);

/** Fenced code shows output and templates, not links of ours. */
function relativeLinks(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map((match) => match[1] ?? '');
  return targets.filter((target) => !/^(?:[a-z][a-z+.-]*:|#)/i.test(target));
}

describe('documents', () => {
  it('exist', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  it.each(cases)('%s links only to files that exist', (name, text) => {
    const folder = dirname(join(root, name));
    const paths = relativeLinks(text).map((target) => decodeURIComponent(target.replace(/#.*$/, '')));
    expect(paths.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  it.each(cases)('%s names no path of a machine', (_name, text) => {
    expect(text.match(/(?<![\w.:/-])\/(?:home|root|Users|work|tmp)\/[^\s`)]*|file:\/\/\S*/g) ?? []).toEqual(
      [],
    );
  });
});
