/** People who decide all the time: each command is sent again with its key until it is answered, and what was answered is kept. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** A command that was answered, with all that is needed to send it again. */
export interface Acknowledged {
  readonly project: string;
  readonly person: string;
  readonly path: string;
  readonly key: string;
  readonly body: unknown;
  readonly result: z.infer<typeof resultShape>;
}

const resultShape = z.looseObject({ commandId: z.string(), seq: z.number(), action: z.string() });
const actionAnswer = z.looseObject({ result: resultShape });
const projectAnswer = z.looseObject({
  id: z.string(),
  openTasks: z.array(z.looseObject({ id: z.string() })),
});

/** No command may stay without an answer for longer: then something is stuck. */
const patienceMs = 120_000;
const pauseMs = 100;

export interface Crowd {
  readonly acknowledged: Acknowledged[];
  readonly projects: string[];
  /** Answers that no fault explains. */
  readonly wrong: string[];
  sent(): number;
  stop(): Promise<void>;
}

interface Line {
  token(username: string): Promise<string>;
  send(
    username: string,
    path: string,
    body: unknown,
    key: string,
  ): Promise<{ status: number; body: unknown }>;
}

/** Asks again while the house is broken: no connection, or a 5xx that is not a fault of the product (500). */
async function untilAnswered(call: () => Promise<Response>): Promise<{ status: number; body: unknown }> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const answer = await call().catch(() => undefined);
    const text = await answer?.text().catch(() => undefined);
    if (answer !== undefined && text !== undefined && answer.status < 502) {
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    }
    if (Date.now() > giveUpAt) throw new Error(`stuck: no answer for ${String(patienceMs / 1000)} s`);
    await pause(pauseMs);
  }
}

/** A line to the API that signs people in and keeps their tokens. */
export function openLine(baseUrl: string): Line {
  const tokens = new Map<string, string>();
  const token = async (username: string): Promise<string> => {
    const known = tokens.get(username);
    if (known !== undefined) return known;
    const body = JSON.stringify({ username, password: `demo-${username}` });
    const answer = await untilAnswered(() =>
      fetch(`${baseUrl}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    );
    const given = z.looseObject({ token: z.string() }).parse(answer.body).token;
    tokens.set(username, given);
    return given;
  };
  return {
    token,
    send: async (username, path, body, key) => {
      const authorization = `Bearer ${await token(username)}`;
      const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': key };
      return untilAnswered(() =>
        fetch(`${baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
      );
    },
  };
}

async function createProject(line: Line, name: string): Promise<{ id: string; task: string }> {
  const body = { jurisdiction: 'huaian-approval-bureau', name, facts: {} };
  const answer = await line.send('applicant', '/api/projects', body, randomUUID());
  const project = projectAnswer.parse(answer.body);
  return { id: project.id, task: project.openTasks[0]?.id ?? '' };
}

interface Turn {
  readonly person: string;
  readonly path: string;
  readonly body: unknown;
}

/** Decisions that can be taken for ever: a suspension and its end, with remarks of the applicant in between. */
function turnOf(project: { id: string; task: string }, number: number): Turn {
  const acts = `/api/projects/${project.id}/actions`;
  const remark = {
    person: 'applicant',
    path: `/api/tasks/${project.task}/actions`,
    body: { action: 'comment', comment: `第 ${String(number)} 条` },
  };
  const suspend = {
    person: 'cyberspace',
    path: acts,
    body: { action: 'suspend', comment: `第 ${String(number)} 次暂停` },
  };
  const resume = {
    person: 'cyberspace',
    path: acts,
    body: { action: 'resume', comment: `第 ${String(number)} 次恢复` },
  };
  return [remark, suspend, resume][number % 3] ?? remark;
}

/** Lets `projects` people decide side by side until stopped. */
export async function startCrowd(line: Line, projects: number): Promise<Crowd> {
  const acknowledged: Acknowledged[] = [];
  const wrong: string[] = [];
  const created: string[] = [];
  let sent = 0;
  let going = true;
  const decide = async (project: { id: string; task: string }, number: number): Promise<void> => {
    const { person, path, body } = turnOf(project, number);
    const key = randomUUID();
    sent += 1;
    const answer = await line.send(person, path, body, key);
    const parsed = actionAnswer.safeParse(answer.body);
    if (answer.status === 200 && parsed.success)
      acknowledged.push({ project: project.id, person, path, key, body, result: parsed.data.result });
    else
      wrong.push(
        `${path} ${JSON.stringify(body)} → ${String(answer.status)} ${JSON.stringify(answer.body).slice(0, 300)}`,
      );
  };
  const live = async (index: number): Promise<void> => {
    const project = await createProject(line, `故障演练 ${String(index)}`);
    created.push(project.id);
    for (let number = 0; going; number += 1) await decide(project, number);
  };
  const lives = Array.from({ length: projects }, (_, index) => live(index));
  const all = Promise.allSettled(lives).then((ends) => {
    for (const end of ends) if (end.status === 'rejected') wrong.push(String(end.reason));
  });
  return {
    acknowledged,
    projects: created,
    wrong,
    sent: () => sent,
    stop: async () => {
      going = false;
      await all;
    },
  };
}
