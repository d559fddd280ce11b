/** How people stand in the database, with their local accounts. Password hashes leave models/accounts.ts only for sign-in. */
import { Schema, model } from 'mongoose';

export interface HeldPost {
  readonly jurisdiction: string;
  readonly post: string;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly org: string;
  readonly posts: readonly HeldPost[];
  readonly admin: boolean;
  readonly operator: boolean;
  readonly auditor: boolean;
  readonly active: boolean;
  /** Raised by a password change, so that older tokens stop working. */
  readonly tokenVersion: number;
  /** True for the accounts of the demo: they may keep the published password. */
  readonly demo: boolean;
  /** Where notices by e-mail go; absent: none are sent. */
  readonly email?: string;
  /** Somebody else chose the password: with it they can choose their own, and nothing else. */
  readonly passwordGiven?: boolean;
}

export interface UserDocument extends Omit<User, 'id' | 'posts'> {
  _id: string;
  posts: HeldPost[];
  passwordHash: string;
}

const schema = new Schema<UserDocument>(
  {
    _id: { type: String, required: true },
    username: { type: String, required: true },
    name: { type: String, required: true },
    org: { type: String, required: true },
    posts: { type: [{ _id: false, jurisdiction: String, post: String }], default: [] },
    admin: { type: Boolean, default: false },
    operator: { type: Boolean, default: false },
    auditor: { type: Boolean, default: false },
    active: { type: Boolean, default: true },
    tokenVersion: { type: Number, default: 1 },
    demo: { type: Boolean, default: false },
    email: { type: String },
    passwordGiven: { type: Boolean },
    passwordHash: { type: String, required: true },
  },
  { strict: 'throw', versionKey: false },
);
schema.index({ username: 1 }, { unique: true });
schema.index({ 'posts.jurisdiction': 1, 'posts.post': 1 });
schema.index({ org: 1, active: 1 });

export const UserModel = model('User', schema, 'users');

/** A person as everybody but sign-in sees them. */
export function toUser(document: UserDocument): User {
  const { _id, passwordHash: _hash, posts, ...rest } = document;
  return { id: _id, ...rest, posts: posts.map(({ jurisdiction, post }) => ({ jurisdiction, post })) };
}
