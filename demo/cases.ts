/** Side processes in the story: opened by people or by the pack itself, handed in, decided. */
import { z } from 'zod';
import { until } from '../embedded/wait';
import { must, ofProject, upload, type FieldsOf, type Words } from './acts';
import type { Part, World } from './world';

const caseView = z.looseObject({ id: z.string() });
const caseTasks = z.looseObject({
  openTasks: z.array(z.looseObject({ id: z.string(), step: z.string(), role: z.string() })),
});

/** Opens a side process about the project. */
export async function openCase(
  world: World,
  who: Part,
  type: string,
  words: Words & { facts: Readonly<Record<string, unknown>>; alone?: boolean },
): Promise<string> {
  const person = await world.as(who);
  const { jurisdiction } = world.dossier;
  const about = words.alone === true ? {} : { projectId: world.projectId };
  const answer = await world.story.tell(
    {
      stage: world.stage,
      actor: person.name,
      action: `POST cases ${type}`,
      zh: words.zh,
      en: words.en,
      expected: words.expect ?? { status: 201 },
    },
    () => person.post('/api/cases', { type, jurisdiction, ...about, facts: words.facts }),
  );
  return answer.status < 300 ? must(caseView, answer, 'the case').id : '';
}

/** Hands a case in. */
export async function submitCase(world: World, who: Part, id: string, words: Words): Promise<void> {
  const person = await world.as(who);
  await world.story.tell(
    {
      stage: world.stage,
      actor: person.name,
      action: 'case submit',
      zh: words.zh,
      en: words.en,
      expected: words.expect ?? { status: 200 },
    },
    () => person.post(`/api/cases/${encodeURIComponent(id)}/actions`, { action: 'submit' }),
  );
}

export interface CaseDeciding extends Words {
  readonly step: string;
  /** The seat, where the step has more than one. */
  readonly role?: string;
  /** Absent where the step has one only. */
  readonly outcome?: string;
  readonly comment?: string;
  readonly fields?: FieldsOf;
  readonly findings?: Readonly<Record<string, string>>;
  /** Names of the dossier's materials, uploaded to the case. */
  readonly materials?: readonly string[];
}

function bodyOf(
  { outcome, comment, fields, findings }: CaseDeciding,
  materials: readonly { id: string; sha256: string }[],
) {
  const said = { ...fields, ...(findings === undefined ? {} : { findings }) };
  return {
    action: 'decide',
    ...(outcome === undefined ? {} : { outcome }),
    ...(comment === undefined ? {} : { comment }),
    ...(Object.keys(said).length === 0 ? {} : { fields: said }),
    ...(materials.length === 0 ? {} : { materials }),
  };
}

/** Decides the open step of a case. */
export async function decideCase(world: World, who: Part, id: string, words: CaseDeciding): Promise<void> {
  const person = await world.as(who);
  const { openTasks } = must(caseTasks, await person.get(`/api/cases/${encodeURIComponent(id)}`), 'the case');
  const task = openTasks.find(
    (each) => each.step === words.step && (words.role === undefined || each.role === words.role),
  );
  if (task === undefined) throw new Error(`case ${id} has no open task of ${words.step}`);
  const materials: { id: string; sha256: string }[] = [];
  for (const name of words.materials ?? []) materials.push(await upload(world, person, name, id));
  await world.story.tell(
    {
      stage: world.stage,
      actor: person.name,
      action: `case ${words.step}${words.outcome === undefined ? '' : ` → ${words.outcome}`}`,
      zh: words.zh,
      en: words.en,
      expected: words.expect ?? { status: 200 },
    },
    () => person.post(`/api/tasks/${encodeURIComponent(task.id)}/actions`, bodyOf(words, materials)),
  );
}

const caseList = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), caseType: z.string(), status: z.string() })),
});
/** What the pack lets follow is carried out right after the answer. */
const followMs = 30_000;

/** Waits for what the pack lets follow from an answer; false when it did not come. */
export function followed(ask: () => Promise<boolean>): Promise<boolean> {
  return until(ask, { deadlineMs: followMs, everyMs: 100 });
}

/** The case of a type that the pack itself opened. */
export async function openedByItself(world: World, who: Part, type: string): Promise<string> {
  const person = await world.as(who);
  let id = '';
  const found = await followed(async () => {
    const { items } = must(caseList, await person.get(ofProject(world, '/cases')), 'the cases');
    id = items.find((each) => each.caseType === type && each.status !== 'closed')?.id ?? '';
    return id !== '';
  });
  if (!found) throw new Error(`no case ${type} was opened`);
  return id;
}
