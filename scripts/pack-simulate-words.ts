/** A simulation as lines for people: a block for each step, Chinese first. */
import type { GateReport } from '../domain/gates/report';
import { wordOf } from '../domain/pack/flow-words';
import type { Pack } from '../domain/pack/types';
import type { AskedFor, ClockScene, Scene, SeatScene, Simulation } from '../domain/simulation/scene';

/** Both languages in a line; what both call the same stands once. */
const both = ({ zh, en }: { readonly zh: string; readonly en: string }): string =>
  zh === en ? zh : `${zh} / ${en}`;

const article = (basis: string | undefined): string => (basis === undefined ? '' : ` [${basis}]`);

function askedLine(what: string, asked: readonly AskedFor[]): string[] {
  if (asked.length === 0) return [];
  const rows = asked.map((each) => `${each.given ? '✓' : '✗'} ${each.name} ${both(each)}`);
  return [`      ${what} ${rows.join('; ')}`];
}

function seatLines(seat: SeatScene): string[] {
  const behalf = seat.onBehalfOf === undefined ? '' : ' (代录 / recorded by another)';
  return [
    `    由 / by ${seat.role} ${both(seat)}${behalf}`,
    ...askedLine('填报 / declares', seat.fields),
    ...askedLine('提交 / hands in', seat.materials),
  ];
}

function gateLine({ gate, met, waived }: GateReport): string {
  const mark = waived === true ? '免 / waived' : met ? '✓' : '✗';
  const missing = gate.missing.length === 0 ? '' : ` (${gate.missing.join(', ')})`;
  return `    关口 / gate ${mark} ${gate.code} ${both(gate)}${article(gate.basis)}${missing}`;
}

/** What was asked for and is there stands with the seats already. */
function isWorthALine({ gate, met, waived }: GateReport): boolean {
  return !met || waived === true || !gate.code.includes('/');
}

const clockLine =
  (what: string) =>
  ({ clock, name, due, explained }: ClockScene): string =>
    `    ${what} ${clock} ${both(name)}: ${due} — ${both(explained)}`;

function sceneLines(pack: Pack, scene: Scene): string[] {
  const { on, run, step, round, name, stage, basis, outcome } = scene;
  return [
    `${on} ${run}.${step} ${both(stage)} · ${both(name)}${article(basis)} · 第 ${String(round)} 轮 / round ${String(round)}`,
    ...scene.seats.flatMap(seatLines),
    ...scene.by.map(clockLine('时限 / by')),
    ...scene.gates.filter(isWorthALine).map(gateLine),
    ...scene.waived.map((code) => `    准予例外 / waived ${code}`),
    ...scene.waited.map(({ clock, until }) => `    等到 / waits until ${until} (${clock})`),
    ...(outcome === undefined ? [] : [`    结论 / outcome ${outcome} ${both(wordOf(pack, outcome))}`]),
    ...scene.started.map(clockLine('起算 / starts')),
    ...scene.documents.map((document) => `    出具 / issues ${document.document} ${both(document)}`),
    ...scene.effects.map((effect) => `    随后 / then ${effect}`),
  ];
}

/** Everything that was asked, and why it stopped. */
export function simulationLines(pack: Pack, { scenes, stop, on }: Simulation): string[] {
  return [...scenes.flatMap((scene) => sceneLines(pack, scene)), '', `${on} ${stop.zh}`, `${on} ${stop.en}`];
}
