/** The names of the organisations that an official document mentions: the record holds their ids, the directory what they are called. */
import type { ProcessState } from '../domain/project/state';
import { orgNames } from '../models/orgs';

/** Looks up every organisation that the facts or documents of a process may name; one that is unknown keeps its id. */
export async function organisationsOf({
  facts,
  documents = [],
}: ProcessState): Promise<(org: string) => string> {
  const declared = Object.values(facts).filter((value) => typeof value === 'string');
  const known = await orgNames([...declared, ...documents.flatMap(({ to }) => to ?? [])]);
  return (org) => known.get(org)?.zh ?? org;
}
