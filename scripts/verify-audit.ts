/** npm run verify-audit: walks every audit chain and the signed heads, names every line that was altered, dropped or re-hashed. */
import { verifyHeads } from '../models/chain-heads';
import { listSubjects, verifyChain } from '../models/records';
import { runTool, tell } from './store';

runTool(async (config) => {
  const subjects = await listSubjects();
  const proofs = [];
  for (const subject of subjects) proofs.push(await verifyChain(subject));
  const heads = await verifyHeads({ dir: config.headsDir, key: config.chainKey });
  const faults = [...proofs.flatMap((proof) => proof.faults), ...heads.faults];
  const lines = proofs.reduce((sum, proof) => sum + proof.lines, 0);
  const ok = faults.length === 0 && heads.badSignatures.length === 0;
  tell({ ok, chains: subjects.length, lines, faults, heads }, [
    `核对 ${String(subjects.length)} 条留痕链,共 ${String(lines)} 行;已签名链头文件 ${String(heads.files)} 个`,
    `${String(subjects.length)} chains with ${String(lines)} lines checked against ${String(heads.files)} signed head file(s)`,
    ...faults.map(({ subject, seq, zh, en }) => `✗ ${subject} #${String(seq)}: ${zh} / ${en}`),
    ...heads.badSignatures.map((file) => `✗ ${file}: 签名不符 / the signature does not fit`),
    ok ? '✓ 完整无误 / whole and unaltered' : '✗ 发现问题 / faults found',
  ]);
  return ok ? 0 : 1;
});
