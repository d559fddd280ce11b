/** The posts that a pack needs people for: put into the directory, and those that nobody holds. */
import type { Pack, Role } from '../domain/pack/types';
import { savePost } from '../models/posts';
import { countHolders } from '../models/users';

/** Roles whose seats open for the holders of a post: parties are bound per project, bodies have no accounts. */
function postsOf({ roles }: Pack): readonly (Role & { readonly key: string })[] {
  return Object.entries(roles)
    .filter(([, role]) => role.is !== 'party' && role.is !== 'body' && role.recordedBy === undefined)
    .map(([key, role]) => ({ ...role, key }));
}

/** A post for every role that people of the directory hold. */
export async function savePosts(pack: Pack): Promise<void> {
  for (const { id, key, zh, en } of postsOf(pack))
    await savePost({ jurisdiction: pack.ref.id, post: id, zh: zh ?? key, en: en ?? key });
}

/** Roles whose post no active person holds yet: their tasks would wait for nobody. */
export async function vacantPosts(pack: Pack): Promise<{ post: string; zh: string; en: string }[]> {
  const vacant = [];
  for (const { id, key, zh, en } of postsOf(pack)) {
    if ((await countHolders(`post:${pack.ref.id}/${id}`)) === 0)
      vacant.push({ post: id, zh: zh ?? key, en: en ?? key });
  }
  return vacant;
}
