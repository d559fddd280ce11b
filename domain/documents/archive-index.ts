/** The table of contents of a project's archive (一项一档): what it holds, where, and what it leaves out and why. Pure. */
import { wordsOr } from '../notices/labels';
import type { Pack } from '../pack/types';
import type { MaterialRef } from '../project/commands';
import type { Entry } from '../project/events';
import type { ProcessState } from '../project/state';
import type { Paper, Wording } from './paper';

/** A material as the record froze it into a process. */
export interface FiledMaterial {
  readonly workflowId: string;
  readonly ref: MaterialRef;
}

/** Why a material's bytes are not in the archive. */
export type LeftOut = 'notReadable' | 'lost';

export interface MaterialRow {
  readonly id: string;
  readonly workflowId: string;
  readonly kind: Wording;
  readonly version: number;
  readonly fileName: string;
  readonly sha256: string;
  readonly uploadedBy: string;
  readonly uploadedAt: string;
  /** Where it lies in the archive; null: it is left out. */
  readonly path: string | null;
  readonly leftOut?: LeftOut;
}

export interface ArchiveIndex {
  readonly project: { readonly id: string; readonly name: string; readonly owner: string };
  readonly status: ProcessState['status'];
  readonly measure: Wording;
  readonly pack: ProcessState['pack'];
  /** Processes whose lines the audit chain holds: the project, and its cases that are not confidential. */
  readonly processes: readonly string[];
  readonly lines: number;
  readonly opinions: number;
  readonly materials: readonly MaterialRow[];
  readonly documents: readonly {
    readonly id: string;
    readonly number: string | null;
    readonly title: Wording;
    readonly issuedOn: string;
    readonly code: string | null;
    readonly paths: readonly string[];
  }[];
}

/** Every version of every material that a decision froze, in the order of the record; each once. */
export function filedMaterials(
  lines: readonly (Pick<Entry, 'events'> & { readonly workflowId: string })[],
): FiledMaterial[] {
  const filed = lines.flatMap(({ workflowId, events }) =>
    events.flatMap((event) =>
      event.type === 'materialsAttached' ? event.materials.map((ref) => ({ workflowId, ref })) : [],
    ),
  );
  return [...new Map(filed.map((each) => [each.ref.id, each])).values()];
}

/** Letters, digits, dot, dash and Chinese stay; whatever a file system or a ZIP reader may take amiss becomes `_`. */
export function safeName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '_').replace(/^\.+/u, '_');
}

/** Where the bytes of a material lie in the archive. */
export function pathOf({ id, fileName }: MaterialRef): string {
  return `materials/${safeName(id)}/${safeName(fileName)}`;
}

/** The row of a material; its kind in the words of the pack. */
export function materialRow(
  { workflowId, ref }: FiledMaterial,
  { stages, cases }: Pick<Pack, 'stages' | 'cases'>,
  leftOut: LeftOut | undefined,
): MaterialRow {
  const bodies = [...Object.values(stages), ...Object.values(cases)];
  const row = bodies
    .flatMap(({ materials }) => Object.values(materials))
    .find(({ kind }) => kind === ref.kind);
  const { id, version, fileName, sha256, uploadedBy, uploadedAt } = ref;
  return {
    ...{ id, workflowId, kind: wordsOr(row, ref.kind), version, fileName, sha256, uploadedBy, uploadedAt },
    path: leftOut === undefined ? pathOf(ref) : null,
    ...(leftOut === undefined ? {} : { leftOut }),
  };
}

/** The row of an official document. */
export function documentRow(
  { id, number, title, issuedOn, code }: Paper,
  paths: readonly string[],
): ArchiveIndex['documents'][number] {
  return { id, number, title, issuedOn, code, paths };
}

const leftOutWords: Readonly<Record<LeftOut, string>> = {
  notReadable: '未附:无权查阅该事项 left out: not readable for whoever asked',
  lost: '未附:字节不在库中 left out: its bytes are not here',
};

const cell = (text: string): string => text.replaceAll(/[|\r\n]+/gu, ' ');
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const both = ({ zh, en }: Wording): string => (zh === en ? zh : `${zh} ${en}`);

/** The index as people read it, Chinese first, English second. */
export function indexText(index: ArchiveIndex): string {
  const { project, status, measure, pack, processes, lines, opinions, materials, documents } = index;
  return [
    `# 一项一档 Archive of a project: ${project.id} ${project.name}`,
    '',
    `- 申报单位 applicant: ${project.owner}`,
    `- 状态 status: ${status}`,
    `- 依据 measure: ${both(measure)} (${pack.id}@${pack.version}, ${pack.hash})`,
    `- 流程 processes: ${processes.join(', ')};涉密事项不在其中 confidential cases are left out`,
    `- 留痕 records: ${String(lines)} (records.jsonl);办理意见 opinions: ${String(opinions)} (opinions.json)`,
    '',
    '## 材料 Materials',
    '',
    row('材料 material', '版本 version', '文件 file', 'SHA-256', '提交 by', '时间 at', '位置 path'),
    row('---', '---', '---', '---', '---', '---', '---'),
    ...materials.map((each) =>
      row(
        both(each.kind),
        String(each.version),
        each.fileName,
        each.sha256,
        each.uploadedBy,
        each.uploadedAt,
        each.path ?? leftOutWords[each.leftOut ?? 'lost'],
      ),
    ),
    '',
    '## 公文 Official documents',
    '',
    row('文号 number', '标题 title', '日期 date', '验证码 code', '位置 path'),
    row('---', '---', '---', '---', '---'),
    ...documents.map(({ id, number, title, issuedOn, code, paths }) =>
      row(number ?? id, both(title), issuedOn, code ?? '—', paths.join(' ')),
    ),
    '',
    '## 核验 Check',
    '',
    '在本文件夹中运行 `node verify.mjs`,无须联网。In this folder run `node verify.mjs`; no network is needed.',
    '',
  ].join('\n');
}
