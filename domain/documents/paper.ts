/** The content of an official document (公文), made from the record alone: whoever renders it adds only form. Pure. */
import { defined } from '../defined';
import { citationOf } from './article';
import { dateOf } from '../clocks/dates';
import { stepOf, wordsOr } from '../notices/labels';
import { wordOf } from '../pack/flow-words';
import type { FieldSpec, Pack } from '../pack/types';
import type { Entry } from '../project/events';
import type { FieldValue } from '../project/field-values';
import type { Task } from '../project/task';
import { issuesIn, type Issue } from './named';

export interface Wording {
  readonly zh: string;
  readonly en: string;
}

/** A signature: role, person, what they decided and said. */
export interface Signature {
  readonly role: Wording;
  readonly step: Wording;
  readonly name: string;
  /** Whom they signed for, as their substitute. */
  readonly onBehalf?: string;
  readonly outcome: Wording;
  readonly said?: string;
  /** Date in Asia/Shanghai. */
  readonly on: string;
  /** By the pack this role or step signs the document; the others gave the opinions before it. */
  readonly signs: boolean;
}

/** Everything an official document says. Dates are of Asia/Shanghai; money is written out in yuan. */
export interface Paper {
  readonly id: string;
  readonly kind: Wording;
  readonly number: string | null;
  readonly issuedOn: string;
  readonly issuedAt: string;
  /** The body that issues it: what signs by the pack, or the authority of the measure. */
  readonly issuer: Wording;
  readonly title: Wording;
  readonly about: 'project' | 'case';
  /** Organisation it is addressed to (主送). */
  readonly addressee: string;
  readonly measure: Wording;
  readonly basis: string | null;
  /** The measure with its article, as the document cites it. */
  readonly cited: Wording;
  readonly facts: readonly { readonly label: Wording; readonly value: Wording }[];
  readonly signatures: readonly Signature[];
  /** Line of the audit trail that issued it. */
  readonly line: number;
  readonly code: string | null;
}

type Line = Pick<Entry, 'at' | 'events'> & { readonly seq: number };
type PaperPack = Pick<
  Pack,
  'measure' | 'sources' | 'roles' | 'facts' | 'lifecycle' | 'stages' | 'cases' | 'words'
>;

const same = (text: string): Wording => ({ zh: text, en: text });

function moneyOf(fen: number): Wording {
  const yuan = (fen / 100).toFixed(2).replaceAll(/\B(?=(?:\d{3})+\.)/gu, ',');
  return { zh: `${yuan} 元`, en: `CNY ${yuan}` };
}

function plainOf(value: FieldValue): Wording {
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  return same(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function chosen(value: FieldValue, pack: PaperPack): Wording {
  const words = (Array.isArray(value) ? value : [value]).map((each) => wordOf(pack, String(each)));
  return { zh: words.map(({ zh }) => zh).join('、'), en: words.map(({ en }) => en).join(', ') };
}

function measured(value: number, unit: string | undefined, pack: PaperPack): Wording {
  if (unit === undefined) return same(String(value));
  const { zh, en } = wordOf(pack, unit);
  return { zh: `${String(value)} ${zh}`, en: `${String(value)} ${en}` };
}

/** What a document is printed with. */
interface Print {
  readonly pack: PaperPack;
  /** The name of an organisation by its id. */
  readonly nameOf: (org: string) => string;
}

const words = {
  project: {
    id: { zh: '项目编号', en: 'Project number' },
    name: { zh: '项目名称', en: 'Project' },
    owner: { zh: '申报单位', en: 'Applicant' },
  },
  case: {
    id: { zh: '事项编号', en: 'Case number' },
    name: { zh: '事项', en: 'Case' },
    owner: { zh: '发起单位', en: 'Opened by' },
  },
} as const;

const isChoice = (spec: FieldSpec | undefined): boolean =>
  spec?.type === 'choice' || spec?.type === 'choices';

/** A declared value as the document prints it. */
function printed(value: FieldValue, spec: FieldSpec | undefined, { pack, nameOf }: Print): Wording {
  if (value === null) return { zh: '未定', en: 'undecided' };
  if (typeof value === 'number')
    return spec?.type === 'money' ? moneyOf(value) : measured(value, spec?.unit, pack);
  if (spec?.type === 'organisation' && typeof value === 'string') return same(nameOf(value));
  return isChoice(spec) ? chosen(value, pack) : plainOf(value);
}

function factsOf({ state }: Issue, print: Print): Paper['facts'] {
  const { pack } = print;
  const body = pack.stages[state.run ?? ''] ?? pack.cases[state.caseType ?? ''];
  const declared = Object.entries(state.facts).map(([name, value]) => {
    const spec = body?.facts[name] ?? pack.facts[name];
    return { label: wordsOr(spec, name), value: printed(value, spec, print) };
  });
  const label = words[state.kind];
  const about = state.kind === 'case' ? state.projectId : undefined;
  const parties = Object.entries(state.parties).map(([role, { zh }]) => ({
    label: wordsOr(pack.roles[role], role),
    value: same(zh),
  }));
  return [
    { label: label.id, value: same(state.id) },
    ...(about === undefined ? [] : [{ label: words.project.id, value: same(about) }]),
    { label: label.name, value: same(state.name) },
    { label: label.owner, value: same(state.owner.orgZh) },
    ...parties,
    ...declared,
  ];
}

function signatureOf(task: Task, { document }: Issue, pack: PaperPack): Signature[] {
  const { decidedBy, decidedAt, outcome, role, step, comment } = task;
  if (decidedBy === undefined || decidedAt === undefined || outcome === undefined) return [];
  return [
    {
      role: wordsOr(pack.roles[role], role),
      step: stepOf(pack, task),
      name: decidedBy.name,
      outcome: outcome === 'submitted' ? { zh: '提交', en: 'submitted' } : wordOf(pack, outcome),
      on: dateOf(decidedAt),
      signs: document.signs !== undefined && [role, step].includes(document.signs),
      ...defined({ onBehalf: decidedBy.onBehalf?.name, said: comment }),
    },
  ];
}

function issuerOf({ document, state }: Issue, pack: PaperPack): Wording {
  const { signs } = document;
  if (signs !== undefined && signs in pack.roles) return wordsOr(pack.roles[signs], signs);
  if (signs !== undefined) return stepOf(pack, { run: document.run, step: signs });
  return same(pack.measure.authority ?? state.owner.orgZh);
}

/** The names that were written down when the document was issued; an organisation that nobody knew keeps its id. */
const calledAtIssue =
  (names: Readonly<Record<string, string>>): Print['nameOf'] =>
  (org) =>
    new Map(Object.entries(names)).get(org) ?? org;

/**
 * The content of one official document of a process; undefined when the record issued none of that id. `lines` are all
 * of the process, oldest first. Facts, opinions and names are those of the moment of issue, so later changes alter no
 * paper; organisations of a document that older versions issued without names bear the one that `nameOf` gives them.
 */
export function paperOf(
  lines: readonly Line[],
  id: string,
  pack: PaperPack,
  nameOf: Print['nameOf'] = (org) => org,
): Paper | undefined {
  const issue = issuesIn(lines).find((each) => each.document.id === id);
  if (issue === undefined) return undefined;
  const { document, state, line } = issue;
  const called = document.names === undefined ? nameOf : calledAtIssue(document.names);
  const kind = wordsOr(document, document.document);
  const decided = Object.values(state.tasks).filter(({ status }) => status === 'done');
  return {
    id,
    kind,
    number: document.number ?? null,
    issuedOn: dateOf(document.issuedAt),
    issuedAt: document.issuedAt,
    issuer: issuerOf(issue, pack),
    title: { zh: `关于“${state.name}”的${kind.zh}`, en: `${kind.en}: ${state.name}` },
    about: state.kind,
    addressee: document.to === undefined ? state.owner.orgZh : called(document.to),
    measure: wordsOr(pack.measure, pack.measure.zh),
    basis: document.basis ?? null,
    cited: citationOf(document.basis, pack),
    facts: factsOf(issue, { pack, nameOf: called }),
    signatures: decided.flatMap((task) => signatureOf(task, issue, pack)),
    line: line.seq,
    code: document.code ?? null,
  };
}
