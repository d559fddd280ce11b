/** Figures for those who lead: counts, money, time, returns and tasks, as JSON, CSV, XLSX or a summary in Markdown, DOCX or PDF. Changes nothing. */
import { z } from 'zod';
import { defined } from '../domain/defined';
import { csvOf } from '../domain/statistics/csv';
import { groupings, type Grouping } from '../domain/statistics/rows';
import type { SheetLine } from '../domain/statistics/sheet';
import { summaryOf, type Summary } from '../domain/statistics/summary';
import { markdownOf, printedSummary } from '../domain/statistics/summary-forms';
import { renderPrinted } from './paper-files';
import type { Answer } from './route';
import { route } from './route';
import { Id } from './schemas';
import { dayOf, gatherStatistics, wholeLine, type FigureWish, type Statistics } from './statistics';
import { xlsxOf } from './xlsx';

const formats = ['json', 'csv', 'xlsx', 'md', 'docx', 'pdf'] as const;
type Format = (typeof formats)[number];

const types: Readonly<Record<Format, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  md: 'text/markdown',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
};

const byWords: Readonly<Record<Grouping, { zh: string; en: string }>> = {
  stage: { zh: '阶段', en: 'stage' },
  department: { zh: '建设单位', en: 'owner department' },
  jurisdiction: { zh: '辖区', en: 'jurisdiction' },
  year: { zh: '年度', en: 'year' },
};

const Query = z.strictObject({
  jurisdiction: Id.optional(),
  year: z.coerce
    .number()
    .int()
    .min(2000)
    .max(2100)
    .optional()
    .meta({ description: '建档年度 · Year in which a project was opened, or a task arose (Asia/Shanghai)' }),
  by: z.enum(groupings).default('stage'),
  format: z
    .enum(formats)
    .optional()
    .meta({ description: '缺省按 Accept · As Accept says when absent; JSON when that names none of these' }),
});

const Sums = z
  .looseObject({
    projects: z.number().int(),
    overdue: z.number().int(),
    budgetFen: z.number().int().meta({ description: '整数分 · Integer fen' }),
    spentFen: z.number().int().nullable(),
    medianWorkingDays: z.number().nullable(),
    returns: z.number().int(),
    rectificationRounds: z.number().int(),
    tasksOpen: z.number().int(),
  })
  .meta({ id: 'Figures', description: '各项口径见 docs/statistics.md · Every figure: docs/statistics.md' });

const Answers = z.object({
  asOf: z.string(),
  by: z.enum(groupings),
  jurisdiction: z.string().nullable(),
  year: z.number().int().nullable(),
  scope: z.object({
    all: z.boolean(),
    organisations: z.array(z.string()),
    jurisdictions: z.array(z.string()),
  }),
  total: Sums,
  groups: z.array(z.looseObject({ key: z.string(), zh: z.string(), en: z.string(), figures: Sums })),
});

/** The format that was named, else the first of ours among what the client accepts. */
function formatOf(named: Format | undefined, accept: string): Format {
  if (named !== undefined) return named;
  const wanted = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  const found = wanted.map((type) => formats.find((each) => types[each] === type));
  return found.find((each) => each !== undefined) ?? 'json';
}

function file(format: Exclude<Format, 'json'>, { by, year }: FigureWish, content: string | Buffer): Answer {
  const name = ['govflow-statistics', year === undefined ? 'all' : String(year), by].join('-');
  const charset = types[format].startsWith('text/') ? '; charset=utf-8' : '';
  return {
    headers: {
      'Content-Type': `${types[format]}${charset}`,
      'Content-Disposition': `attachment; filename="${name}.${format}"`,
    },
    send: (response) => {
      response.end(content);
      return Promise.resolve();
    },
  };
}

function bodyOf({ by, jurisdiction, year }: FigureWish, { asOf, scope, total, lines }: Statistics): Answer {
  const [organisations, jurisdictions] = scope === 'all' ? [[], []] : [scope.orgs, scope.jurisdictions];
  return {
    body: {
      asOf,
      by,
      jurisdiction: jurisdiction ?? null,
      year: year ?? null,
      scope: { all: scope === 'all', organisations, jurisdictions },
      total,
      groups: lines,
    },
  };
}

function summarised({ jurisdiction, year, by }: FigureWish, found: Statistics, lines: SheetLine[]): Summary {
  const frame = {
    day: dayOf(found),
    whole: found.scope === 'all',
    by: byWords[by],
    ...defined({ jurisdiction, year }),
  };
  return summaryOf(frame, lines, found.total);
}

async function answerAs(format: Format, wish: FigureWish, found: Statistics): Promise<Answer> {
  const lines = [...found.lines, wholeLine(found.total)];
  switch (format) {
    case 'json':
      return bodyOf(wish, found);
    case 'csv':
      return file(format, wish, csvOf(lines));
    case 'xlsx':
      return file(format, wish, await xlsxOf(lines));
    case 'md':
      return file(format, wish, markdownOf(summarised(wish, found, lines)));
    case 'docx':
    case 'pdf': {
      const printed = printedSummary(summarised(wish, found, lines), found.asOf);
      return file(format, wish, await renderPrinted(printed, format));
    }
  }
}

const statistics = route({
  method: 'get',
  path: '/api/statistics',
  tag: 'statistics',
  summary:
    '统计 · Figures by stage, owner department, jurisdiction or year: of the own organisation and jurisdictions, for administrators, operators and auditors of all; JSON, CSV, XLSX, or a summary in Markdown, DOCX or PDF',
  permit: 'signedIn',
  change: 'none',
  query: Query,
  answers: { 200: Answers },
  refuses: ['statistics/too-wide', 'document/no-glyph'],
  async handle({ query }, ask) {
    const { format, ...wish } = query;
    return answerAs(formatOf(format, ask.accept), wish, await gatherStatistics(ask, wish));
  },
});

export const statisticsRoutes = [statistics];
