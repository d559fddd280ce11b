/** Lays contributions apart by stage, owner department, jurisdiction or year, and names the groups. */
import { dateOf } from '../clocks/dates';
import { stageKinds } from '../pack/types';
import type { Contribution } from './contributions';
import { noStage } from './contributions';
import { addTo, figuresOf, noSums, type Figures, type Sums } from './figures';
import type { Grouping, ProjectFigureRow, TaskFigureRow } from './rows';

/** A project's row with all it contributes. */
export interface Contributed {
  readonly row: ProjectFigureRow;
  readonly contributions: readonly Contribution[];
}

/** A group with its figures. */
export interface FigureGroup extends Figures {
  readonly key: string;
}

/** All groups in their order, and the whole. */
export interface FigureTable {
  readonly total: Figures;
  readonly groups: readonly FigureGroup[];
}

/** Names of the stages as people read them. */
export const stageWords: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  [noStage]: { zh: '未进入阶段', en: 'no stage yet' },
  planning: { zh: '规划计划', en: 'planning' },
  application: { zh: '项目申报', en: 'application' },
  feasibilityReview: { zh: '评审立项', en: 'feasibility review' },
  procurement: { zh: '采购与合同', en: 'procurement' },
  supervision: { zh: '实施与监理', en: 'supervision' },
  trialRun: { zh: '试运行', en: 'trial run' },
  acceptance: { zh: '验收', en: 'acceptance' },
  rectification: { zh: '整改', en: 'rectification' },
  operation: { zh: '投入使用', en: 'operation' },
};

const keys: Readonly<Record<Grouping, (row: ProjectFigureRow, stage: string) => string>> = {
  stage: (_row, stage) => stage,
  department: ({ ownerOrg }) => ownerOrg,
  jurisdiction: ({ jurisdiction }) => jurisdiction,
  year: ({ createdAt }) => dateOf(createdAt).slice(0, 4),
};

const stageOrder: readonly string[] = [noStage, ...stageKinds];

function inOrder(by: Grouping) {
  return ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
    by === 'stage' ? stageOrder.indexOf(a) - stageOrder.indexOf(b) : a < b ? -1 : 1;
}

/** The figures of each group and of all together. A project counts once in the whole, whatever it is laid apart by. */
export function tableOf(
  by: Grouping,
  projects: Iterable<Contributed>,
  tasks: readonly TaskFigureRow[],
): FigureTable {
  const total = noSums();
  const groups = new Map<string, Sums>();
  const add = (key: string, part: Partial<Sums>) => {
    const sums = groups.get(key) ?? noSums();
    groups.set(key, sums);
    addTo(sums, part);
    addTo(total, part);
  };
  for (const { row, contributions } of projects)
    for (const { stage, part } of contributions) add(keys[by](row, stage), part);
  for (const { key, open, done, hours } of tasks)
    add(key, { tasksOpen: open, tasksDone: done, taskHours: hours });
  return {
    total: figuresOf(total),
    groups: [...groups].sort(inOrder(by)).map(([key, sums]) => ({ key, ...figuresOf(sums) })),
  };
}
