/** The directory as a file: organisations and people as an office keeps them. Reads it strictly and says what differs from what is stored. */
import { parse } from 'yaml';
import { z } from 'zod';
import { qualificationRoles, type Org } from '../models/orgs';
import type { User } from '../models/users';

const id = z
  .string()
  .regex(/^[\w.-]{1,64}$/u, '1–64 个字母、数字、点、横线 / 1–64 letters, digits, dots, dashes');
const words = z.string().trim().min(1).max(200);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/u, 'YYYY-MM-DD');

const org = z.strictObject({
  zh: words,
  en: words,
  kind: z.enum(['bureau', 'authority', 'company']),
  qualifications: z.array(z.strictObject({ role: z.enum(qualificationRoles), until: day })).default([]),
});
const person = z.strictObject({
  name: words,
  org: id,
  posts: z.array(z.strictObject({ jurisdiction: id, post: id })).default([]),
  admin: z.boolean().default(false),
  operator: z.boolean().default(false),
  auditor: z.boolean().default(false),
  active: z.boolean().default(true),
  email: z.email().optional(),
});
const directory = z.strictObject({
  orgs: z.record(id, org).default({}),
  people: z.record(id, person).default({}),
});

export interface DirectoryFile {
  readonly orgs: readonly Org[];
  readonly people: readonly Omit<User, 'tokenVersion' | 'demo'>[];
}

/** What a file may not say; each sentence in two languages. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
}

/** Reads the YAML of a directory; refuses what it does not know, with the place. */
export function readDirectory(text: string): DirectoryFile {
  const read = directory.safeParse(parse(text, { schema: 'core' }) ?? {});
  if (!read.success) {
    const lines = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
    throw new DirectoryError(`目录文件有误 / the directory has mistakes:\n${lines.join('\n')}`);
  }
  const { orgs, people } = read.data;
  return {
    orgs: Object.entries(orgs).map(([key, each]) => ({ id: key, ...each })),
    people: Object.entries(people).map(([key, { email, ...each }]) => ({
      ...{ id: key, username: key, ...each },
      ...(email === undefined ? {} : { email }),
    })),
  };
}

const plain = (value: object): string =>
  JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** True when what is stored says the same as the file. */
export function isStored(stored: object | null, wanted: object): boolean {
  if (stored === null) return false;
  const known = Object.keys(wanted).map((key) => [key, (stored as Record<string, unknown>)[key]] as const);
  return plain(Object.fromEntries(known)) === plain(wanted);
}
