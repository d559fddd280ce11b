/** Starts the workflow that tells every open process of a published calendar; once for each table. */
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { listCalendars } from '../models/calendars';
import type { CalendarTable } from './ports';

/** Wire name of the workflow; permanent. */
const typeName = 'tellCalendar';

/** Starts the telling of one table, if it was not started before. */
export async function tellCalendar(client: Client, taskQueue: string, table: CalendarTable): Promise<void> {
  const { year, jurisdiction, revision, publishedAt } = table;
  const place = jurisdiction === null ? '' : `${jurisdiction}/`;
  try {
    await client.workflow.start<(of: Omit<CalendarTable, 'publishedAt'>) => Promise<unknown>>(typeName, {
      // With the instant: a house that was emptied and filled anew counts its revisions from one again.
      workflowId: `calendar/${place}${String(year)}/${String(revision)}/${publishedAt}`,
      taskQueue,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      args: [{ year, jurisdiction, revision }],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Starts what was not told yet: tables that came with the program, or whose publisher died before it could say so. */
export async function tellUntold(client: Client, taskQueue: string): Promise<void> {
  const untold = (await listCalendars()).filter(({ told }) => told === null);
  for (const table of untold) await tellCalendar(client, taskQueue, table);
}
