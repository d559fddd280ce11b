/** Shows what another version of its pack would change for a running project, before an administrator moves it there. */
import { z } from 'zod';
import { differencesOf } from '../domain/pack/differences';
import { misfitsOf } from '../domain/project/move-pack';
import { inBoth } from './problem';
import { publishedVersion } from './project-acts';
import { readState, rulesFor, workflowIdOf } from './process-reads';
import { route } from './route';
import { Id, IdParams } from './schemas';

const RefSchema = z.object({ id: z.string(), version: z.string(), hash: z.string() });

const preview = route({
  method: 'get',
  path: '/api/projects/:id/pack-move',
  tag: 'projects',
  summary:
    '改用其他版本预览 · What another version of its pack would change for a project, and whether it fits',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  query: z.strictObject({ version: Id }),
  answers: {
    200: z.object({
      from: RefSchema,
      to: RefSchema,
      fits: z.boolean(),
      misfits: z.array(z.object({ what: z.string(), name: z.string() })),
      differences: z.array(z.looseObject({ kind: z.string(), table: z.string(), detail: z.string() })),
    }),
  },
  refuses: ['project/not-found', 'auth/not-permitted', 'pack/not-found'],
  async handle({ params, query }, ask) {
    const state = await readState(ask, workflowIdOf('project', params.id));
    const { id, version } = state.pack;
    const [before, after] = await Promise.all([
      publishedVersion(id, version),
      publishedVersion(id, query.version),
    ]);
    const rules = await rulesFor(ask, state);
    const misfits = misfitsOf(state, rules, ask.api.rules.rulesOf(after.pack, state));
    const differences = differencesOf(before.pack, after.pack).map(({ zh, en, ...difference }) => ({
      ...difference,
      detail: inBoth({ zh, en }, ask.language),
    }));
    return { body: { from: before.ref, to: after.ref, fits: misfits.length === 0, misfits, differences } };
  },
});

export const packMoveRoutes = [preview];
