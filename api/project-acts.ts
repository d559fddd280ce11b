/** Builds the act of a request on a project or case from its body. Decides nothing. */
import { z } from 'zod';
import type { Act, Fields } from '../domain/project/commands';
import { sliceRules } from '../domain/pack/slice';
import { findOrg } from '../models/orgs';
import { findPack, type PublishedPack } from '../models/packs';
import { findRun } from '../models/runs';
import { problem } from './problem';
import { Comment, Fields as FieldsSchema, SeenMaterials } from './schemas';
import { draftFields } from './staging';
import { recipient } from './task-acts';

export const projectActions = [
  'submit',
  'withdraw',
  'suspend',
  'resume',
  'terminate',
  'bindParty',
  'waive',
  'reportFault',
  'jump',
  'wakeUp',
  'movePack',
  'correctApplicant',
] as const;

export const ProjectAction = z
  .strictObject({
    action: z.enum(projectActions),
    comment: Comment.optional(),
    fields: FieldsSchema.optional(),
    materials: SeenMaterials.optional(),
  })
  .meta({
    id: 'ProjectAction',
    description:
      'bindParty: fields.role, fields.org, comment when it changes after the contract · waive: fields.code, comment · submit: fields = facts · jump, wakeUp (administrators): fields.to = step, comment · correctApplicant (administrators): fields.to = person, comment · movePack (administrators): fields.version, comment',
  });
export type ProjectAction = z.output<typeof ProjectAction>;

function textField(fields: Fields | undefined, name: string): string {
  const value = fields?.[name];
  if (typeof value !== 'string' || value === '') {
    throw problem(
      'request/invalid',
      {},
      {
        errors: [
          {
            code: 'required',
            pointer: `/fields/${name}`,
            detail: `须填写 fields.${name}\nfields.${name} is required`,
          },
        ],
      },
    );
  }
  return value;
}

/** The organisation to bind, by its id in the directory. */
async function bindAct(fields: Fields | undefined, comment: string): Promise<Act> {
  const id = textField(fields, 'org');
  const org = await findOrg(id);
  if (org === null) throw problem('org/unknown', { org: id });
  return { type: 'bindParty', role: textField(fields, 'role'), org: org.id, orgZh: org.zh, comment };
}

/** The version to go on under, with its rules for the run in which the project stands. */
async function movePackAct(workflowId: string, fields: Fields | undefined, comment: string): Promise<Act> {
  const run = await findRun(workflowId);
  if (run === null) throw problem('project/not-found', { workflowId });
  const { pack } = await publishedVersion(run.state.pack.id, textField(fields, 'version'));
  return { type: 'movePack', rules: sliceRules(pack, run.state.run ?? ''), comment };
}

/** A published version, or pack/not-found. */
export async function publishedVersion(id: string, version: string): Promise<PublishedPack> {
  const found = await findPack(id, version);
  if (found === null) throw problem('pack/not-found', { id, version });
  return found;
}

/** The act of a request on the whole process; a submit takes the draft with it. */
export async function projectAct(
  workflowId: string,
  body: ProjectAction,
): Promise<{ act: Act; draftVersion: number | null }> {
  const comment = body.comment ?? '';
  switch (body.action) {
    case 'submit': {
      const { fields, draft } = await draftFields(workflowId, body.fields ?? {});
      const act: Act = { type: 'submit', fields, ...(body.comment === undefined ? {} : { comment }) };
      return { act, draftVersion: draft?.version ?? null };
    }
    case 'bindParty':
      return { act: await bindAct(body.fields, comment), draftVersion: null };
    case 'waive':
      return { act: { type: 'waive', code: textField(body.fields, 'code'), comment }, draftVersion: null };
    case 'jump':
      return { act: { type: 'jump', to: textField(body.fields, 'to'), comment }, draftVersion: null };
    case 'wakeUp': {
      const to = body.fields?.['to'] === undefined ? {} : { to: textField(body.fields, 'to') };
      return { act: { type: 'wakeUp', comment, ...to }, draftVersion: null };
    }
    case 'correctApplicant': {
      const to = await recipient(textField(body.fields, 'to'));
      return { act: { type: 'correctApplicant', to, comment }, draftVersion: null };
    }
    case 'movePack':
      return { act: await movePackAct(workflowId, body.fields, comment), draftVersion: null };
    case 'withdraw':
    case 'suspend':
    case 'resume':
    case 'terminate':
    case 'reportFault':
      return { act: { type: body.action, comment }, draftVersion: null };
  }
}
