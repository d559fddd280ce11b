/** npm run pack -- publish <pack.yaml> [--json]: stores a version for good, with the posts it needs. */
import { findPack, publishPack } from '../models/packs';
import { PackFileError, packOf, readingOfFile, textOfFile } from './pack-file';
import type { PackArgs } from './pack-file';
import { savePosts, vacantPosts } from './pack-posts';
import { tell, withStore } from './store';

const said = {
  published: { zh: '已发布', en: 'published' },
  same: { zh: '此前已发布,内容相同', en: 'was published before, with the same content' },
} as const;

/** What is published builds on what is published: a file beside it might be another draft. */
async function publishedUpper(id: string, version: string) {
  const found = await findPack(id, version);
  return found === null ? null : { text: found.source, file: `${id}@${version}` };
}

/** The command, on the configured store. It names the posts that nobody holds yet: their tasks would wait for nobody. */
export async function publish({ files: [file = ''] }: PackArgs): Promise<number> {
  const source = textOfFile(file);
  const { pack, done, vacant } = await withStore(async () => {
    const pack = packOf(file, await readingOfFile(file, publishedUpper));
    const { id, version } = pack.ref;
    const publishedAt = new Date().toISOString();
    const result = await publishPack(pack, { source, publishedBy: 'npm run pack', publishedAt });
    if (result === 'conflict')
      throw new PackFileError(
        `${id}@${version} 已发布且内容不同,请提高版本号 / is published with another content: raise its version`,
      );
    await savePosts(pack);
    return { pack, done: result, vacant: await vacantPosts(pack) };
  });
  const { id, version } = pack.ref;
  const waiting = vacant.map(
    ({ post, zh, en }) => `  岗位 ${post} ${zh} 尚无人任职 / nobody holds the post ${post} ${en} yet`,
  );
  tell({ ...pack.ref, done, vacant }, [
    `${id}@${version} ${said[done].zh} / ${said[done].en} (${pack.ref.hash})`,
    ...waiting,
  ]);
  return 0;
}
