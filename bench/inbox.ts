/** An inbox with a hundred thousand open tasks: filled straight into the collection in the product's shape, read over HTTP. */
import mongoose from 'mongoose';
import { z } from 'zod';
import { urgencyOf } from '../domain/project/view';
import { sumUp, timeCalls, type Figures } from './figures';
import type { Caller } from './http';

export interface InboxSize {
  readonly openTasks: number;
  /** Of them waiting for the group of the person who asks. */
  readonly ownGroup: number;
  readonly calls: number;
}

interface OneAndTen {
  readonly one: Figures;
  readonly ten: Figures;
}

export interface InboxFigures {
  readonly openTasks: number;
  readonly ownGroup: number;
  readonly page1: OneAndTen;
  readonly page50: OneAndTen;
  /** The same two pages, the most urgent first. */
  readonly urgent1: OneAndTen;
  readonly urgent50: OneAndTen;
  readonly counters: OneAndTen;
}

const pageLength = 20;
const deepPage = 50;
const otherGroups = 40;
const batch = 5000;
/** Openings lie minutes apart, as in an office with a year of backlog. */
const everyMs = 5 * 60_000;

type Row = Readonly<Record<string, unknown>>;

/** A task of somebody else's group; every third is in somebody's hands. */
function othersRow(number: number): Row {
  const group = `post:elsewhere/office-${String(number % otherGroups)}`;
  const person = { id: `clerk-${String(number % 500)}`, name: '经办人' };
  return number % 3 === 0 ? { key: group, assignee: person, claimed: true } : { key: group };
}

/** Every other task has a last day within two months, some of it past. */
function dueOf(number: number, began: number): string | null {
  const day = began + (((number * 7) % 60) - 20) * 24 * 3600_000;
  return number % 2 === 0 ? new Date(day).toISOString().slice(0, 10) : null;
}

/** Fills the tasks: copies of a task that the product wrote, each of another process, in mixed order. */
export async function fillInbox(size: InboxSize, group: string, began: number): Promise<void> {
  const tasks = mongoose.connection.collection<Row & { readonly _id: string }>('tasks');
  const model = await tasks.findOne({ status: 'open' });
  if (model === null) throw new Error('no task to copy');
  const spacing = Math.max(1, Math.floor(size.openTasks / size.ownGroup));
  for (let from = 0; from < size.openTasks; from += batch) {
    const rows = Array.from({ length: Math.min(batch, size.openTasks - from) }, (_, index) => {
      const number = from + index;
      const process = `LOAD-${String(number)}`;
      const id = `project-${process}-1`;
      const openedAt = new Date(began - number * everyMs).toISOString();
      const due = dueOf(number, began);
      return {
        ...model,
        _id: id,
        id,
        workflowId: `project/${process}`,
        processId: process,
        projectId: process,
        openedAt,
        due,
        urgency: urgencyOf({ due, openedAt }),
        ...(number % spacing === 0 ? { key: group } : othersRow(number)),
      };
    });
    await tasks.insertMany(rows, { ordered: false });
  }
}

const page = z.looseObject({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** The address of a deep page, reached as a reader reaches it: by following cursors. */
async function walkTo(caller: Caller, first: string, pages: number): Promise<string> {
  let path = first;
  for (let number = 1; number < pages; number += 1) {
    const { nextCursor } = page.parse(await caller.get(path));
    if (nextCursor === null) return path;
    path = `${first}&cursor=${encodeURIComponent(nextCursor)}`;
  }
  return path;
}

async function read(caller: Caller, path: string, calls: number): Promise<OneAndTen> {
  const call = () => caller.get(path);
  await timeCalls(call, { count: Math.min(20, calls), inFlight: 1 });
  return {
    one: sumUp([await timeCalls(call, { count: calls, inFlight: 1 })]),
    ten: sumUp([await timeCalls(call, { count: calls * 2, inFlight: 10 })]),
  };
}

/** Pages without the counters, and the first page with them. */
export async function measureInbox(caller: Caller, size: InboxSize): Promise<InboxFigures> {
  const first = `/api/tasks?view=claimable&limit=${String(pageLength)}&counters=false`;
  const deep = await walkTo(caller, first, deepPage);
  const urgent = `${first}&sort=urgency`;
  return {
    openTasks: size.openTasks,
    ownGroup: size.ownGroup,
    page1: await read(caller, first, size.calls),
    page50: await read(caller, deep, size.calls),
    urgent1: await read(caller, urgent, size.calls),
    urgent50: await read(caller, await walkTo(caller, urgent, deepPage), size.calls),
    counters: await read(caller, `/api/tasks?view=claimable&limit=${String(pageLength)}`, size.calls),
  };
}
