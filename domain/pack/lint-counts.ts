/** Figures that a case counts over others: what they name must exist, and their span be known before they are counted. */
import type { bodiesOf, PackRows } from './lint-walk';
import type { Note, Path } from './mistakes';
import type { CaseType, Counting, Fact } from './types';

type Placed = ReturnType<typeof bodiesOf>[number];

interface Counted {
  readonly fact: Fact;
  readonly counts: Counting;
  readonly own: CaseType;
  readonly other: CaseType;
}

/** Checks a fact that is counted: where it stands, and every name in it. */
export function checkCounts(
  pack: PackRows,
  placed: Placed,
  fact: Fact,
  place: { path: Path; note: Note },
): void {
  const { counts } = fact;
  if (counts === undefined) return;
  const { caseType: own } = placed;
  const other = Object.hasOwn(pack.cases, counts.case) ? pack.cases[counts.case] : undefined;
  const wrong =
    own === undefined ||
    own.about === 'project' ||
    other === undefined ||
    other.about === 'project' ||
    other.readers !== undefined
      ? [counts.case]
      : wrongNames({ fact, counts, own, other });
  if (wrong.length > 0)
    place.note(
      'fact/counts',
      [...place.path, 'counts'],
      `不能这样计数:${wrong.join('、')}。只在不涉及项目的事项中统计不涉及项目、不保密的事项,起止日期须先于统计环节填报`,
      `it cannot be counted so: ${wrong.join(', ')}. A case about no project counts open ones about none; the days of its span are declared at an earlier step`,
    );
}

function wrongNames({ fact, counts, own, other }: Counted): string[] {
  const steps = own.phases.flatMap((phase) => phase.steps.map(({ step }) => step));
  const isEarlier = (name: string) => {
    const day = Object.hasOwn(own.facts, name) ? own.facts[name] : undefined;
    const at = day?.due === 'enter' ? -1 : steps.indexOf(day?.due ?? '');
    return day?.type === 'date' && at < steps.indexOf(fact.due) && (day.due === 'enter' || at >= 0);
  };
  return [
    ...(fact.type === 'integer' ? [] : [fact.type]),
    ...[counts.from, counts.to].filter((name) => !isEarlier(name)),
    ...(Object.hasOwn(other.facts, counts.day) && other.facts[counts.day]?.type === 'date'
      ? []
      : [counts.day]),
    ...(counts.ended ?? []).filter((name) => !other.outcomes.includes(name)),
    ...(counts.inTime === undefined || Object.hasOwn(other.clocks, counts.inTime) ? [] : [counts.inTime]),
  ];
}
