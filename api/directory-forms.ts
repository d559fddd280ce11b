/** What the directory says of an organisation and of a person: one form for the file of an office and for administrators over HTTP. */
import { z } from 'zod';
import { qualificationRoles } from '../models/orgs';

export const DirectoryId = z
  .string()
  .regex(/^[\w.-]{1,64}$/u, '1–64 个字母、数字、点、横线 / 1–64 letters, digits, dots, dashes');
const words = z.string().trim().min(1).max(200);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, 'YYYY-MM-DD');

/** Without defaults: whoever changes one word leaves the others as they are. */
export const orgWords = {
  zh: words,
  en: words,
  kind: z.enum(['bureau', 'authority', 'company']),
  qualifications: z.array(z.strictObject({ role: z.enum(qualificationRoles), until: day })),
};
export const personWords = {
  name: words,
  org: DirectoryId,
  posts: z.array(z.strictObject({ jurisdiction: DirectoryId, post: DirectoryId })),
  admin: z.boolean(),
  operator: z.boolean(),
  auditor: z.boolean(),
  active: z.boolean(),
  email: z.email(),
};

/** Everything about one that is new; what is left out is the plain case. */
export const wholeOrg = { ...orgWords, qualifications: orgWords.qualifications.default([]) };
export const wholePerson = {
  ...personWords,
  posts: personWords.posts.default([]),
  admin: personWords.admin.default(false),
  operator: personWords.operator.default(false),
  auditor: personWords.auditor.default(false),
  active: personWords.active.default(true),
  email: personWords.email.optional(),
};
