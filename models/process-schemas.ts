/** Collections of the process record: schemas and indexes only. What they mean is design.md §5 and docs/decisions/002. */
import { model, Schema } from 'mongoose';
import type { CommandResult } from '../domain/project/commands';
import type { Entry } from '../domain/project/events';
import type { ProcessState } from '../domain/project/state';
import type { ProcessView, TaskRow } from '../domain/project/view';

/** The folded state of one workflow: what it is started again from. */
export interface RunDocument {
  readonly _id: string;
  readonly seq: number;
  readonly open: boolean;
  readonly workflowType: string;
  readonly state: ProcessState;
  readonly updatedAt: string;
  /** When its first running clock comes, in milliseconds since 1970; null when none runs (models/due-clocks.ts). */
  readonly wakesAt?: number | null;
  /** Journal position of the first line whose notices were not made yet; absent when all were. */
  readonly untoldFrom?: number;
}

/** One line of an audit chain; its hash covers everything else in it. */
export interface RecordLine extends Entry {
  readonly _id: string;
  readonly subject: string;
  readonly seq: number;
  readonly workflowId: string;
  readonly workflowSeq: number;
  readonly result: CommandResult;
  readonly prevHash: string;
  readonly hash: string;
}

/** The head of an audit chain. Its seq is also the version that outside facts are read at. */
export interface ChainHead {
  readonly _id: string;
  readonly seq: number;
  readonly hash: string;
}

export interface ViewDocument extends ProcessView {
  readonly _id: string;
}

export interface TaskDocument extends TaskRow {
  readonly _id: string;
}

const id = { type: String, required: true } as const;
const loose = { strict: false, minimize: false, versionKey: false } as const;

const runSchema = new Schema<RunDocument>({ _id: id, seq: Number }, { ...loose, collection: 'runs' });
runSchema.index({ open: 1, _id: 1 });
runSchema.index({ wakesAt: 1, _id: 1 }, { partialFilterExpression: { wakesAt: { $gte: 0 } } });
runSchema.index({ untoldFrom: 1 }, { partialFilterExpression: { untoldFrom: { $exists: true } } });

const recordSchema = new Schema<RecordLine>({ _id: id }, { ...loose, collection: 'records' });
recordSchema.index({ subject: 1, seq: 1 }, { unique: true });
recordSchema.index({ workflowId: 1, workflowSeq: 1 }, { unique: true });
recordSchema.index({ workflowId: 1, commandId: 1 }, { unique: true });

const chainSchema = new Schema<ChainHead>({ _id: id }, { ...loose, collection: 'chains' });

const projectSchema = new Schema<ViewDocument>({ _id: id }, { ...loose, collection: 'projects' });
projectSchema.index({ jurisdiction: 1, stage: 1, updatedAt: -1 });
projectSchema.index({ 'owner.org': 1, updatedAt: -1 });
projectSchema.index({ 'owner.person.id': 1, updatedAt: -1 });
// Figures of a year (models/statistics.ts); never moves.
projectSchema.index({ createdAt: 1 });

const caseSchema = new Schema<ViewDocument>({ _id: id }, { ...loose, collection: 'cases' });
caseSchema.index({ projectId: 1, caseType: 1 });
// Orders against a department, entries of one name, and figures counted over cases of a place.
caseSchema.index({ jurisdiction: 1, caseType: 1 });
caseSchema.index({ 'owner.person.id': 1, over: 1 });

// Operators and metrics count what is late: a handful among many. The watchdog looks among what is not over.
for (const schema of [projectSchema, caseSchema]) {
  schema.index({ overdue: 1 }, { partialFilterExpression: { overdue: true } });
  schema.index({ 'documents.code': 1 }, { partialFilterExpression: { 'documents.code': { $exists: true } } });
  schema.index({ over: 1, status: 1 }, { partialFilterExpression: { over: false } });
}

const taskSchema = new Schema<TaskDocument>({ _id: id }, { ...loose, collection: 'tasks' });
// An index for each inbox, in the order it is listed in: a page is read from one place on, a count reads no row.
taskSchema.index({ status: 1, key: 1, 'assignee.id': 1, openedAt: 1, _id: 1 });
taskSchema.index({ status: 1, 'assignee.id': 1, openedAt: 1, _id: 1 });
taskSchema.index({ 'decidedBy.id': 1, decidedAt: -1, _id: -1 });
taskSchema.index(
  { 'decidedBy.onBehalf.id': 1, decidedAt: -1, _id: -1 },
  { partialFilterExpression: { 'decidedBy.onBehalf.id': { $exists: true } } },
);
taskSchema.index({ startedBy: 1, status: 1, openedAt: 1, _id: 1 });
taskSchema.index(
  { 'copiedTo.id': 1, openedAt: 1, _id: 1 },
  { partialFilterExpression: { 'copiedTo.id': { $exists: true } } },
);
taskSchema.index(
  { 'delegated.by.id': 1 },
  { partialFilterExpression: { 'delegated.by.id': { $exists: true } } },
);
// Everything that is open, for administrators.
taskSchema.index({ status: 1, openedAt: 1, _id: 1 });
// The same inboxes by urgency (domain/project/view.ts), of what is open alone. Each holds only what a question for just
// this inbox implies, so that no other question can be answered from it by sorting or sifting what it gives.
const ranked = { urgency: { $exists: true } } as const;
const only = (more: object) => ({ partialFilterExpression: { ...ranked, ...more } });
taskSchema.index({ key: 1, 'assignee.id': 1, urgency: 1, _id: 1 }, only({}));
taskSchema.index({ 'assignee.id': 1, urgency: 1, _id: 1 }, only({ 'assignee.id': { $exists: true } }));
taskSchema.index({ startedBy: 1, urgency: 1, _id: 1 }, only({}));
taskSchema.index({ urgency: 1, _id: 1 }, only({ seq: { $gte: 0 } }));
taskSchema.index({ workflowId: 1 });
// Figures (models/statistics.ts) read all they need from this one, and no row.
taskSchema.index(
  {
    ...{ processKind: 1, jurisdiction: 1, ownerOrg: 1, readers: 1 },
    ...{ stage: 1, status: 1, openedAt: 1, decidedAt: 1 },
  },
  // An index that holds lists cannot answer alone; only cases have readers.
  { partialFilterExpression: { processKind: 'project' } },
);

export const runs = model('Run', runSchema);
export const records = model('Record', recordSchema);
export const chains = model('Chain', chainSchema);
export const projects = model('Project', projectSchema);
export const cases = model('Case', caseSchema);
export const tasks = model('Task', taskSchema);
