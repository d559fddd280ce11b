/**
 * npm run reconcile: makes Temporal agree with the record; lists what an operator must decide. With
 * `-- --recover --by <name> --reason <text>` a record restored from an older copy is made whole from the workflows.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { createIndexingClient } from '../api/search-attributes';
import { reconcile, type Finding } from '../api/reconcile';
import type { RecoverOrder } from '../api/recover';
import { markReconciled } from '../models/restore-mark';
import { runTool, tell } from './store';

const words: Record<Finding['finding'], string> = {
  started: '流程缺失,已从记录重新启动 / was missing, started again from the record',
  caughtUp: '流程落后,已补齐 / was behind, caught up',
  ahead:
    '记录落后于流程,已冻结;用 --recover --by 姓名 --reason 事由 恢复 / the record is behind: frozen until it is recovered with --recover --by <name> --reason <text>',
  recovered: '已从流程恢复留痕 / the record was recovered from the workflow',
  unrecoverable: '无法证明,未恢复,须人工核对 / cannot be proven, left as it is: an operator must look at it',
  unanswered: '流程未应答,请确认工作进程在运行 / did not answer: is a worker running?',
};

const { values } = parseArgs({
  options: {
    recover: { type: 'boolean', default: false },
    by: { type: 'string', default: '' },
    reason: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});

/** A recovery is an act of a person: it is recorded with a name and a reason, or not done. */
function orderOf(): RecoverOrder | undefined {
  if (!values.recover) return undefined;
  const [by, reason] = [values.by.trim(), values.reason.trim()];
  if (by === '' || reason === '')
    throw new Error(
      '--recover 须写明 --by 姓名 和 --reason 事由 / --recover needs --by <name> and --reason <text>',
    );
  const actor = { id: 'operator', name: by, org: 'system' };
  return { key: randomUUID(), at: new Date().toISOString(), actor, reason };
}

function sentence({ workflowId, finding, journal, workflow, lacks }: Finding): string {
  const positions = workflow === null ? '' : ` (${String(journal)} → ${String(workflow)})`;
  const rest = lacks === undefined || lacks.length === 0 ? '' : `; 缺 / lacks: ${lacks.join(', ')}`;
  return `- ${workflowId}${positions}: ${words[finding]}${rest}`;
}

/** While one of these stands, a restored database takes no decision at all. */
const unsettled: readonly Finding['finding'][] = ['ahead', 'unanswered'];

const isOpen = ({ finding, lacks }: Finding): boolean =>
  unsettled.includes(finding) || finding === 'unrecoverable' || (lacks !== undefined && lacks.length > 0);

runTool(async (config) => {
  const order = orderOf();
  const connection = await Connection.connect({ address: config.temporalAddress });
  try {
    const client = createIndexingClient({ connection, namespace: config.temporalNamespace });
    const asked = { client, taskQueue: config.taskQueue, deadlineMs: 10_000 };
    const result = await reconcile(asked, order);
    tell(result, [
      `核对 ${String(result.runs)} 个在办流程 / ${String(result.runs)} open processes compared`,
      ...result.findings.map(sentence),
    ]);
    if (!result.findings.some(({ finding }) => unsettled.includes(finding))) await markReconciled();
    return result.findings.some(isOpen) ? 1 : 0;
  } finally {
    await connection.close();
  }
});
