/** The table of verbs: whether the rules allow each at every kind of step and moment. Made by asking them. */
import type { Actor } from '../domain/project/commands';
import type { Decision } from '../domain/project/decide';
import {
  act,
  ask,
  courseTo,
  exists,
  kinds,
  meAt,
  moments,
  taskAt,
  type Home,
  type Kind,
  type Moment,
} from './verbs-course';
import { verbs } from './verbs-rows';

/** A verb at a moment of a kind of step, in a stage or a case; undefined where the moment does not exist. */
export interface Cell {
  readonly verb: string;
  readonly kind: Kind;
  readonly moment: Moment;
  readonly home?: Home;
}

/** What is tried otherwise than the row of the verb says: by somebody else, or with another remark. */
export interface Otherwise {
  readonly by?: Actor;
  readonly comment?: string;
}

/** What the rules decide on a verb there, after what has to come first; undefined where the moment does not exist. */
export function decisionAt(
  { verb, kind, moment, home }: Cell,
  { by, comment }: Otherwise = {},
): Decision | undefined {
  const row = verbs[verb];
  if (row === undefined || !exists(kind, moment)) return undefined;
  const course = courseTo(kind, moment, home);
  const { who, role } = meAt(kind, moment);
  const task = taskAt(course, 'x', role).id;
  if (row.first !== undefined) act(course, ...row.first(task, who));
  const tried = row.act(task, course);
  const said = comment === undefined || !('comment' in tried) ? tried : { ...tried, comment };
  return ask(course, by ?? row.by ?? who, said);
}

/** `ok`, the code of the refusal, or nothing where the moment does not exist. */
export function cellOf(cell: Cell): string | undefined {
  const decision = decisionAt(cell);
  if (decision === undefined) return undefined;
  return 'refusals' in decision ? (decision.refusals[0]?.code ?? 'refused') : 'ok';
}

const names = Object.keys(moments) as Moment[];

function tableOf(kind: Kind): string[] {
  const shown = names.filter((moment) => exists(kind, moment));
  const cell = (verb: string, moment: Moment) => {
    const said = cellOf({ verb, kind, moment });
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
    'the refusal ([errors.md](errors.md)). “I” hold the seat; verbs of other people are tried by them. A test asserts every cell, for a',
    'stage of a project and for a case alike.',
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
