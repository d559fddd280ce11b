/** What the story looks at beside decisions: gates before trying, clocks, the timeline, the chain, cases. */
import { z } from 'zod';
import type { Answer } from './client';
import { look, must, ofProject, type Words } from './acts';
import type { Part, World } from './world';

const gateList = z.looseObject({ gates: z.array(z.looseObject({ code: z.string(), met: z.boolean() })) });
const clockList = z.looseObject({
  clocks: z.array(
    z.looseObject({
      key: z.string(),
      due: z.string(),
      status: z.string(),
      explain: z.object({ zh: z.string(), en: z.string() }),
    }),
  ),
});

/** Asks what stands before an action, and keeps what is unmet under the same name as a refusal does. */
export async function gatesBefore(world: World, who: Part, query: string, words: Words): Promise<Answer> {
  const person = await world.as(who);
  return world.story.tell(
    {
      stage: world.stage,
      actor: person.name,
      action: `GET gates?${query}`,
      zh: words.zh,
      en: words.en,
      expected: words.expect ?? { status: 200 },
    },
    async () => {
      const answer = await person.get(ofProject(world, `/gates?${query}`));
      const read = gateList.safeParse(answer.body);
      if (!read.success) return answer;
      return {
        status: answer.status,
        body: { ...read.data, errors: read.data.gates.filter(({ met }) => !met) },
      };
    },
  );
}

/** A clock of the project as it stands. */
export async function clockOf(
  world: World,
  who: Part,
  key: string,
): Promise<{ due: string; status: string }> {
  const person = await world.as(who);
  const { clocks } = must(clockList, await person.get(ofProject(world)), 'the project');
  const clock = clocks.find((each) => each.key === key);
  if (clock === undefined)
    throw new Error(`no clock ${key}; there are: ${clocks.map((each) => each.key).join(', ')}`);
  const { zh, en } = clock.explain;
  if (!zh.includes(clock.due) || !en.includes(clock.due))
    throw new Error(`the clock ${key} is due ${clock.due} and explains itself as: ${zh} ${en}`);
  return { due: clock.due, status: clock.status };
}

/** Compares a clock with the date and state it must have by law. */
export async function lookAtClock(
  world: World,
  who: Part,
  key: string,
  { zh, en, must: expected }: { zh: string; en: string; must: Readonly<Record<string, unknown>> },
): Promise<void> {
  const person = await world.as(who);
  await world.story.tell(
    {
      stage: world.stage,
      actor: person.name,
      action: `clock ${key}`,
      zh,
      en,
      expected: { status: 200, body: expected },
    },
    async () => ({ status: 200, body: await clockOf(world, who, key) }),
  );
}

/** Where the project must stand now. */
export async function standsIn(
  world: World,
  who: Part,
  body: Readonly<Record<string, unknown>>,
  words: Omit<Words, 'expect'>,
): Promise<void> {
  await look(world, who, '', { ...words, expect: { status: 200, body } });
}
