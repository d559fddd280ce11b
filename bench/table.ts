/** The report as a table for people. */
import type { Figures, Ratio } from './figures';
import type { Memory } from './footprint';
import type { Report, Work } from './report';
import { rulesLines } from './rules';

const figures = ({ p50, p99, perSecond }: Figures | Ratio) =>
  [p50, p99, perSecond].map((value) => value.toFixed(2).padStart(9)).join('');

const memory = ({ total, mongod, temporal, worker, api }: Memory) =>
  `${String(total)} MiB (mongod ${String(mongod)}, Temporal ${String(temporal)}, worker ${String(worker)}, API ${String(api)})`;

function row(name: string, values: Figures | Ratio): string {
  return `${name.padEnd(34)}${figures(values)}`;
}

function workLines({ approvals, votes, returns }: Work): string[] {
  const lines = (['one', 'ten', 'fifty'] as const).flatMap((place) => {
    const { nextInboxP50, nextInboxP99, late, ...each } = approvals[place];
    const crowd = { one: 1, ten: 10, fifty: 50 }[place];
    return [
      row(`W1 decision, ${String(crowd)} in flight`, each),
      `   next inbox shows the task after ${String(nextInboxP50)} ms p50, ${String(nextInboxP99)} ms p99; late answers asked again: ${String(late)}`,
    ];
  });
  return [
    ...lines,
    `W3 nine votes at once, ${String(votes.rounds)} rounds: ${String(votes.errors)} errors, ${String(votes.wrong)} wrong ends, all in after ${String(votes.allInP50)} ms p50, ${String(votes.allInP99)} ms p99`,
    `W6 returns through parallel seats, ${String(returns.rounds)}: ${String(returns.wrong)} wrong, ${String(returns.p50)} ms p50, ${String(returns.p99)} ms p99`,
  ];
}

function otherLines({ clocks, kills, rules }: Report): string[] {
  const lines: string[] = [];
  if (kills)
    lines.push(
      `W4 kill -9, ${String(kills.kills)} times: ${String(kills.decisions)} decisions, ${String(kills.lost)} lost or wrong, serves again after at most ${String(kills.servesAgainS)} s`,
    );
  if (clocks)
    lines.push(
      `W5 ${String(clocks.clocks)} clocks due at once${clocks.overdue ? ' before their processes were started' : ''}: late ${String(clocks.latenessP50)} ms p50, ${String(clocks.latenessP99)} ms p99, ${String(clocks.lost)} lost; decisions meanwhile ${String(clocks.decisionP50)} ms p50, ${String(clocks.decisionP99)} ms p99`,
    );
  if (rules) lines.push(...rulesLines(rules));
  return lines;
}

/** Every figure of a report, one a line. */
export function tableOf(report: Report): string {
  const { machine, floor, decision, ratio, work, inbox, footprint } = report;
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
  for (const name of ['page1', 'page50', 'urgent1', 'urgent50', 'counters'] as const) {
    if (inbox === undefined) break;
    lines.push(row(`inbox ${name}, 1 in flight`, inbox[name].one));
    lines.push(row(`inbox ${name}, 10 in flight`, inbox[name].ten));
  }
  lines.push(...(work ? workLines(work) : []), ...otherLines(report));
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
