/** The measured office over HTTP: hands in projects, looks into inboxes, decides; one kept-alive connection pool a person. */
import { parse } from 'yaml';
import { z } from 'zod';
import type { House } from '../tests/faults/house';
import { openLine } from '../tests/faults/line';
import { randomUUID } from 'node:crypto';
import { openCaller, type Caller } from './http';
import { applicantName, jurisdictionOf, officers, packOf, seatOffice, ways, type Way } from './office-pack';

const created = z.looseObject({ id: z.string() });
const project = z.looseObject({
  status: z.string(),
  openTasks: z.array(z.looseObject({ id: z.string(), step: z.string(), role: z.string() })),
});
export type OpenTask = z.infer<typeof project>['openTasks'][number];
const inbox = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), processId: z.string() })) });

export interface Office {
  /** Creates a project and submits it; gives its number. */
  handIn(way: Way): Promise<string>;
  look(id: string): Promise<z.infer<typeof project>>;
  /** The task of a project in somebody's inbox, by the first page of what waits there. */
  find(who: string, id: string): Promise<string | undefined>;
  decide(who: string, task: string, outcome: string): Promise<unknown>;
  /** Hands a returned project in again. */
  resubmit(task: string): Promise<unknown>;
  close(): void;
}

const page = 100;

/** Publishes the measures, seats the people and signs them in. */
export async function openOffice(house: House): Promise<Office> {
  await seatOffice(officers);
  const line = openLine(house.baseUrl);
  for (const way of ways) {
    const done = await line.send('admin', '/api/packs', parse(packOf(way), { schema: 'core' }), randomUUID());
    if (done.status !== 201) throw new Error(`publishing ${way}: ${JSON.stringify(done.body)}`);
  }
  const callers = new Map<string, Caller>();
  for (const { name } of officers) callers.set(name, openCaller(house.baseUrl, await line.token(name)));
  const as = (name: string): Caller => {
    const caller = callers.get(name);
    if (caller === undefined) throw new Error(`nobody is called ${name}`);
    return caller;
  };
  const applicant = as(applicantName);
  return {
    async handIn(way) {
      const facts = { jurisdiction: jurisdictionOf(way), name: `量测 ${way}`, facts: {} };
      const { id } = created.parse(await applicant.post('/api/projects', facts));
      await applicant.post(`/api/projects/${id}/actions`, { action: 'submit' });
      return id;
    },
    look: async (id) => project.parse(await applicant.get(`/api/projects/${id}`)),
    async find(who, id) {
      const found = inbox.parse(await as(who).get(`/api/tasks?view=todo&limit=${String(page)}`));
      return found.items.find(({ processId }) => processId === id)?.id;
    },
    decide: (who, task, outcome) =>
      as(who).post(`/api/tasks/${task}/actions`, { action: 'decide', outcome, comment: '同意 / agreed' }),
    resubmit: (task) =>
      applicant.post(`/api/tasks/${task}/actions`, { action: 'decide', outcome: 'submitted' }),
    close: () => {
      for (const caller of callers.values()) caller.close();
    },
  };
}
