/** The names of the organisations that official documents of older records mention: they hold ids, the directory what they are called today. */
import { idsNamedIn, issuesIn, type Issue } from '../domain/documents/named';
import { orgNames } from '../models/orgs';

/** Looks up the organisations of the documents that were issued without names; one that is unknown keeps its id. `lines` are all of the process. */
export async function organisationsOf(lines: readonly Issue['line'][]): Promise<(org: string) => string> {
  const nameless = issuesIn(lines).filter(({ document }) => document.names === undefined);
  const known = await orgNames(nameless.flatMap(idsNamedIn));
  return (org) => known.get(org)?.zh ?? org;
}
