/** Chooses the uploaded files and draft facts that enter a process with a decision. */
import type { Act, Fields, MaterialRef, SeenMaterial } from '../domain/project/commands';
import { findDraft } from '../models/drafts';
import type { Draft } from '../models/drafts';
import { listMaterials, toMaterialRef } from '../models/materials';
import type { StoredMaterial } from '../models/materials';
import type { Moment } from './ports';
import { problem } from './problem';
import type { EngineRules } from './ports';

export interface Staged {
  readonly attach: readonly MaterialRef[];
  readonly seen: readonly SeenMaterial[];
}

/** The latest version of each kind that is newer than what the process holds. */
export function newerThanHeld(
  stored: readonly StoredMaterial[],
  held: Readonly<Record<string, MaterialRef>>,
): StoredMaterial[] {
  const latest = new Map<string, StoredMaterial>();
  for (const each of stored) {
    const known = latest.get(each.kind)?.version ?? held[each.kind]?.version ?? 0;
    if (each.version > known) latest.set(each.kind, each);
  }
  return [...latest.values()];
}

/**
 * What is due at this act and staged by the person's own organisation, or named in the request with its hash: nobody
 * freezes a file of somebody else that they have not been shown.
 */
export async function stageMaterials(
  moment: Moment,
  act: Act,
  shown: readonly SeenMaterial[],
  rules: EngineRules,
): Promise<Staged> {
  const { state, actor } = moment;
  const due = new Set(rules.materialsDueAt({ ...moment, act }));
  // Most steps bring no papers: then nothing of what lies there matters.
  if (due.size === 0 && shown.length === 0) return { attach: [], seen: [] };
  const stored = await listMaterials(state.workflowId);
  for (const { id, sha256 } of shown) {
    const known = stored.find((each) => each.id === id);
    if (known !== undefined && known.sha256 !== sha256) throw problem('material/changed', { id });
  }
  const attach = newerThanHeld(stored, state.materials)
    .filter(({ kind }) => due.has(kind))
    .filter((each) => each.uploaderOrg === actor.org || shown.some(({ id }) => id === each.id))
    .map(toMaterialRef);
  const attached = new Set(attach.map(({ id }) => id));
  return { attach, seen: shown.filter(({ id }) => !attached.has(id)) };
}

/** The draft's facts under what the request itself declares. */
export async function draftFields(
  workflowId: string,
  fields: Fields,
): Promise<{ fields: Fields; draft: Draft | null }> {
  const draft = await findDraft(workflowId);
  // Drafts were validated as Fields when they were written.
  return { fields: { ...(draft?.facts as Fields | undefined), ...fields }, draft };
}
