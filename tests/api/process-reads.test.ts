/** What is asked of the record: of a project's chain a case reads its own lines and nothing else. */
import { allLines } from '../../api/process-reads';
import type { Ask } from '../../api/route';
import type { RecordPage } from '../../models/records';

const subject = 'project/P-1';
const own = 'case/P-1-1';
/** More than one page; a case wrote every second line. */
const chain = Array.from({ length: 1_201 }, (_, index) => ({
  seq: index + 1,
  workflowId: index % 2 === 0 ? own : subject,
}));

/** A record that counts the lines it hands out. */
function counting() {
  let handed = 0;
  const listRecords = (_subject: string, { after = 0, limit, workflowId }: RecordPage) => {
    const lines = chain.filter(
      (line) => line.seq > after && (workflowId ?? line.workflowId) === line.workflowId,
    );
    handed += Math.min(lines.length, limit);
    return Promise.resolve(lines.slice(0, limit));
  };
  return { ask: { api: { reads: { listRecords } } } as unknown as Ask, handed: () => handed };
}

test.each([
  [own, 601, 601],
  [subject, 600, 1_201],
])('%s gets its %i lines in their order, of %i that are read', async (workflowId, count, read) => {
  const { ask, handed } = counting();
  const lines = await allLines(ask, subject, workflowId);
  expect(lines.map(({ seq }) => seq)).toEqual(
    chain.filter((line) => line.workflowId === workflowId).map(({ seq }) => seq),
  );
  expect([lines.length, handed()]).toEqual([count, read]);
});
