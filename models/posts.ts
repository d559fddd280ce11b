/** Posts of a jurisdiction, the places a pack's roles point to. Who holds one stands with the person. */
import { Schema, model } from 'mongoose';

export interface Post {
  readonly jurisdiction: string;
  readonly post: string;
  readonly zh: string;
  readonly en: string;
}

interface PostDocument extends Post {
  _id: string;
}

const schema = new Schema<PostDocument>(
  {
    _id: { type: String, required: true },
    jurisdiction: { type: String, required: true },
    post: { type: String, required: true },
    zh: { type: String, required: true },
    en: { type: String, required: true },
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ jurisdiction: 1, post: 1 }, { unique: true });

const PostModel = model('Post', schema, 'posts');

/** Adds a post or brings its names up to date. */
export async function savePost(post: Post): Promise<void> {
  await PostModel.updateOne(
    { _id: `${post.jurisdiction}/${post.post}` },
    { $set: { ...post } },
    { upsert: true },
  );
}

/** The posts of one jurisdiction. */
export async function listPosts(jurisdiction: string): Promise<Post[]> {
  const found = await PostModel.find({ jurisdiction }).sort({ post: 1 }).lean<PostDocument[]>();
  return found.map(({ _id: _id, ...post }) => post);
}
