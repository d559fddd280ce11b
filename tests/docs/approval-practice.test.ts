/** docs/approval-practice.md keeps its word: every file and endpoint that it names exists, and every act has a row. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectActions } from '../../api/project-acts';
import { routes } from '../../api/routes';
import { taskActions } from '../../api/task-acts';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'approval-practice.md'), 'utf8');

interface Row {
  readonly section: string;
  readonly phrase: string;
  readonly where: string;
  readonly files: readonly string[];
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/gu)].map(([, inner = '']) => inner);
}

/** The rows of every table, with the section they stand in. */
function rowsOf(text: string): Row[] {
  let section = '';
  return text.split('\n').flatMap((line): Row[] => {
    section = /^## (\d)/u.exec(line)?.[1] ?? section;
    const [, phrase = '', where = '', tests = ''] = line.split('|').map((cell) => cell.trim());
    const isRow = line.startsWith('| ') && !phrase.startsWith('---') && !phrase.startsWith('说法');
    return isRow ? [{ section, phrase, where, files: quoted(tests) }] : [];
  });
}

const rows = rowsOf(page);

test('every section from 1 to 6 has a table', () => {
  expect([...new Set(rows.map(({ section }) => section))]).toEqual(['1', '2', '3', '4', '5', '6']);
});

test.each(rows)('$section: $phrase is shown by tests that exist', ({ files }) => {
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !file.endsWith('.test.ts') || !existsSync(join(root, file)))).toEqual([]);
});

test('every endpoint it names is in the route table', () => {
  const known = routes.map(
    ({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`,
  );
  const named = quoted(page).filter((text) => /^(GET|POST|PATCH|PUT|DELETE) /u.test(text));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((each) => !known.includes(each))).toEqual([]);
});

test('every folder and file of the house it names exists', () => {
  const named = rows
    .flatMap(({ where }) => quoted(where))
    .filter((text) => /^(domain|policies|scripts|tests)\//u.test(text));
  expect(named.filter((each) => !existsSync(join(root, each)))).toEqual([]);
});

test('every act on a task, and every act on the route, has its row', () => {
  const named = new Set(rows.filter(({ section }) => section === '1').flatMap(({ where }) => quoted(where)));
  // What moves a project as a whole between other places is no act of the route.
  const others = ['submit', 'suspend', 'resume', 'bindParty', 'waive', 'reportFault', 'movePack'];
  const wanted = [...taskActions, ...projectActions.filter((each) => !others.includes(each))];
  expect(wanted.filter((each) => !named.has(each))).toEqual([]);
});
