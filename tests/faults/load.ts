/** People who decide all the time: each command is sent again with its key until it is answered, and what was answered is kept. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Dossier } from '../../demo/dossier';
import { createProject, livesOn, openDossier, type Turn } from './life';
import type { Line } from './line';

/** What the answer of a command tells of it. */
export const resultShape = z.looseObject({ commandId: z.string(), seq: z.number(), action: z.string() });
const actionAnswer = z.looseObject({ result: resultShape });

/** A command that was answered, with all that is needed to send it again. */
export interface Acknowledged extends Turn {
  readonly project: string;
  readonly key: string;
  readonly result: z.infer<typeof resultShape>;
}

export interface Crowd {
  readonly acknowledged: Acknowledged[];
  readonly projects: string[];
  /** Answers that no fault explains. */
  readonly wrong: string[];
  sent(): number;
  stop(): Promise<void>;
}

interface Going {
  readonly line: Line;
  readonly dossier: Dossier;
  readonly acknowledged: Acknowledged[];
  readonly wrong: string[];
  readonly projects: string[];
  sent: number;
  isOn: () => boolean;
}

async function take(going: Going, project: string, turn: Turn): Promise<boolean> {
  const key = randomUUID();
  going.sent += 1;
  const { person, path, body } = turn;
  const answer = await going.line.send(person, path, body, key);
  const parsed = actionAnswer.safeParse(answer.body);
  if (answer.status === 200 && parsed.success) {
    going.acknowledged.push({ ...turn, project, key, result: parsed.data.result });
    return true;
  }
  going.wrong.push(
    `${path} ${JSON.stringify(body)} → ${String(answer.status)} ${JSON.stringify(answer.body).slice(0, 900)}`,
  );
  return false;
}

/** One life after the other; a life that was answered wrongly is not gone on with. */
async function live(going: Going, name: string): Promise<void> {
  for (let number = 1; going.isOn(); number += 1) {
    const project = await createProject(going.line, going.dossier, `${name}-${String(number)}`);
    going.projects.push(project);
    for await (const turn of livesOn(going.line, going.dossier, project)) {
      if (!going.isOn() || !(await take(going, project, turn))) break;
    }
  }
}

/** Lets `people` lives go on side by side until stopped. */
export async function startCrowd(line: Line, people: number): Promise<Crowd> {
  const dossier = await openDossier();
  let on = true;
  const going: Going = {
    line,
    dossier,
    acknowledged: [],
    wrong: [],
    projects: [],
    sent: 0,
    isOn: () => on,
  };
  const lives = Array.from({ length: people }, (_, index) => live(going, `故障演练 ${String(index + 1)}`));
  const all = Promise.allSettled(lives).then((ends) => {
    for (const end of ends) if (end.status === 'rejected') going.wrong.push(String(end.reason));
  });
  return {
    acknowledged: going.acknowledged,
    projects: going.projects,
    wrong: going.wrong,
    sent: () => going.sent,
    stop: async () => {
      on = false;
      await all;
    },
  };
}
