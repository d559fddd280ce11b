/** Lets a crowd act at random over all packs: projects begin at an even pace, and every turn is one of many people's. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Pack } from '../../domain/pack/types';
import type { Line } from '../faults/line';
import { actOnProject, beginCase, beginProject } from './begin';
import { chance, pick } from './chance';
import type { Townsman } from './town';
import { codeOf, takeTurn, type Crowd, type Sent } from './turn';

export interface Wanted {
  readonly line: Line;
  readonly packs: readonly Pack[];
  readonly town: readonly Townsman[];
  readonly projects: number;
  /** Turns for each project, on the average. */
  readonly turnsEach: number;
  readonly atOnce: number;
  readonly seed: number;
  /** Hears how far it is. */
  readonly tell?: (done: { readonly turns: number; readonly projects: number }) => void;
}

export interface Lived {
  /** Ids of the commands that were answered with yes. */
  readonly commands: string[];
  readonly projects: string[];
  /** Yes and refusals, by verb and by code. */
  readonly done: Map<string, number>;
  readonly refused: Map<string, number>;
  /** Answers that nothing explains. */
  readonly wrong: string[];
}

/** What a person may be told; anything else, above all a 5xx, is a fault. */
const expected = new Set([403, 404, 409, 412, 422]);
const answered = z.looseObject({ result: z.looseObject({ commandId: z.string() }) });
const opened = z.looseObject({ id: z.string(), result: z.looseObject({ commandId: z.string() }) });

const count = (of: Map<string, number>, name: string) => of.set(name, (of.get(name) ?? 0) + 1);

/** Sends, and keeps what was answered. */
async function send(line: Line, lived: Lived, who: Townsman, { verb, path, body }: Sent): Promise<unknown> {
  const answer = await line.send(who.name, path, body, randomUUID());
  const isYes = answer.status === 200 || answer.status === 201;
  const yes = isYes ? answered.safeParse(answer.body) : undefined;
  if (yes?.success === true) {
    lived.commands.push(yes.data.result.commandId);
    count(lived.done, verb);
  } else if (!isYes && expected.has(answer.status)) count(lived.refused, codeOf(answer.body));
  else
    lived.wrong.push(
      `${who.name} ${path} ${JSON.stringify(body)} → ${String(answer.status)} ${JSON.stringify(answer.body).slice(0, 600)}`,
    );
  return answer.body;
}

function gather({ line, packs, town, seed }: Wanted, lived: Lived): Crowd {
  return {
    line,
    packs: new Map(packs.map((pack) => [pack.ref.id, pack])),
    town,
    random: chance(seed),
    places: [],
    send: async (who, sent) => {
      const body = await send(line, lived, who, sent);
      return answered.safeParse(body).success ? undefined : codeOf(body);
    },
    open: async (who, sent) => opened.safeParse(await send(line, lived, who, sent)).data?.id,
  };
}

interface Going {
  readonly wanted: Wanted;
  readonly crowd: Crowd;
  readonly lived: Lived;
  taken: number;
  begun: number;
}

const wholeShare = 0.04;
const caseShare = 0.02;

/** Somebody begins the next project, of the next pack in turn. */
async function beginNext({ wanted: { packs, town }, crowd, lived }: Going, number: number): Promise<void> {
  const who = pick(
    crowd.random,
    town.filter(({ applies }) => applies),
  );
  const pack = packs[number % packs.length];
  if (who === undefined || pack === undefined) return;
  await beginProject(crowd, who, pack, (id) => {
    lived.projects.push(id);
    crowd.places.push(`/api/projects/${id}`);
  });
}

/** One of all that can happen; false when nobody found anything to do. */
async function happen({ wanted: { packs, town }, crowd }: Going): Promise<boolean> {
  const who = pick(crowd.random, town);
  const pack = pick(crowd.random, packs);
  const dice = crowd.random();
  if (who === undefined || pack === undefined) return false;
  if (dice < wholeShare) return actOnProject(crowd, who);
  if (dice < wholeShare + caseShare) return beginCase(crowd, who, pack);
  return takeTurn(crowd);
}

/** Projects begin as the turns go on, so that old and new ones are under way side by side. */
async function lane(going: Going): Promise<void> {
  const { projects, turnsEach, atOnce, tell } = going.wanted;
  const turns = projects * turnsEach;
  while (going.taken < turns || going.begun < projects) {
    const isDue = going.begun < projects && going.begun <= (projects * going.taken) / turns + atOnce;
    if (isDue) await beginNext(going, (going.begun += 1));
    if (await happen(going)) {
      going.taken += 1;
      if (going.taken % 500 === 0) tell?.({ turns: going.taken, projects: going.begun });
    }
  }
}

/** Lets them act until every project has begun and all turns are taken. */
export async function letAct(wanted: Wanted): Promise<Lived> {
  const lived: Lived = { commands: [], projects: [], done: new Map(), refused: new Map(), wrong: [] };
  const going: Going = { wanted, crowd: gather(wanted, lived), lived, taken: 0, begun: 0 };
  const lanes = await Promise.allSettled(Array.from({ length: wanted.atOnce }, () => lane(going)));
  for (const each of lanes) if (each.status === 'rejected') lived.wrong.push(String(each.reason));
  return lived;
}
