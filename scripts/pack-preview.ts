/** npm run pack -- preview <pack.yaml> [--out flow.svg]: draws the flow of a pack as SVG, laid out by Graphviz (WASM). */
import { writeFileSync } from 'node:fs';
import { instance } from '@viz-js/viz';
import type { Edge, Graph, Node, Subgraph } from '@viz-js/viz';
import { flowOf } from '../domain/pack/flow-graph';
import type { FlowEdge, FlowGroup, FlowNode } from '../domain/pack/flow-graph';
import type { Pack } from '../domain/pack/types';
import { readPackFile } from './pack-file';
import type { PackArgs } from './pack-file';

/** Graphviz reads a backslash as an escape. */
const literal = (text: string): string => text.replaceAll('\\', '\\\\');

/** Long lists of seats break after a few of them, so that no node is as wide as the page. */
const broken = (text: string): string => text.replaceAll(/((?:[^、,\n]+(?:、|, )){3})(?=[^\n])/gu, '$1\n');

/** Chinese above English; what both call the same stands once. */
const both = ({ zh, en }: { readonly zh: string; readonly en: string }, glue = '\n'): string =>
  literal(zh === en ? zh : `${zh}${glue}${en}`);

const fonts = 'Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif';

const looks: Readonly<Record<FlowNode['kind'], Readonly<Record<string, string>>>> = {
  start: { shape: 'ellipse', peripheries: '2', style: 'filled', fillcolor: '#e8f5e9' },
  step: { shape: 'box', style: 'rounded,filled', fillcolor: '#ffffff' },
  outcome: { shape: 'ellipse', style: 'filled', fillcolor: '#fff8e1' },
  end: { shape: 'ellipse', peripheries: '2', style: 'filled', fillcolor: '#eceff1' },
  clock: { shape: 'note', style: 'filled', fillcolor: '#e3f2fd', fontsize: '9' },
};

const strokes: Readonly<Record<FlowEdge['kind'], Readonly<Record<string, string | boolean>>>> = {
  on: { color: '#37474f' },
  back: { color: '#c62828', fontcolor: '#c62828', constraint: false },
  clock: { color: '#1565c0', style: 'dashed', arrowhead: 'vee' },
  until: { color: '#1565c0', style: 'dashed', arrowhead: 'vee', constraint: false },
};

function nodeOf(node: FlowNode): Node {
  const basis = node.basis === undefined ? '' : `\n${node.basis}`;
  return {
    name: node.id,
    attributes: { label: `${broken(both(node))}${basis}`, id: node.id, ...looks[node.kind] },
  };
}

function edgeOf({ from, to, kind, label }: FlowEdge): Edge {
  const said = label === undefined ? {} : { label: both(label, ' ') };
  return { tail: from, head: to, attributes: { ...strokes[kind], ...said } };
}

function clusterOf(group: FlowGroup): Subgraph {
  const phased = group.phases.length > 1;
  const phases = group.phases.map(({ phase, nodes }): Subgraph => ({
    ...(phased ? { name: `cluster_${group.id}_${phase}` } : {}),
    graphAttributes: phased ? { label: phase, style: 'dotted', fontsize: 10 } : {},
    nodes: nodes.map(nodeOf),
  }));
  return {
    name: `cluster_${group.id}`,
    graphAttributes: {
      label: both(group, ' '),
      style: 'filled,rounded',
      fillcolor: group.kind === 'run' ? '#fafafa' : '#f3e5f5',
    },
    nodes: group.nodes.map(nodeOf),
    subgraphs: phases,
  };
}

/** The flow of a pack as an SVG text: stages, phases, steps, outcomes, returns (red) and clocks (dashed). */
export async function drawPack(pack: Pack): Promise<string> {
  const flow = flowOf(pack);
  const graph: Graph = {
    directed: true,
    graphAttributes: {
      label: literal(`${pack.measure.zh} · ${pack.ref.id}@${pack.ref.version}`),
      labelloc: 't',
      fontname: fonts,
      newrank: true,
    },
    // Graphviz knows no widths of Chinese fonts and takes them for narrower than they are.
    nodeAttributes: { fontname: fonts, fontsize: 11, margin: '0.3,0.06' },
    edgeAttributes: { fontname: fonts, fontsize: 9 },
    nodes: flow.nodes.map(nodeOf),
    edges: flow.edges.map(edgeOf),
    subgraphs: flow.groups.map(clusterOf),
  };
  const viz = await instance();
  return viz.renderString(graph, { format: 'svg', engine: 'dot' });
}

/** The command: to a file with `--out`, else to the standard output. */
export async function preview({ files: [file = ''], options }: PackArgs): Promise<number> {
  const svg = await drawPack(await readPackFile(file));
  if (options.out === undefined) process.stdout.write(svg);
  else {
    writeFileSync(options.out, svg);
    process.stdout.write(`${options.out}\n`);
  }
  return 0;
}
