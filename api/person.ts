/** Who a request comes from: the person of the directory, and the actor a process sees. */
import type { StandIn } from '../domain/people/substitution';
import type { Actor } from '../domain/project/commands';
import type { User } from '../models/users';

export interface Person {
  readonly user: User;
  readonly actor: Actor;
  /** Absent people whom they stand in for today. */
  readonly standIns: readonly StandIn[];
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

/** Whose inbox it is: theirs, with the tasks of those they stand in for. */
export function inboxOf({ actor, standIns }: Person) {
  return { person: actor.id, keys: actor.keys, standIns };
}

/** A signed-in user as a person, with whom they stand in for. */
export function personOf(user: User, standIns: readonly StandIn[] = []): Person {
  return { user, actor: actorOf(user), standIns };
}
