/** Temporal's log as structured lines of our own: ids and kinds by name, never payloads, so that no personal data gets into a log. */
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';
import { plainError } from './plain-error';

/** What may stand in a line besides its message. Everything else may hold what people wrote. */
const told = [
  'sdkComponent',
  'namespace',
  'taskQueue',
  'workflowId',
  'runId',
  'workflowRunId',
  'workflowType',
  'activityId',
  'activityType',
  'attempt',
  'durationMs',
  'state',
  'commandId',
  'key',
  'due',
] as const;

/** The engine's own messages quote what they are about: their beginning says what is wrong. */
const longestMessage = 300;

type Meta = NonNullable<LogEntry['meta']>;

function plainMeta(meta: Meta): Record<string, unknown> {
  const pairs = told.map((name) => [name, (meta as Record<string, unknown>)[name]] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const;

/** The logger that Temporal's runtime gets; lines of workflows and activities come through it as well. */
export function createWorkerLog(log: Logger): DefaultLogger {
  return new DefaultLogger('TRACE', ({ level, message, meta = {} }) => {
    const { error } = meta as { error?: unknown };
    const line = { ...plainMeta(meta), ...(error === undefined ? {} : { error: plainError(error) }) };
    log[levels[level]](line, message.slice(0, longestMessage));
  });
}
