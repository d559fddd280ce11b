/** The archive of a project (一项一档) as one ZIP: what the record holds and who asks may read, with its proof. */
import { z } from 'zod';
import type { ArchiveIndex, FiledMaterial, LeftOut } from '../domain/documents/archive-index';
import {
  documentRow,
  filedMaterials,
  indexText,
  materialRow,
  pathOf,
  safeName,
} from '../domain/documents/archive-index';
import { opinionsOf } from '../domain/documents/opinions';
import { printedOf } from '../domain/documents/layout';
import type { Paper } from '../domain/documents/paper';
import { paperOf } from '../domain/documents/paper';
import { wordsOr } from '../domain/notices/labels';
import type { Pack } from '../domain/pack/types';
import type { ProcessState } from '../domain/project/state';
import { openMaterial } from '../models/materials';
import type { RecordLine } from '../models/process-schemas';
import type { MadeFile, StoredFile } from './archive-zip';
import { sendArchive } from './archive-zip';
import { renderPrinted } from './paper-files';
import { organisationsOf } from './paper-names';
import { mayReadProcess } from './permissions';
import { Problem } from './problem';
import { linesOfChain, packOf, readState, workflowIdOf } from './process-reads';
import type { Ask } from './route';
import { route } from './route';
import { IdParams } from './schemas';

/** Rendering every document takes longer than a decision. */
const answerMs = 60_000;

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** Of the processes that write into this chain, those whose files this person may read; a confidential one never. */
async function readable(
  ask: Ask,
  state: ProcessState,
  lines: readonly RecordLine[],
): Promise<Map<string, ProcessState>> {
  const found = new Map([[state.workflowId, state]]);
  for (const workflowId of new Set(lines.map((line) => line.workflowId))) {
    const run = found.has(workflowId) ? null : await ask.api.reads.findRun(workflowId);
    if (run === null || run.state.readers !== undefined) continue;
    if (mayReadProcess(ask.person, run.state)) found.set(workflowId, run.state);
  }
  return found;
}

interface Filed {
  readonly material: FiledMaterial;
  readonly file?: StoredFile;
  readonly leftOut?: LeftOut;
}

async function fileOf(material: FiledMaterial, may: boolean): Promise<Filed> {
  if (!may) return { material, leftOut: 'notReadable' };
  const { workflowId, ref } = material;
  const opened = await openMaterial(workflowId, ref.id);
  if (opened === null) return { material, leftOut: 'lost' };
  return { material, file: { path: pathOf(ref), sha256: ref.sha256, content: opened.content } };
}

interface Printed {
  readonly paper: Paper;
  readonly files: readonly MadeFile[];
}

/** A document's content, DOCX, and PDF where the font holds every character of it. */
async function print(paper: Paper): Promise<Printed> {
  const path = (ending: string): string => `documents/${safeName(paper.id)}.${ending}`;
  const files = [
    { path: path('json'), bytes: json(paper) },
    { path: path('docx'), bytes: await renderPrinted(printedOf(paper), 'docx') },
  ];
  try {
    files.push({ path: path('pdf'), bytes: await renderPrinted(printedOf(paper), 'pdf') });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  return { paper, files };
}

async function printAll(
  lines: readonly RecordLine[],
  states: Iterable<ProcessState>,
  pack: Pack,
): Promise<Printed[]> {
  const printed: Printed[] = [];
  for (const state of states) {
    const { workflowId, documents = [] } = state;
    const own = lines.filter((line) => line.workflowId === workflowId);
    const nameOf = await organisationsOf(own);
    for (const { id } of documents) {
      const paper = paperOf(own, id, pack, nameOf);
      if (paper !== undefined) printed.push(await print(paper));
    }
  }
  return printed;
}

/** Every document that the record issues, with the file of its content. */
function placesOf(lines: readonly RecordLine[], printed: ArchiveIndex['documents']) {
  const paths = new Map(printed.map(({ id, paths: [content = null] }) => [id, content]));
  return lines
    .flatMap(({ events }) => events)
    .flatMap((event) => (event.type === 'documentIssued' ? [event.document.id] : []))
    .map((id) => ({ id, path: paths.get(id) ?? null }));
}

const archive = route({
  method: 'get',
  path: '/api/projects/:id/archive',
  tag: 'records',
  summary:
    '一项一档 · The whole file of a project as one ZIP: index, materials, opinions, official documents, audit trail, and a script that checks all of it offline; confidential cases are left out',
  permit: 'signedIn',
  change: 'none',
  answerMs,
  params: IdParams,
  answers: { 200: z.string().meta({ format: 'binary' }) },
  refuses: ['project/not-found', 'auth/not-permitted'],
  async handle({ params }, ask) {
    const state = await readState(ask, workflowIdOf('project', params.id));
    const [lines, pack] = await Promise.all([linesOfChain(ask, state.subject), packOf(state)]);
    const states = await readable(ask, state, lines);
    const filed: Filed[] = [];
    for (const each of filedMaterials(lines)) filed.push(await fileOf(each, states.has(each.workflowId)));
    const printed = await printAll(lines, states.values(), pack);
    const opinions = opinionsOf(lines);
    const index: ArchiveIndex = {
      project: { id: state.id, name: state.name, owner: state.owner.orgZh },
      status: state.status,
      measure: wordsOr(pack.measure, pack.measure.zh),
      pack: state.pack,
      processes: [...new Set(lines.map((line) => line.workflowId))],
      lines: lines.length,
      opinions: opinions.length,
      materials: filed.map(({ material, leftOut }) => materialRow(material, pack, leftOut)),
      documents: printed.map(({ paper, files }) =>
        documentRow(
          paper,
          files.map(({ path }) => path),
        ),
      ),
    };
    const made: MadeFile[] = [
      { path: 'index.md', bytes: Buffer.from(indexText(index)) },
      { path: 'index.json', bytes: json(index) },
      { path: 'opinions.json', bytes: json(opinions) },
      {
        path: 'records.jsonl',
        bytes: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
      },
      ...printed.flatMap(({ files }) => files),
    ];
    const stored = filed.flatMap(({ file }) => (file === undefined ? [] : [file]));
    const last = lines.at(-1);
    return {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${state.id}.zip`)}`,
      },
      send: (response) =>
        sendArchive(
          {
            ...{ subject: state.subject, made, stored, lines: lines.length },
            ...{ head: last?.hash ?? '', at: last?.at ?? state.createdAt },
            materials: index.materials.map(({ id, path }) => ({ id, path })),
            documents: placesOf(lines, index.documents),
          },
          response,
        ),
    };
  },
});

export const archiveRoutes = [archive];
