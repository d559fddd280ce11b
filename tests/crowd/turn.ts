/** One turn of somebody in the crowd: looks into the inbox, takes a task, does one of the things it allows, most often decides. */
import { z } from 'zod';
import { dateOf } from '../../domain/clocks/dates';
import type { Body, Pack } from '../../domain/pack/types';
import { findStep } from '../../domain/route/draft';
import type { Line } from '../faults/line';
import { fieldsOf, paperFields } from '../walks/dossier';
import { pick } from './chance';
import { partyOrg, watcher, type Townsman } from './town';

export const allowedAction = z.looseObject({
  action: z.string(),
  outcomes: z.array(z.string()).optional(),
  fields: z.array(z.string()).optional(),
  materials: z.array(z.string()).optional(),
  to: z.array(z.string()).optional(),
});
type Allowed = z.infer<typeof allowedAction>;

const row = z.looseObject({
  id: z.string(),
  step: z.string(),
  run: z.string(),
  processKind: z.enum(['project', 'case']),
  processId: z.string(),
  jurisdiction: z.string(),
  caseType: z.string().nullable(),
});
const inbox = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const task = row.extend({ allowedActions: z.array(allowedAction) });
type TaskSeen = z.infer<typeof task>;
const stored = z.looseObject({ id: z.string(), sha256: z.string() });
const told = z.looseObject({ code: z.string() });

/** What somebody sends, and where. */
export interface Sent {
  readonly verb: string;
  readonly path: string;
  readonly body: object;
}

export interface Crowd {
  readonly line: Line;
  readonly packs: ReadonlyMap<string, Pack>;
  readonly town: readonly Townsman[];
  readonly random: () => number;
  /** Paths of everything that was begun. */
  readonly places: string[];
  /** Sends a command and keeps what was answered; gives the code of a refusal. */
  send(who: Townsman, sent: Sent): Promise<string | undefined>;
  /** As send, for what begins something; gives its id. */
  open(who: Townsman, sent: Sent): Promise<string | undefined>;
}

const decidesShare = 0.8;
const askedShare = 0.85;
const goodShare = 0.85;
const comment = '众人办理';
const views = ['todo', 'claimable', 'todo', 'claimable', 'copied', 'done'];

const asking = z.looseObject({
  openTasks: z.array(
    z.looseObject({
      id: z.string(),
      key: z.string(),
      assignee: z.looseObject({ id: z.string() }).optional(),
    }),
  ),
});

interface Met {
  readonly who: Townsman;
  readonly task: string;
}

/** True when a person holds a key: by name, by organisation or by post. */
function holdsKey({ name, org, posts }: Townsman, key: string): boolean {
  const keys = [`person:${name}`, `org:${org}`];
  return [...keys, ...posts.map(({ jurisdiction, post }) => `post:${jurisdiction}/${post}`)].includes(key);
}

/** Somebody who is asked somewhere: most people of a big town have nothing to do, and would be asked in vain. */
async function whoIsAsked({ line, town, random, places }: Crowd): Promise<Met | undefined> {
  const place = pick(random, places);
  if (place === undefined) return undefined;
  const seen = asking.safeParse((await line.get(watcher, place)).body);
  const open = pick(random, seen.data?.openTasks ?? []);
  if (open === undefined) return undefined;
  const { id: task, key, assignee } = open;
  const may = town.filter((each) => (assignee ? each.name === assignee.id : holdsKey(each, key)));
  const who = pick(random, may);
  return who && { who, task };
}

/** What anybody comes upon in their inbox. */
async function comeUpon({ line, town, random }: Crowd): Promise<Met | undefined> {
  const who = pick(random, town);
  const view = pick(random, views) ?? 'todo';
  if (who === undefined) return undefined;
  const page = await line.get(who.name, `/api/tasks?view=${view}&counters=false&limit=30`);
  const found = pick(random, inbox.parse(page.body).items);
  return found && { who, task: found.id };
}

function bodyOf({ packs }: Crowd, { jurisdiction, caseType, run }: TaskSeen): [Pack, Body] {
  const pack = packs.get(jurisdiction);
  const body = caseType === null ? pack?.stages[run] : pack?.cases[caseType];
  if (pack === undefined || body === undefined) throw new Error(`no body for ${jurisdiction}/${run}`);
  return [pack, body];
}

interface Seat {
  readonly who: Townsman;
  readonly seen: TaskSeen;
  readonly allowed: Allowed;
}

/** Uploads every paper that the decision may be asked for, each made by the party that has to make it. */
async function handIn(crowd: Crowd, { who, seen, allowed }: Seat) {
  const [, body] = bodyOf(crowd, seen);
  const handed = [];
  for (const kind of allowed.materials ?? []) {
    const paper = body.materials[kind];
    if (paper === undefined) continue;
    const answer = await crowd.line.upload(
      who.name,
      `/api/${seen.processKind}s/${seen.processId}/materials`,
      {
        ...{ kind, fileName: `${kind}.txt`, bytes: Buffer.from(`${kind} ${seen.id}`) },
        fields: paperFields(paper, dateOf(new Date().toISOString())),
        ...(paper.author === undefined ? {} : { author: partyOrg(paper.author) }),
      },
    );
    const { id, sha256 } = stored.parse(answer.body);
    handed.push({ id, sha256 });
  }
  return handed;
}

/** Everything that the decision may declare, with a finding wherever the step asks for one. */
function declared(crowd: Crowd, { seen, allowed: { fields = [] } }: Seat): object {
  const [pack, body] = bodyOf(crowd, seen);
  const specs = { ...pack.facts, ...body.facts };
  const due = fields.flatMap((name) => {
    const spec = specs[name];
    return spec === undefined ? [] : [[name, spec] as const];
  });
  const asked = findStep(body, seen.step)?.step.findings ?? [];
  const findings = Object.fromEntries(asked.map((each) => [each, '符合']));
  return {
    ...fieldsOf(Object.fromEntries(due), dateOf(new Date().toISOString())),
    ...(asked.length === 0 ? {} : { findings }),
  };
}

async function decide(crowd: Crowd, seat: Seat): Promise<void> {
  const { who, seen, allowed } = seat;
  const outcomes = allowed.outcomes ?? [];
  const outcome = crowd.random() < goodShare ? outcomes[0] : pick(crowd.random, outcomes);
  const decision = { action: 'decide', outcome, comment, fields: declared(crowd, seat) };
  const path = `/api/tasks/${seen.id}/actions`;
  const materials = await handIn(crowd, seat);
  const code = await crowd.send(who, { verb: 'decide', path, body: { ...decision, materials } });
  // Others have voted on what is there: it stays.
  if (code === 'material/changed') await crowd.send(who, { verb: 'decide', path, body: decision });
}

/** Verbs that need no word of why. */
const wordless = ['claim', 'release', 'markRead'];
const toPerson = ['reassign', 'delegate', 'copy', 'consult', 'addSigner', 'correctAssignee'];

/** Most often a colleague from the same seat, at times anybody. */
function someone({ town, random }: Crowd, who: Townsman): string {
  const colleagues = town.filter(
    ({ name, org, posts }) => name !== who.name && org === who.org && posts[0]?.post === who.posts[0]?.post,
  );
  return pick(random, random() < 0.8 && colleagues.length > 0 ? colleagues : town)?.name ?? who.name;
}

function verbBody(crowd: Crowd, who: Townsman, { action, to = [] }: Allowed): object {
  if (wordless.includes(action)) return { action };
  if (action === 'return') return { action, comment, to: pick(crowd.random, to) };
  if (!toPerson.includes(action)) return { action, comment };
  const place = pick(crowd.random, ['before', 'beside', 'after']);
  return {
    ...{ action, comment, to: someone(crowd, who) },
    ...(action === 'addSigner' ? { fields: { place } } : {}),
  };
}

/** Takes a turn; false when nobody found anything to do. */
export async function takeTurn(crowd: Crowd): Promise<boolean> {
  const { line, random } = crowd;
  const met = random() < askedShare ? await whoIsAsked(crowd) : await comeUpon(crowd);
  if (met === undefined) return false;
  const { who } = met;
  const answer = await line.get(who.name, `/api/tasks/${met.task}`);
  const seen = task.safeParse(answer.body).data;
  if (answer.status !== 200 || seen === undefined) return false;
  const decides = seen.allowedActions.find(({ action }) => action === 'decide');
  if (decides !== undefined && random() < decidesShare) {
    await decide(crowd, { who, seen, allowed: decides });
    return true;
  }
  const others = seen.allowedActions.filter(({ action }) => action !== 'decide');
  const other = pick(random, others);
  if (other === undefined) return false;
  const path = `/api/tasks/${seen.id}/actions`;
  await crowd.send(who, { verb: other.action, path, body: verbBody(crowd, who, other) });
  return true;
}

/** The code of a refusal as answered. */
export function codeOf(body: unknown): string {
  return told.safeParse(body).data?.code ?? 'unknown';
}
