/** Says a difference between two packs in words, Chinese and English: which row, which article, both values. Pure. */
import type { PackRow, RowTable } from './pack-rows';

interface Said {
  readonly zh: string;
  readonly en: string;
}
interface What {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  readonly field?: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

const tables: Readonly<Record<RowTable, Said>> = {
  measure: { zh: '办法', en: 'measure' },
  numbering: { zh: '编号规则', en: 'numbering' },
  sources: { zh: '依据文件', en: 'source' },
  words: { zh: '用语', en: 'word' },
  roles: { zh: '角色', en: 'role' },
  powers: { zh: '权力', en: 'power' },
  facts: { zh: '填报项', en: 'fact' },
  values: { zh: '法定数值', en: 'legal value' },
  lifecycle: { zh: '阶段', en: 'stage' },
  bodies: { zh: '阶段或事项内容', en: 'body' },
  steps: { zh: '环节', en: 'step' },
  materials: { zh: '材料', en: 'material' },
  gates: { zh: '关口', en: 'gate' },
  clocks: { zh: '时限', en: 'clock' },
  documents: { zh: '文书', en: 'document' },
  consequences: { zh: '后续效果', en: 'consequence' },
  reminders: { zh: '提示', en: 'reminder' },
};

const fields: Readonly<Record<string, string>> = {
  zh: '中文名称',
  en: '英文名称',
  basis: '条款',
  note: '是否出自原文',
  reading: '理解说明',
  when: '适用条件',
  who: '办理人',
  does: '办理方式',
  agree: '表决规则',
  outcomes: '结论与去向',
  phase: '所在步骤组',
  findings: '须答复的事项',
  opinionFor: '须写意见的结论',
  is: '数值',
  unit: '单位',
  length: '期限长度',
  date: '日期',
  ofYear: '所属年度',
  opens: '窗口起点',
  pausedBy: '停止计时的事项',
  counts: '统计口径',
  withdrawnBy: '可撤回的角色',
  from: '起算',
  until: '截止事件',
  then: '到期效果',
  before: '检查时点',
  due: '应交时点',
  by: '提交人',
  author: '编制单位',
  optional: '可不提交',
  kind: '类别',
  after: '触发事件',
  number: '编号',
  signs: '签署',
  to: '主送',
  origin: '出自',
  also: '另据',
  stricter: '从严方向',
};

/** A value as people read it in a sentence. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '—';
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(valueText).join('; ');
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  if ('feel' in value) return String(value.feel);
  if ('outcome' in value && 'to' in value) return `${String(value.outcome)}→${String(value.to)}`;
  return Object.entries(value)
    .map(([key, part]) => `${key}=${valueText(part)}`)
    .join(', ');
}

function nameOf({ table, place, key, zh, en, basis }: PackRow): Said {
  const place_ = place === '' || place === key ? '' : place;
  const article = basis === undefined ? '' : ` [${basis}]`;
  const name = (text: string | undefined) => (text === undefined || key === '' ? key : `${key} ${text}`);
  return {
    zh: `${place_ === '' ? '' : `${place_} 的`}${tables[table].zh} ${name(zh)}${article}`,
    en: `${tables[table].en} ${name(en)}${place_ === '' ? '' : ` of ${place_}`}${article}`,
  };
}

/** One sentence in each language. */
export function differenceWords(row: PackRow, { kind, field = '', from, to }: What): Said {
  const { zh, en } = nameOf(row);
  const [was, now] = [valueText(from), valueText(to)];
  switch (kind) {
    case 'added':
      return { zh: `新增 ${zh}:${now}`, en: `added ${en}: ${now}` };
    case 'removed':
      return { zh: `删除 ${zh}:${was}`, en: `removed ${en}: ${was}` };
    case 'moved':
      return { zh: `${zh} 顺序由 ${was} 改为 ${now}`, en: `${en} order: ${was} → ${now}` };
    case 'changed': {
      const [head = ''] = field.split('.');
      const label = fields[head] === undefined ? field : `${fields[head]}(${field})`;
      return {
        zh: `修改 ${zh}:${label} 由 ${was} 改为 ${now}`,
        en: `changed ${en}: ${field} ${was} → ${now}`,
      };
    }
  }
}
