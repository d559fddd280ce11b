/** The report as a table for people. */
import type { Figures, Ratio } from './figures';
import type { Memory } from './footprint';
import type { Report } from './report';

const figures = ({ p50, p99, perSecond }: Figures | Ratio) =>
  [p50, p99, perSecond].map((value) => value.toFixed(2).padStart(9)).join('');

const memory = ({ total, mongod, temporal, worker, api }: Memory) =>
  `${String(total)} MiB (mongod ${String(mongod)}, Temporal ${String(temporal)}, worker ${String(worker)}, API ${String(api)})`;

function row(name: string, values: Figures | Ratio): string {
  return `${name.padEnd(34)}${figures(values)}`;
}

/** Every figure of a report, one a line. */
export function tableOf({ machine, floor, decision, ratio, inbox, footprint }: Report): string {
  const lines = [
    `${machine.cpu}, ${String(machine.cores)} cores, Node ${machine.node}, load ${String(machine.load)}`,
    `${''.padEnd(34)}   p50 ms   p99 ms      per s`,
  ];
  for (const place of ['one', 'fifty'] as const) {
    const crowd = place === 'one' ? '1' : '50';
    if (floor) lines.push(row(`floor, ${crowd} in flight`, floor[place]));
    if (decision) lines.push(row(`decision, ${crowd} in flight`, decision[place]));
    if (ratio) lines.push(row(`ratio, ${crowd} in flight`, ratio[place]));
  }
  for (const name of ['page1', 'page50', 'counters'] as const) {
    if (inbox === undefined) break;
    lines.push(row(`inbox ${name}, 1 in flight`, inbox[name].one));
    lines.push(row(`inbox ${name}, 10 in flight`, inbox[name].ten));
  }
  if (footprint) {
    const { mbPer1000Projects, projects, decisionsEach, mongodbMb, temporalMb, materialFilesMb } = footprint;
    lines.push(
      `disk: ${String(mbPer1000Projects)} MB per 1,000 projects (MongoDB ${String(mongodbMb)}, Temporal ${String(temporalMb)}; material files beside it ${String(materialFilesMb)}), from ${String(projects)} projects of ${String(decisionsEach)} decisions`,
      `idle: ${memory(footprint.idleMiB)}`,
      `after load: ${memory(footprint.afterLoadMiB)}`,
    );
  }
  return lines.join('\n');
}
