/** The flow of a pack as nodes and edges: stages, phases, steps, outcomes, returns and clocks, ready to be drawn. Pure. */
import { beginningOf, leadsTo } from './body-flow';
import type { Leads } from './body-flow';
import { clockWords, endOf, rowWords, seatWords, wordOf } from './flow-words';
import type { Said } from './flow-words';
import { firstRuns, isProcessEnd, runsOpenedBy } from './lifecycle';
import { processEnds } from './types';
import type { Body, Clock, Pack, Run, Step } from './types';

export interface FlowNode {
  readonly id: string;
  readonly kind: 'start' | 'step' | 'outcome' | 'end' | 'clock';
  /** First line of each is the name. */
  readonly zh: string;
  readonly en: string;
  readonly basis?: string;
}

export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  /** `back`: to a step that was walked before; `clock`: to a clock that counts from it; `until`: from a clock to what ends it. */
  readonly kind: 'on' | 'back' | 'clock' | 'until';
  readonly label?: Said;
}

export interface FlowGroup {
  readonly id: string;
  readonly kind: 'run' | 'case';
  readonly zh: string;
  readonly en: string;
  readonly phases: readonly { readonly phase: string; readonly nodes: readonly FlowNode[] }[];
  /** Outcomes and clocks: they belong to no phase. */
  readonly nodes: readonly FlowNode[];
}

export interface Flow {
  readonly groups: readonly FlowGroup[];
  /** Start and ends of the project. */
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

/** Id of the node of a step. */
const stepId = (place: string, step: string): string => `${place}/${step}`;
/** Where a body without an outcome of its own leads. */
const inUse = 'inUse';
const outcomeId = (place: string, outcome: string): string => `${place}=${outcome}`;

/** The whole flow: the stages in the order of the lifecycle, then the cases. */
export function flowOf(pack: Pack): Flow {
  const runs = pack.lifecycle.flatMap((row) => {
    const body = pack.stages[row.run];
    return body === undefined ? [] : [{ row, body }];
  });
  const cases = Object.entries(pack.cases).map(([name, body]) => ({ name: `cases.${name}`, body }));
  const ends = processEnds.filter((end) =>
    pack.lifecycle.some(({ outcomes }) => outcomes.some(({ to }) => to === end)),
  );
  return {
    groups: [
      ...runs.map(({ row, body }) => groupOf(pack, body, { id: row.run, kind: 'run', row })),
      ...cases.map(({ name, body }) => groupOf(pack, body, { id: name, kind: 'case', row: body })),
    ],
    nodes: [
      { id: 'start', kind: 'start', zh: '开始', en: 'start' },
      ...ends.map((end): FlowNode => ({ id: `end:${end}`, kind: 'end', ...endOf(end) })),
    ],
    edges: [
      ...firstRuns(pack.lifecycle).flatMap((run) => enter(pack, 'start', run)),
      ...runs.flatMap(({ row, body }) => edgesOf(pack, body, row.run)),
      ...runs.flatMap(({ row }, index) => lifecycleEdges(pack, row, index)),
      ...cases.flatMap(({ name, body }) => edgesOf(pack, body, name)),
    ],
  };
}

interface Place extends Pick<FlowGroup, 'id' | 'kind'> {
  readonly row: Pick<Run, 'zh' | 'en' | 'when'>;
}

function groupOf(pack: Pack, body: Body, { id, kind, row }: Place): FlowGroup {
  const { zh, en } = rowWords(row, id);
  const condition = row.when === undefined ? '' : ` [${row.when.feel}]`;
  return {
    id,
    kind,
    zh: `${zh}${condition}`,
    en,
    phases: body.phases.map(({ phase, steps }) => ({
      phase,
      nodes: steps.map((step) => stepNode(pack, id, step)),
    })),
    nodes: [
      ...outcomeNodes(pack, body, id),
      ...Object.values(body.clocks).map((clock) => clockNode(id, clock)),
    ],
  };
}

function outcomeNodes(pack: Pack, body: Body, place: string): FlowNode[] {
  if (body.outcomes.length === 0)
    return [{ id: outcomeId(place, inUse), kind: 'outcome', zh: '在用', en: 'in use' }];
  return body.outcomes.map((outcome) => ({
    id: outcomeId(place, outcome),
    kind: 'outcome',
    ...wordOf(pack, outcome),
  }));
}

function stepNode(pack: Pack, place: string, step: Step): FlowNode {
  const name = rowWords(step, step.step);
  const seats = seatWords(pack, step);
  const condition = step.when === undefined ? '' : ` [${step.when.feel}]`;
  return {
    id: stepId(place, step.step),
    kind: 'step',
    zh: `${name.zh}${condition}\n${seats.zh}`,
    en: `${name.en}\n${seats.en}`,
    ...(step.basis === undefined ? {} : { basis: step.basis }),
  };
}

function clockNode(place: string, clock: Clock): FlowNode {
  const { basis } = clock;
  return {
    id: `${place}@${clock.name}`,
    kind: 'clock',
    ...clockWords(clock),
    ...(basis === undefined ? {} : { basis }),
  };
}

function nodesOf(place: string, { steps, outcome }: Leads): string[] {
  return [
    ...steps.map(({ step }) => stepId(place, step)),
    ...(outcome === undefined ? [] : [outcomeId(place, outcome ?? inUse)]),
  ];
}

function edgesOf(pack: Pack, body: Body, place: string): FlowEdge[] {
  const order = body.phases.flatMap(({ steps }) => steps.map(({ step }) => stepId(place, step)));
  const walks = body.phases.flatMap(({ steps }) => steps.flatMap((step) => walkOf(step)));
  return [...walks, ...Object.values(body.clocks).flatMap((clock) => clockEdges(body, place, clock))];

  function walkOf(step: Step): FlowEdge[] {
    const from = stepId(place, step.step);
    return step.outcomes.flatMap(({ outcome, to }) =>
      nodesOf(place, leadsTo(body, step, to)).map((target): FlowEdge => {
        const at = order.indexOf(target);
        const kind = at >= 0 && at <= order.indexOf(from) ? 'back' : 'on';
        return { from, to: target, kind, label: wordOf(pack, outcome) };
      }),
    );
  }
}

/** A clock hangs on the step, outcome or beginning it counts from, and on the one it ends with. */
function clockEdges(body: Body, place: string, clock: Clock): FlowEdge[] {
  const id = `${place}@${clock.name}`;
  const from = eventNodes(body, place, clock.from).map((node): FlowEdge => ({
    from: node,
    to: id,
    kind: 'clock',
  }));
  const until = eventNodes(body, place, clock.until).map((node): FlowEdge => ({
    from: id,
    to: node,
    kind: 'until',
  }));
  return [...from, ...until];
}

function eventNodes(body: Body, place: string, event: string | undefined): string[] {
  if (event === undefined) return [];
  const [name = '', what] = event.split('.');
  const step = body.phases.flatMap(({ steps }) => steps).find((row) => row.step === name);
  if (what === undefined)
    return event === 'entered' ? nodesOf(place, beginningOf(body)) : [outcomeId(place, event)];
  if (step !== undefined) return [stepId(place, name)];
  return what === 'entered' ? [] : [outcomeId(name, what)];
}

function lifecycleEdges(pack: Pack, row: Run, index: number): FlowEdge[] {
  return row.outcomes.flatMap(({ outcome, to }) => {
    const from = outcomeId(row.run, outcome);
    if (isProcessEnd(to)) return [{ from, to: `end:${to}`, kind: 'on' }] satisfies FlowEdge[];
    return runsOpenedBy(pack.lifecycle, index, to).flatMap((run) => enter(pack, from, run, index));
  });
}

/** Into the first step of a run; an earlier run is entered again. */
function enter(pack: Pack, from: string, run: string, after = -1): FlowEdge[] {
  const body = pack.stages[run];
  const at = pack.lifecycle.findIndex((row) => row.run === run);
  if (body === undefined) return [];
  const kind = at <= after ? 'back' : 'on';
  return nodesOf(run, beginningOf(body)).map((to): FlowEdge => ({ from, to, kind }));
}
