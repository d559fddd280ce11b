/** Fifty people who act at random, each command sent again with its key until it is answered: the crowd of the API's test, under faults. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { parse } from 'yaml';
import { z } from 'zod';
import { jurisdictionOf, packOf, seatOffice, sides, type Officer } from '../../bench/office-pack';
import { bodyOf, chanceAmong, viewOf, type Chance } from '../api/crowd-turns';
import type { House } from './house';
import type { Line } from './line';
import { resultShape, type Acknowledged, type Crowd } from './load';

const way = 'parallel';
const eachOf = (post: string | null, count: number): Officer[] =>
  Array.from({ length: count }, (_, index) => ({ name: `crowd-${post ?? 'owner'}-${String(index)}`, post }));

const applicants = eachOf(null, 10);
const people = [...applicants, ...['one', ...sides].flatMap((post) => eachOf(post, 8))];

/** What a person may be told; anything else is a fault. */
const expected = new Set([200, 403, 404, 409, 412, 422]);
/** Projects to begin with; more come when an applicant has nothing to do. */
const atFirst = 20;
const turnsAtOnce = 200;

const created = z.looseObject({ id: z.string() });
const answered = z.looseObject({ result: resultShape });
const inbox = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), step: z.string(), processId: z.string() })),
});

interface Going {
  readonly line: Line;
  readonly acknowledged: Acknowledged[];
  readonly wrong: string[];
  readonly projects: string[];
  readonly isOn: () => boolean;
  sent: number;
}

interface Aimed {
  readonly project: string;
  readonly path: string;
  readonly body: object;
}

async function send(going: Going, person: string, { project, path, body }: Aimed): Promise<void> {
  const key = randomUUID();
  going.sent += 1;
  const answer = await going.line.send(person, path, body, key);
  const parsed = answered.safeParse(answer.body);
  if (answer.status === 200 && parsed.success)
    going.acknowledged.push({ person, path, body, project, key, result: parsed.data.result });
  else if (!expected.has(answer.status))
    going.wrong.push(
      `${path} ${JSON.stringify(body)} → ${String(answer.status)} ${JSON.stringify(answer.body).slice(0, 500)}`,
    );
}

async function handIn(going: Going, person: string): Promise<void> {
  const wish = { jurisdiction: jurisdictionOf(way), name: '众人项目', facts: {} };
  const { id } = created.parse((await going.line.send(person, '/api/projects', wish, randomUUID())).body);
  going.projects.push(id);
  await send(going, person, { project: id, path: `/api/projects/${id}/actions`, body: { action: 'submit' } });
}

async function aim({ line }: Going, person: string, turn: Chance): Promise<Aimed | undefined> {
  const page = await line.get(person, `/api/tasks?view=${viewOf(turn)}&counters=false`);
  const { items } = inbox.parse(page.body);
  const task = items[turn.pick % Math.max(items.length, 1)];
  const someone = people[turn.to]?.name ?? '';
  const isOfProject = turn.verb === 'suspend' || turn.verb === 'resume';
  return (
    task && {
      project: task.processId,
      path: isOfProject ? `/api/projects/${task.processId}/actions` : `/api/tasks/${task.id}/actions`,
      body: bodyOf(turn, { isFilling: task.step === 'fill', someone, outcomes: ['approved', 'returned'] }),
    }
  );
}

async function live(going: Going, { name, post }: Officer, seed: number): Promise<void> {
  for (let lap = 0; going.isOn(); lap += 1) {
    const turns = fc.sample(fc.noBias(chanceAmong(people.length)), {
      seed: seed + lap,
      numRuns: turnsAtOnce,
    });
    for (const turn of turns) {
      if (!going.isOn()) return;
      const aimed = await aim(going, name, turn);
      if (aimed !== undefined) await send(going, name, aimed);
      // Work must not run out: whoever submits projects and has nothing to do hands in another one.
      else if (post === null) await handIn(going, name);
    }
  }
}

/** Seats the people, publishes their measure and lets them act until stopped. */
export async function startRandomCrowd(house: House, line: Line, seed: number): Promise<Crowd> {
  await mongoose.connect(house.env['MONGODB_URI'] ?? '');
  await seatOffice(people);
  await mongoose.disconnect();
  const published = await line.send(
    'admin',
    '/api/packs',
    parse(packOf(way), { schema: 'core' }),
    randomUUID(),
  );
  if (published.status !== 201) throw new Error(`publishing answered ${String(published.status)}`);
  for (const { name } of people) await line.token(name);
  let on = true;
  const going: Going = { line, acknowledged: [], wrong: [], projects: [], isOn: () => on, sent: 0 };
  for (let index = 0; index < atFirst; index += 1)
    await handIn(going, applicants[index % applicants.length]?.name ?? '');
  const lives = people.map((person, index) => live(going, person, seed + index * 1_000));
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
