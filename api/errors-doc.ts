/** docs/errors.md as text, made from the two catalogues of codes. */
import { allCodes } from './all-codes';
import { codeRow } from './api-codes';

const head = `# 拒绝代码 · Refusals

每个拒绝都是 \`application/problem+json\`,\`code\` 为下表之一,\`type\` 为 \`/docs/errors#<code>\`。代码一经使用,不改作他用。
Every refusal is \`application/problem+json\` with one of these codes; \`type\` is \`/docs/errors#<code>\`. A code is never
used for something else. This page is made by \`node --import tsx scripts/errors-doc.ts\` and kept equal by a test.
`;

/** The whole page. */
export function errorsMarkdown(): string {
  const rows = allCodes.map((code) => {
    const { status, zh, en, next } = codeRow(code);
    return [`## ${code}`, `**${String(status)}** ${zh} · ${en}`, `${next.zh} ${next.en}`].join('\n\n');
  });
  return `${head}\n${rows.join('\n\n')}\n`;
}
