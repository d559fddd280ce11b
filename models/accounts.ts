/** Local accounts: the password that opens one, as a hash that leaves this file only for sign-in. */
import type { Session } from './connection';
import { UserModel, toUser, type User, type UserDocument } from './user-schema';
import { forgetDirectory } from './users';

/** The user with the stored password hash, for sign-in only. */
export async function findAccount(username: string): Promise<{ user: User; passwordHash: string } | null> {
  const found = await UserModel.findOne({ username }).lean<UserDocument>();
  return found === null ? null : { user: toUser(found), passwordHash: found.passwordHash };
}

/** Sets the password that a person chose and ends every older token. False when another change came first. */
export async function replacePassword(
  id: string,
  tokenVersion: number,
  passwordHash: string,
): Promise<boolean> {
  const done = await UserModel.updateOne(
    { _id: id, tokenVersion },
    { $set: { passwordHash }, $unset: { passwordGiven: true }, $inc: { tokenVersion: 1 } },
  );
  forgetDirectory();
  return done.modifiedCount === 1;
}

/** Sets a password that somebody else chose, to be changed at the next sign-in, and ends every older token. False: not there. */
export async function givePassword(id: string, passwordHash: string, session: Session): Promise<boolean> {
  const given = { $set: { passwordHash, passwordGiven: true }, $inc: { tokenVersion: 1 } };
  const done = await UserModel.updateOne({ _id: id }, given).session(session);
  return done.matchedCount === 1;
}
