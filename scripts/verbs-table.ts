/** The table of verbs: whether the rules allow each at every kind of step and moment. Made by asking them. */
import {
  act,
  ask,
  courseTo,
  exists,
  kinds,
  meAt,
  moments,
  taskAt,
  type Kind,
  type Moment,
} from './verbs-course';
import { verbs } from './verbs-rows';

/** What the rules say to a verb at a moment of a kind of step: `ok`, the code of the refusal, or nothing where the moment does not exist. */
export function cellOf(verb: string, kind: Kind, moment: Moment): string | undefined {
  const row = verbs[verb];
  if (row === undefined || !exists(kind, moment)) return undefined;
  const course = courseTo(kind, moment);
  const { who, role } = meAt(kind, moment);
  const task = taskAt(course, 'x', role).id;
  if (row.first !== undefined) act(course, ...row.first(task, who));
  const decision = ask(course, row.by ?? who, row.act(task, course));
  return 'refusals' in decision ? (decision.refusals[0]?.code ?? 'refused') : 'ok';
}

const names = Object.keys(moments) as Moment[];

function tableOf(kind: Kind): string[] {
  const shown = names.filter((moment) => exists(kind, moment));
  const cell = (verb: string, moment: Moment) => {
    const said = cellOf(verb, kind, moment);
    return said === 'ok' ? '✓' : `\`${said ?? ''}\``;
  };
  return [
    `## ${kinds[kind]}`,
    '',
    `| | ${shown.map((moment) => moments[moment]).join(' | ')} |`,
    `|---|${shown.map(() => '---').join('|')}|`,
    ...Object.entries(verbs).map(
      ([verb, { zh }]) => `| ${verb} ${zh} | ${shown.map((moment) => cell(verb, moment)).join(' | ')} |`,
    ),
    '',
  ];
}

/** docs/verbs.md: who may do what, and where and when. */
export function verbsDocument(): string {
  return [
    '# Verbs · 办理动作',
    '',
    'Generated from the code by `node --import tsx scripts/verbs-doc.ts`: every cell is the answer of the rules themselves, ✓ or the code of',
    'the refusal ([errors.md](errors.md)). “I” hold the seat; verbs of other people are tried by them. A test asserts every cell.',
    '',
    '| verb | 中文 | who | reason | recorded as |',
    '|---|---|---|---|---|',
    ...Object.entries(verbs).map(
      ([verb, { zh, who, reason, event }]) => `| ${verb} | ${zh} | ${who} | ${reason} | \`${event}\` |`,
    ),
    '',
    ...(Object.keys(kinds) as Kind[]).flatMap(tableOf),
  ].join('\n');
}
