/** npm run reconcile: makes Temporal agree with the record; lists what an operator must decide. */
import { Client, Connection } from '@temporalio/client';
import { reconcile, type Finding } from '../api/reconcile';
import { runTool, tell } from './store';

const words: Record<Finding['finding'], string> = {
  started: '流程缺失,已从记录重新启动 / was missing, started again from the record',
  caughtUp: '流程落后,已补齐 / was behind, caught up',
  ahead: '记录落后于流程,已冻结,须人工核对 / the record is behind: frozen until an operator repairs it',
  unanswered: '流程未应答,请确认工作进程在运行 / did not answer: is a worker running?',
};

runTool(async (config) => {
  const connection = await Connection.connect({ address: config.temporalAddress });
  try {
    const client = new Client({ connection, namespace: config.temporalNamespace });
    const result = await reconcile({ client, taskQueue: config.taskQueue, deadlineMs: 10_000 });
    tell(result, [
      `核对 ${String(result.runs)} 个在办流程 / ${String(result.runs)} open processes compared`,
      ...result.findings.map(({ workflowId, finding }) => `- ${workflowId}: ${words[finding]}`),
    ]);
    return result.findings.some(({ finding }) => finding === 'ahead' || finding === 'unanswered') ? 1 : 0;
  } finally {
    await connection.close();
  }
});
