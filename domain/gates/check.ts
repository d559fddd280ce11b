/** The register of gate checks: one function a family. A new kind of check joins here and in the pack's schema. */
import { evaluateExpression, type FeelContext } from '../pack/feel';
import { DomainError } from '../refusals';
import { defined } from '../defined';
import type { Body, Gate, GateCheck } from '../pack/types';
import { dateOf } from '../clocks/dates';
import { bodyOf, effective, type Surroundings } from '../project/context';
import type { ProcessState } from '../project/state';
import { sameWords } from '../project/twins';
import { isGood, rowOf } from './material-fields';
import { suppliersOf, type GateReport } from './report';
import { waivedBy } from './waived';

interface Outcome {
  readonly met: boolean;
  readonly missing: readonly string[];
  readonly deferred?: boolean;
  /** What else a refusal tells of it. */
  readonly params?: Readonly<Record<string, unknown>>;
}

interface CheckInput {
  readonly state: ProcessState;
  readonly around: Surroundings;
  readonly context: FeelContext;
}

type Check<K extends GateCheck['check']> = (
  check: Extract<GateCheck, { check: K }>,
  input: CheckInput,
) => Outcome;

/** A case of a project is judged with what its project holds; only the handler gathers that. */
function waitsForProject({ state, around }: CheckInput): boolean {
  return around.outside === undefined && state.kind === 'case' && state.projectId !== undefined;
}

/** Names that only gathered facts can fill. */
function needsOutside(names: readonly string[], { state, around }: CheckInput): boolean {
  if (around.outside !== undefined) return false;
  const own = bodyOf(around.rules, state)?.facts ?? {};
  const isCounted = (name: string) => own[name]?.counts !== undefined && (state.facts[name] ?? null) === null;
  return names.some((name) => around.rules.facts[name]?.total !== undefined || isCounted(name));
}

const holdsCheck: Check<'holds'> = ({ condition }, input) => {
  if (needsOutside(condition.reads, input)) return { met: true, missing: [], deferred: true };
  const result = evaluateExpression(condition, input.context);
  if ('fault' in result) throw new DomainError('rule/fault', `${condition.feel}: ${result.fault}`);
  if ('undecided' in result) return { met: false, missing: result.undecided };
  return result.value === true ? { met: true, missing: [] } : { met: false, missing: condition.reads };
};

/** Present, passed and not expired. */
function isValid(kind: string, { state, around }: CheckInput): boolean {
  const material = effective(state, around.outside).materials[kind];
  return material !== undefined && isGood(material, rowOf(around.rules, kind), dateOf(around.now));
}

const validCheck: Check<'valid'> = ({ materials }, input) => {
  const missing = materials
    .filter((any) => !any.some((kind) => isValid(kind, input)))
    .map((any) => any.join(' | '));
  return { met: missing.length === 0, missing };
};

const endedCheck: Check<'ended'> = ({ ended }, { state, around }) => {
  const [name, outcome] = ended.split('.');
  const runs = effective(state, around.outside).ended.filter((run) => run.run === name || run.kind === name);
  const met = runs.at(-1)?.outcome === outcome;
  return { met, missing: met ? [] : [ended] };
};

const partiesCheck: Check<'parties'> = ({ roles }, { state, around }) => {
  const { parties } = effective(state, around.outside);
  const missing = roles.filter((role) => parties[role] === undefined);
  const orgs = roles.flatMap((role) => parties[role]?.org ?? []);
  const doubled = roles.filter((role) => orgs.filter((org) => org === parties[role]?.org).length > 1);
  return { met: missing.length === 0 && doubled.length === 0, missing: [...missing, ...doubled] };
};

const noOpenCheck: Check<'noOpen'> = ({ cases }, { around }) => {
  if (around.outside === undefined) return { met: true, missing: [], deferred: true };
  const open = cases.filter((type) => around.outside?.openCases.includes(type));
  return { met: open.length === 0, missing: open };
};

const uniqueCheck: Check<'unique'> = ({ facts }, { state, around }) => {
  const twins = around.outside?.twins;
  if (twins === undefined) return { met: true, missing: [], deferred: true };
  const own = effective(state, around.outside).facts;
  const same = twins.filter((twin) => facts.every((name) => sameWords(twin.facts[name], own[name])));
  if (same.length === 0) return { met: true, missing: [] };
  return { met: false, missing: facts, params: { cases: same.map(({ id }) => id) } };
};

function run(check: GateCheck, input: CheckInput): Outcome {
  if (waitsForProject(input)) return { met: true, missing: [], deferred: true };
  switch (check.check) {
    case 'holds':
      return holdsCheck(check, input);
    case 'valid':
      return validCheck(check, input);
    case 'ended':
      return endedCheck(check, input);
    case 'parties':
      return partiesCheck(check, input);
    case 'noOpen':
      return noOpenCheck(check, input);
    case 'unique':
      return uniqueCheck(check, input);
  }
}

/** Checks one gate. A waiver recorded for its code lets it pass, and says so; one without its proof names that. */
export function checkGate(gate: Gate, body: Body, input: CheckInput): GateReport {
  const { met, missing: found, deferred, params } = run(gate.check, input);
  const waiver = waivedBy(gate, input);
  const waived = !met && waiver.given;
  const missing = waiver.lacks === undefined || met ? found : [waiver.lacks];
  const { code, basis, reading, note } = gate;
  const suppliers = met ? [] : suppliersOf(input.around.rules, body, missing);
  return {
    met: met || waived,
    ...defined({ deferred, waived: waived || undefined }),
    gate: {
      code,
      zh: gate.zh ?? code,
      en: gate.en ?? code,
      missing,
      suppliers,
      ...defined({ basis, reading, note, params }),
    },
  };
}
