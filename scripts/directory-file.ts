/** The directory as a file: organisations and people as an office keeps them. Reads it strictly. */
import { parse } from 'yaml';
import { z } from 'zod';
import type { Wanted } from '../api/directory';
import { DirectoryId, wholeOrg, wholePerson } from '../api/directory-forms';

const directory = z.strictObject({
  orgs: z.record(DirectoryId, z.strictObject(wholeOrg)).default({}),
  people: z.record(DirectoryId, z.strictObject(wholePerson)).default({}),
});

/** What a file may not say; each sentence in two languages. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
}

/** Reads the YAML of a directory; refuses what it does not know, with the place. */
export function readDirectory(text: string): Wanted {
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
