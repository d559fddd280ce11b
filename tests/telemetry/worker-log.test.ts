/** What a worker's log says: which workflow, run and attempt, and the beginning of a failure, never a payload. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { createWorkerLog } from '../../telemetry/worker-log';

function written(write: (log: ReturnType<typeof createWorkerLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  write(createWorkerLog(pino({ level: 'info' }, sink)));
  return JSON.parse(lines.join('')) as Record<string, unknown>;
}

test('ids and kinds are told, everything else is left out', () => {
  const meta = {
    workflowId: 'project/HA-2026-0001',
    runId: 'run',
    activityType: 'record',
    attempt: 3,
    taskToken: 'secret',
    arguments: ['张三'],
  };
  const line = written((log) => {
    log.warn('Activity failed', meta);
  });
  expect(line).toMatchObject({
    level: 40,
    msg: 'Activity failed',
    workflowId: 'project/HA-2026-0001',
    runId: 'run',
    activityType: 'record',
    attempt: 3,
  });
  expect(JSON.stringify(line)).not.toMatch(/张三|secret/u);
});

test('a failure is told by kind, the beginning of its message and its places', () => {
  const error = new TypeError(`broken: ${'x'.repeat(1000)}张三`);
  const line = written((log) => {
    log.error('Worker failed', { error });
  });
  expect(line['error']).toMatchObject({ type: 'TypeError', message: expect.stringMatching(/^broken: x+$/u) });
  expect(JSON.stringify(line)).not.toContain('张三');
  expect(JSON.stringify(line)).toContain('worker-log.test');
});
