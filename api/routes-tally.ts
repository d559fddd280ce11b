/** Shows what the votes of a step come to, for a published pack or a draft, before anybody has to find out. */
import { z } from 'zod';
import type { Pack } from '../domain/pack/types';
import { findStep, mostSeats, truthTable, votingSeats } from '../domain/route/truth-table';
import { findPack } from '../models/packs';
import { linesOf, PackBody, readingOf, textOf } from './pack-body';
import { problem } from './problem';
import type { Answer } from './route';
import { route } from './route';
import { Id } from './schemas';

/** Which step: of a run of the life, or of a case type. */
const Which = z.strictObject({ run: Id, step: Id });

const answers = {
  200: z.object({
    agree: z.looseObject({ rule: z.string() }),
    seats: z.array(z.string()),
    rows: z.array(z.object({ votes: z.array(z.string()), outcome: z.string() })),
    cut: z.boolean(),
  }),
};

function present(pack: Pack, { run, step: name }: z.output<typeof Which>): Answer {
  const step = findStep(pack, run, name);
  if (step === undefined) throw problem('pack/step-not-found', { run, step: name });
  const seats = votingSeats(step);
  if (seats > mostSeats) throw problem('pack/step-too-wide', { seats, most: mostSeats });
  return { body: { agree: step.agree, ...truthTable(step) } };
}

const ofPublished = route({
  method: 'get',
  path: '/api/packs/:id/:version/tally',
  tag: 'packs',
  summary: '表决真值表 · What every way of voting at a step comes to',
  permit: 'pack.read',
  change: 'none',
  params: z.strictObject({ id: Id, version: Id }),
  query: Which,
  answers,
  refuses: ['pack/not-found', 'pack/step-not-found', 'pack/step-too-wide'],
  async handle({ params, query }) {
    const found = await findPack(params.id, params.version);
    if (found === null) throw problem('pack/not-found', params);
    return present(found.pack, query);
  },
});

const ofDraft = route({
  method: 'post',
  path: '/api/packs/tally',
  tag: 'packs',
  summary: '草案表决真值表 · The same for a pack that is not published',
  permit: 'pack.lint',
  change: 'none',
  query: Which,
  body: PackBody,
  answers,
  refuses: ['pack/invalid', 'pack/step-not-found', 'pack/step-too-wide'],
  async handle({ query, body }, ask): Promise<Answer> {
    const reading = await readingOf(textOf(body), ask);
    if (reading.pack === null)
      throw problem(
        'pack/invalid',
        { count: reading.mistakes.length },
        { errors: linesOf(reading.mistakes, ask) },
      );
    return present(reading.pack, query);
  },
});

export const tallyRoutes = [ofDraft, ofPublished];
