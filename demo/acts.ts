/** The verbs of the story: hand in, decide, act on the project, look. Each makes one HTTP call and tells it. */
import { z } from 'zod';
import type { Answer, Person } from './client';
import type { FieldValue } from './dossier';
import type { Expected } from './story';
import type { Part, World } from './world';

/** What a step says of itself, Chinese first. */
export interface Words {
  readonly zh: string;
  readonly en: string;
  /** Absent: 200 and nothing more. */
  readonly expect?: Expected;
}

export type FieldsOf = Readonly<Record<string, FieldValue>>;

export interface Deciding extends Words {
  readonly who: Part;
  readonly step: string;
  /** The seat, where the step has more than one. */
  readonly role?: string;
  readonly outcome?: string;
  readonly comment?: string;
  /** Names of the dossier's materials: uploaded, then named in the decision. */
  readonly materials?: readonly string[];
  readonly fields?: FieldsOf;
  readonly findings?: Readonly<Record<string, string>>;
}

export interface Acting extends Words {
  readonly who: Part;
  readonly action: string;
  readonly comment?: string;
  readonly materials?: readonly string[];
  readonly fields?: FieldsOf;
}

const material = z.looseObject({ id: z.string(), sha256: z.string() });
const openTasks = z.looseObject({
  openTasks: z.array(z.looseObject({ id: z.string(), step: z.string(), role: z.string() })),
});

const fine: Expected = { status: 200 };

/** The project's address with what follows it. */
export function ofProject(world: World, rest = ''): string {
  return `/api/projects/${encodeURIComponent(world.projectId)}${rest}`;
}

/** Reads an answer that the story takes for granted; anything else is an error. */
export function must<T>(schema: z.ZodType<T>, answer: Answer, what: string): T {
  const read = schema.safeParse(answer.body);
  if (answer.status < 300 && read.success) return read.data;
  throw new Error(`${what} answered ${String(answer.status)}: ${JSON.stringify(answer.body).slice(0, 800)}`);
}

/** Uploads a material of the dossier, to the project or to a case; gives what a decision names it by. */
export async function upload(
  world: World,
  person: Person,
  name: string,
  caseId?: string,
): Promise<{ id: string; sha256: string }> {
  const row = world.dossier.material(name);
  const path =
    caseId === undefined
      ? ofProject(world, '/materials')
      : `/api/cases/${encodeURIComponent(caseId)}/materials`;
  const answer = await person.upload(path, {
    kind: row.kind,
    fileName: row.file,
    bytes: await world.dossier.bytes(row),
    fields: row.fields,
    ...(row.author === undefined ? {} : { author: world.dossier.org(row.author) }),
  });
  const { id, sha256 } = must(material, answer, `upload of ${name}`);
  return { id, sha256 };
}

async function uploadAll(
  world: World,
  person: Person,
  names: readonly string[],
): Promise<{ id: string; sha256: string }[]> {
  const done = [];
  for (const name of names) done.push(await upload(world, person, name));
  return done;
}

/** The open task of a step as the person sees the project. */
export async function findTask(world: World, person: Person, step: string, role?: string): Promise<string> {
  const view = must(openTasks, await person.get(ofProject(world)), 'the project');
  const task = view.openTasks.find(
    (each) => each.step === step && (role === undefined || each.role === role),
  );
  if (task === undefined) {
    const open = view.openTasks.map((each) => `${each.step}/${each.role}`).join(', ');
    throw new Error(`no open task of ${step}${role === undefined ? '' : `/${role}`}; open: ${open}`);
  }
  return task.id;
}

/** Decides an open step of the project. */
export async function decide(world: World, deciding: Deciding): Promise<Answer> {
  const person = await world.as(deciding.who);
  const task = await findTask(world, person, deciding.step, deciding.role);
  const materials = await uploadAll(world, person, deciding.materials ?? []);
  return decideTask(world, person, { ...deciding, task, handedIn: materials });
}

type Ready = Deciding & {
  readonly task: string;
  readonly handedIn: readonly { id: string; sha256: string }[];
};

async function decideTask(world: World, person: Person, ready: Ready): Promise<Answer> {
  const { outcome, comment, fields, findings, handedIn } = ready;
  const body = {
    action: 'decide',
    ...(outcome === undefined ? {} : { outcome }),
    ...(comment === undefined ? {} : { comment }),
    ...(fields === undefined && findings === undefined
      ? {}
      : { fields: { ...fields, ...(findings ? { findings } : {}) } }),
    ...(handedIn.length === 0 ? {} : { materials: handedIn }),
  };
  const action = `decide ${ready.step}${ready.role === undefined ? '' : `/${ready.role}`}${outcome === undefined ? '' : ` → ${outcome}`}`;
  return world.story.tell({ ...telling(world, person, ready), action }, () =>
    person.post(`/api/tasks/${encodeURIComponent(ready.task)}/actions`, body),
  );
}

function telling(world: World, person: Person, { zh, en, expect }: Words) {
  return { stage: world.stage, actor: person.name, zh, en, expected: expect ?? fine };
}

/** Takes an action on the project as a whole: submit, suspend, bindParty, … */
export async function act(world: World, acting: Acting): Promise<Answer> {
  const person = await world.as(acting.who);
  const materials = await uploadAll(world, person, acting.materials ?? []);
  const body = {
    action: acting.action,
    ...(acting.comment === undefined ? {} : { comment: acting.comment }),
    ...(acting.fields === undefined ? {} : { fields: acting.fields }),
    ...(materials.length === 0 ? {} : { materials }),
  };
  return world.story.tell({ ...telling(world, person, acting), action: acting.action }, () =>
    person.post(ofProject(world, '/actions'), body),
  );
}

/** Binds an organisation of the dossier to a party role. */
export async function bind(
  world: World,
  role: string,
  words: Words & { readonly party?: string },
): Promise<Answer> {
  const org = world.dossier.org(words.party ?? role);
  return act(world, { ...words, who: 'applicant', action: 'bindParty', fields: { role, org } });
}

/** Reads something of the project and compares it with what must stand there. */
export async function look(world: World, who: Part, rest: string, words: Words): Promise<Answer> {
  const person = await world.as(who);
  return world.story.tell(
    { ...telling(world, person, words), action: `GET ${rest === '' ? 'project' : rest}` },
    () => person.get(ofProject(world, rest)),
  );
}

/** Moves legal time and says so to the story. */
export async function waitUntil(world: World, date: string): Promise<void> {
  await world.clock.advanceTo(date);
  world.story.setDate(await world.clock.today());
}
