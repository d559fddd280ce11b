/** Prints the story for people: Chinese first, a mark for every answer that is as the law wants it. */
import { describe, type Expected, type StepResult } from './story';
import type { Chapter } from './world';

type Write = (text: string) => void;

/** The heading of a chapter. */
export function printChapter(chapter: Chapter, write: Write): void {
  write(`\n【${chapter.zh}】${chapter.en} · ${chapter.id}\n`);
}

/** One step: the mark, what was done, and how it was answered when that says more than "done". */
export function printStep(step: StepResult, write: Write): void {
  const mark = step.ok ? '✓' : '✗';
  const n = String(step.n).padStart(3);
  write(`${mark}${n} ${step.date} [${step.stage}] ${step.actor}:${step.zh}\n`);
  write(`       ${step.en}\n`);
  const refused = step.got.status >= 400;
  if (refused && step.ok) write(`       → ${describe(withoutDetail(step.got))}\n`);
  if (!step.ok) {
    write(`       应为 expected: ${describe(step.expected)}\n`);
    write(`       实为 got:      ${describe(step.got)}\n`);
  }
}

function withoutDetail({ detail: _detail, ...rest }: StepResult['got']): Expected {
  return rest;
}

/** The last lines. */
export function printEnd(
  {
    steps,
    chain,
    problems,
    ok,
  }: { steps: readonly StepResult[]; chain: { verified: boolean }; problems: readonly string[]; ok: boolean },
  write: Write,
): void {
  const right = steps.filter((step) => step.ok).length;
  write(`\n留痕链 audit chain: ${chain.verified ? '✓ 完整 whole' : '✗ 未通过 not verified'}\n`);
  for (const problem of problems) write(`✗ ${problem}\n`);
  write(
    `${ok ? '✓' : '✗'} ${String(right)}/${String(steps.length)} 项答复符合制度 answers are what the law says\n`,
  );
}
