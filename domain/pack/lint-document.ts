/** What an official document of a pack names must exist: who signs it, and to whom it is addressed. Pure. */
import { stepNames, type PackRows } from './lint-walk';
import type { Note, Path } from './mistakes';
import type { Body, OfficialDocument } from './types';

interface Around {
  readonly pack: PackRows;
  readonly body: Body;
  readonly note: Note;
}

/** Notes names of an official document that nothing in the pack bears. */
export function checkDocument({ pack, body, note }: Around, { signs, to }: OfficialDocument, at: Path): void {
  if (signs !== undefined && !Object.hasOwn(pack.roles, signs) && !stepNames(body).includes(signs))
    note('document/signs', [...at, 'signs'], `没有角色或环节 ${signs}`, `there is no role or step ${signs}`);
  // A case holds its own facts only; a stage those of the project.
  const facts = Object.hasOwn(pack.cases, body.name) ? body.facts : { ...pack.facts, ...body.facts };
  if (to !== undefined && facts[to]?.type !== 'organisation')
    note(
      'document/to',
      [...at, 'to'],
      `${to} 不是单位类填报项,公文无从主送`,
      `${to} is not a fact of type organisation: nobody to address the document to`,
    );
}
