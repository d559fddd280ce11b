/** Builds the act of a request on a task from its body. Decides nothing. */
import { z } from 'zod';
import type { Act, Actor, Fields } from '../domain/project/commands';
import { findUser, isSoleHolder } from '../models/users';
import { actorOf } from './person';
import { problem } from './problem';
import { Comment, Fields as FieldsSchema, Id, SeenMaterials } from './schemas';

export const taskActions = [
  'decide',
  'claim',
  'release',
  'return',
  'reassign',
  'comment',
  'delegate',
  'handBack',
  'getBack',
  'addSigner',
  'removeSigner',
  'takeBack',
  'urge',
  'copy',
  'markRead',
  'consult',
  'answer',
  'correctAssignee',
] as const;

export const TaskAction = z
  .strictObject({
    action: z.enum(taskActions),
    outcome: Id.optional(),
    comment: Comment.optional(),
    fields: FieldsSchema.optional(),
    materials: SeenMaterials.optional(),
    /** A person; for return a step, `applicant` or `previous`. */
    to: Id.optional(),
    /** The absent person whom one acts for; without it, as oneself where one holds the task. */
    onBehalf: Id.optional(),
  })
  .meta({
    id: 'TaskAction',
    description:
      'decide: outcome; fields.findings, fields.grounds, fields.waive beside the facts · reassign, delegate, copy, consult, correctAssignee: to = person · addSigner: to = person, fields.place = before, beside or after · return: to = step, applicant or previous; fields.then = again or back · onBehalf = the absent person whom a substitute acts for',
  });
export type TaskAction = z.output<typeof TaskAction>;

const Findings = z.record(z.string(), z.string().max(4000));
const Waived = z.array(z.string().max(100)).max(50);

function part<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw problem(
    'request/invalid',
    {},
    {
      errors: [
        {
          code: 'invalid_type',
          pointer: `/fields/${name}`,
          detail: `fields.${name} 格式不对\nfields.${name} has the wrong shape`,
        },
      ],
    },
  );
}

function decideAct(task: string, body: TaskAction): Act {
  const { findings, grounds, waive, ...fields } = body.fields ?? {};
  const declared: Fields = fields;
  return {
    type: 'decide',
    task,
    ...(body.outcome === undefined ? {} : { outcome: body.outcome }),
    ...(body.comment === undefined ? {} : { comment: body.comment }),
    ...(findings === undefined ? {} : { findings: part(Findings, findings, 'findings') }),
    ...(grounds === undefined ? {} : { grounds: part(z.string().max(200), grounds, 'grounds') }),
    ...(waive === undefined ? {} : { waive: part(Waived, waive, 'waive') }),
    ...(Object.keys(declared).length === 0 ? {} : { fields: declared }),
  };
}

/** An active person of the directory as an act names them. */
export async function recipient(id: string | undefined): Promise<Actor> {
  const user = id === undefined ? null : await findUser(id);
  if (user === null || !user.active) throw problem('person/unknown', { person: id ?? null });
  return actorOf(user);
}

/** Where a person's unfinished opinion on a task is kept. */
export function draftKeyOf(task: string, person: string): string {
  return `opinion/${task}/${person}`;
}

function returnAct(task: string, body: TaskAction, comment: string): Act {
  const then = body.fields?.['then'];
  return {
    type: 'return',
    task,
    comment,
    ...(body.to === undefined ? {} : { to: body.to }),
    ...(then === undefined ? {} : { then: part(z.enum(['again', 'back']), then, 'then') }),
  };
}

async function addSignerAct(task: string, body: TaskAction, comment: string): Promise<Act> {
  const place = part(z.enum(['before', 'beside', 'after']), body.fields?.['place'] ?? 'beside', 'place');
  const to = await recipient(body.to);
  const alone = await Promise.all(to.keys.map(isSoleHolder));
  const soleKeys = to.keys.filter((_, index) => alone[index]);
  return { type: 'addSigner', task, to, place, comment, yields: true, soleKeys };
}

/** The act of a request on one task. */
export async function taskAct(task: string, body: TaskAction): Promise<Act> {
  const { action, comment = '' } = body;
  switch (action) {
    case 'decide':
      return decideAct(task, body);
    case 'claim':
    case 'release':
    case 'markRead':
      return { type: action, task };
    case 'return':
      return returnAct(task, body, comment);
    case 'comment':
    case 'handBack':
    case 'getBack':
    case 'removeSigner':
    case 'takeBack':
    case 'urge':
    case 'answer':
      return { type: action, task, comment };
    case 'addSigner':
      return addSignerAct(task, body, comment);
    case 'reassign':
    case 'delegate':
    case 'copy':
    case 'consult':
    case 'correctAssignee':
      return { type: action, task, to: await recipient(body.to), comment };
  }
}
