/** Builds the act of a request on a task from its body. Decides nothing. */
import { z } from 'zod';
import type { Act, Actor, Fields } from '../domain/project/commands';
import { findUser } from '../models/users';
import { actorOf } from './person';
import { problem } from './problem';
import { Comment, Fields as FieldsSchema, Id, SeenMaterials } from './schemas';

export const taskActions = ['decide', 'claim', 'release', 'return', 'reassign', 'comment'] as const;

export const TaskAction = z
  .strictObject({
    action: z.enum(taskActions),
    outcome: Id.optional(),
    comment: Comment.optional(),
    fields: FieldsSchema.optional(),
    materials: SeenMaterials.optional(),
    /** A person for reassign, a step for return. */
    to: Id.optional(),
  })
  .meta({
    id: 'TaskAction',
    description:
      'decide: outcome; fields.findings, fields.grounds, fields.waive beside the facts · reassign: to = person · return: to = step',
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

async function recipient(id: string | undefined): Promise<Actor> {
  const user = id === undefined ? null : await findUser(id);
  if (user === null || !user.active) throw problem('person/unknown', { person: id ?? null });
  return actorOf(user);
}

/** The act of a request on one task. */
export async function taskAct(task: string, body: TaskAction): Promise<Act> {
  const comment = body.comment ?? '';
  switch (body.action) {
    case 'decide':
      return decideAct(task, body);
    case 'claim':
    case 'release':
      return { type: body.action, task };
    case 'comment':
      return { type: 'comment', task, comment };
    case 'return':
      return { type: 'return', task, comment, ...(body.to === undefined ? {} : { to: body.to }) };
    case 'reassign':
      return { type: 'reassign', task, to: await recipient(body.to), comment };
  }
}
