/** Who a request comes from: the person of the directory, and the actor a process sees. */
import type { Actor } from '../domain/project/commands';
import type { User } from '../models/users';

export interface Person {
  readonly user: User;
  readonly actor: Actor;
}

/** The actor of a user: keys name all they may hold. */
export function actorOf(user: User): Actor {
  return {
    id: user.id,
    name: user.name,
    org: user.org,
    keys: [
      `person:${user.id}`,
      `org:${user.org}`,
      ...user.posts.map(({ jurisdiction, post }) => `post:${jurisdiction}/${post}`),
    ],
    ...(user.admin ? { admin: true } : {}),
  };
}

/** A signed-in user as a person. */
export function personOf(user: User): Person {
  return { user, actor: actorOf(user) };
}
