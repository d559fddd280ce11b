/** Judges a house after its faults: every acknowledged decision once, every repeated command the same answer, nothing stuck. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Line } from './line';
import type { Acknowledged, Crowd } from './load';

/** What the judge needs of a house. */
interface Judged {
  readonly baseUrl: string;
  tool(file: string, ...args: string[]): Promise<{ ok: boolean; output: string }>;
}

const page = z.looseObject({
  items: z.array(z.looseObject({ commandId: z.string(), workflowId: z.string() })),
  nextCursor: z.string().nullable(),
});
const actionAnswer = z.looseObject({ result: z.unknown() });

async function commandsOf(line: Line, baseUrl: string, project: string): Promise<string[]> {
  const authorization = `Bearer ${await line.token('records-auditor')}`;
  const ids: string[] = [];
  let cursor = '';
  for (;;) {
    const answer = await fetch(`${baseUrl}/api/projects/${project}/records?limit=200${cursor}`, {
      headers: { authorization },
    });
    const { items, nextCursor } = page.parse(await answer.json());
    ids.push(...items.map((item) => item.commandId));
    if (nextCursor === null) return ids;
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
}

/** Exactly the acknowledged commands and the opening stand in the record: none lost, none doubled, none unknown. */
async function judgeRecord(
  line: Line,
  baseUrl: string,
  { acknowledged, projects }: Crowd,
): Promise<string[]> {
  const faults: string[] = [];
  for (const project of projects) {
    const recorded = await commandsOf(line, baseUrl, project);
    const times = new Map<string, number>();
    for (const id of recorded) times.set(id, (times.get(id) ?? 0) + 1);
    const mine = acknowledged.filter((each) => each.project === project);
    for (const { result } of mine) {
      const count = times.get(result.commandId) ?? 0;
      if (count !== 1)
        faults.push(`${project}: ${result.action} #${String(result.seq)} stands ${String(count)} times`);
    }
    if (recorded.length !== mine.length + 1) {
      faults.push(
        `${project}: ${String(recorded.length)} lines for ${String(mine.length)} answered commands and the opening`,
      );
    }
  }
  return faults;
}

async function judgeRepeats(line: Line, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { person, path, body, key, result } of acknowledged) {
    const answer = await line.send(person, path, body, key);
    const again = actionAnswer.safeParse(answer.body);
    if (answer.status !== 200 || !again.success || !isDeepStrictEqual(again.data.result, result)) {
      faults.push(
        `${path} ${key}: sent again it answers ${String(answer.status)} ${JSON.stringify(answer.body).slice(0, 200)}`,
      );
    }
  }
  return faults;
}

async function judgeTools(house: Judged): Promise<string[]> {
  const tools = [
    ['scripts/reconcile.ts'],
    ['scripts/verify-audit.ts'],
    ['scripts/rebuild-views.ts', '--check'],
  ] as const;
  const faults: string[] = [];
  for (const [file, ...args] of tools) {
    const done = await house.tool(file, ...args);
    if (!done.ok) faults.push(`${file}: ${done.output.slice(-600)}`);
  }
  return faults;
}

/** Everything that is wrong with the house; empty when it kept its word. */
export async function judge(house: Judged, line: Line, crowd: Crowd): Promise<string[]> {
  return [
    ...crowd.wrong,
    ...(await judgeRecord(line, house.baseUrl, crowd)),
    ...(await judgeRepeats(line, crowd.acknowledged)),
    ...(await judgeTools(house)),
  ];
}
