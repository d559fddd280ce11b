/** Policy packs: list, read, check, publish. A body is the pack itself, as YAML text or as JSON. */
import { z } from 'zod';
import { findPack, listPacks, publishPack } from '../models/packs';
import { linesOf, PackBody, readingOf, textOf } from './pack-body';
import { problem } from './problem';
import type { Answer } from './route';
import { route } from './route';
import { Id } from './schemas';

const list = route({
  method: 'get',
  path: '/api/packs',
  tag: 'packs',
  summary: '制度包清单 · Published packs; the id is the jurisdiction to apply in',
  permit: 'pack.read',
  change: 'none',
  answers: {
    200: z.object({
      items: z.array(z.looseObject({ id: z.string(), version: z.string(), hash: z.string() })),
    }),
  },
  refuses: [],
  async handle() {
    const items = (await listPacks()).map(({ ref, ...rest }) => ({ ...ref, jurisdiction: ref.id, ...rest }));
    return { body: { items } };
  },
});

const read = route({
  method: 'get',
  path: '/api/packs/:id/:version',
  tag: 'packs',
  summary: '制度包 · One version, resolved, with its text',
  permit: 'pack.read',
  change: 'none',
  params: z.strictObject({ id: Id, version: Id }),
  answers: { 200: z.looseObject({ ref: z.looseObject({}), pack: z.looseObject({}), source: z.string() }) },
  refuses: ['pack/not-found'],
  async handle({ params }) {
    const found = await findPack(params.id, params.version);
    if (found === null) throw problem('pack/not-found', params);
    return { body: found, headers: { ETag: `"${found.ref.hash}"` } };
  },
});

const lint = route({
  method: 'post',
  path: '/api/packs/lint',
  tag: 'packs',
  summary: '制度包检查 · All mistakes of a pack at once, with line numbers',
  permit: 'pack.lint',
  change: 'none',
  body: PackBody,
  answers: {
    200: z.object({
      ok: z.boolean(),
      mistakes: z.array(z.looseObject({ code: z.string(), detail: z.string() })),
      overruled: z
        .array(z.looseObject({ code: z.string(), detail: z.string() }))
        .describe('宽于上级、不生效之处 · rows that ask for less than a pack above: the stricter one holds'),
    }),
  },
  refuses: [],
  async handle({ body }, ask): Promise<Answer> {
    const { pack, mistakes, overruled } = await readingOf(textOf(body), ask);
    return {
      body: { ok: pack !== null, mistakes: linesOf(mistakes, ask), overruled: linesOf(overruled, ask) },
    };
  },
});

const publish = route({
  method: 'post',
  path: '/api/packs',
  tag: 'packs',
  summary: '发布制度包 · Publish a version; it never changes again',
  permit: 'pack.publish',
  change: 'reply',
  body: PackBody,
  answers: { 201: z.looseObject({ id: z.string(), version: z.string(), hash: z.string() }) },
  refuses: ['pack/invalid', 'pack/conflict', 'idempotency/key-reused'],
  async handle({ body }, ask): Promise<Answer> {
    const source = textOf(body);
    const reading = await readingOf(source, ask);
    const { pack } = reading;
    if (pack === null)
      throw problem(
        'pack/invalid',
        { count: reading.mistakes.length },
        { errors: linesOf(reading.mistakes, ask) },
      );
    const publishedAt = await ask.api.clock.now();
    const done = await publishPack(pack, { source, publishedBy: ask.person.actor.id, publishedAt });
    if (done === 'conflict') throw problem('pack/conflict', { id: pack.ref.id, version: pack.ref.version });
    return {
      status: done === 'published' ? 201 : 200,
      headers: { Location: `/api/packs/${pack.ref.id}/${pack.ref.version}` },
      body: { ...pack.ref, published: done === 'published' },
    };
  },
});

export const packRoutes = [list, lint, publish, read];
