/** Rules of the measure that no program checks: shown with their article, never as passed. */
import { z } from 'zod';
import { findPack } from '../models/packs';
import { inBoth } from './problem';
import { readState, workflowIdOf } from './process-reads';
import { route } from './route';
import { IdParams } from './schemas';

const notChecked = { zh: '无自动校验', en: 'no automatic check' };

/** `person`: somebody judges and is reminded · `none`: there is nothing to tick off. */
export const reminders = route({
  method: 'get',
  path: '/api/projects/:id/reminders',
  tag: 'projects',
  summary: '提示事项 · Rules of the measure that no program checks',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  answers: {
    200: z.object({
      items: z.array(
        z.looseObject({ name: z.string(), detail: z.string(), check: z.enum(['person', 'none']) }),
      ),
    }),
  },
  refuses: ['project/not-found', 'auth/not-permitted'],
  async handle({ params }, ask) {
    const state = await readState(ask, workflowIdOf('project', params.id));
    const published = await findPack(state.pack.id, state.pack.version);
    const rows = Object.entries(published?.pack.reminders ?? {});
    const now = rows.filter(([, { during }]) => during.length === 0 || during.includes(state.run ?? ''));
    const items = now.map(([name, { zh = name, en = name, check, basis }]) => ({
      name,
      check,
      detail: inBoth({ zh, en }, ask.language),
      automatic: inBoth(notChecked, ask.language),
      ...(basis === undefined ? {} : { basis }),
    }));
    return { body: { items } };
  },
});
