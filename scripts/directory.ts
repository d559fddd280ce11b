/**
 * npm run directory -- <file.yaml> --by <who> --reason <why> [--check] [--json]: brings organisations and people up to a file;
 * `--reset <account>` in place of the file gives one person a new password.
 * New people get a password that is printed once. Nobody is removed: whoever leaves is set inactive. Every change is recorded.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { changeDirectory, isStored, unsoundIn, type DirectoryPerson, type Wanted } from '../api/directory';
import { hashPassword } from '../api/passwords';
import { Reason } from '../api/schemas';
import { givePassword } from '../models/accounts';
import type { Session } from '../models/connection';
import { findOrg, saveOrg, type Org } from '../models/orgs';
import { findUser, saveUser } from '../models/users';
import { DirectoryError, readDirectory } from './directory-file';
import { runTool, tell } from './store';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    by: { type: 'string' },
    reason: { type: 'string' },
    reset: { type: 'string' },
    check: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

interface Change {
  readonly target: string;
  readonly does: 'added' | 'changed' | 'passwordGiven';
  readonly apply: (session: Session) => Promise<{ readonly password?: string }>;
}

const said = {
  added: '新增 / added',
  changed: '更新 / changed',
  passwordGiven: '重设密码 / password given anew',
} as const;
const passwordBytes = 15;
const newPassword = (): string => randomBytes(passwordBytes).toString('base64url');

async function orgChange(org: Org): Promise<Change[]> {
  const stored = await findOrg(org.id);
  if (isStored(stored, org)) return [];
  const apply = async (session: Session) => {
    await saveOrg(org, session);
    return {};
  };
  return [{ target: `org/${org.id}`, does: stored === null ? 'added' : 'changed', apply }];
}

async function personChange(person: DirectoryPerson): Promise<Change[]> {
  const stored = await findUser(person.id);
  if (isStored(stored, person)) return [];
  const apply = async (session: Session) => {
    // What was found before may have changed: who was added or left meanwhile counts.
    await requireSound({ orgs: [], people: [person] }, session);
    const isNew = (await findUser(person.id, session)) === null;
    const password = isNew ? newPassword() : undefined;
    const hash = password === undefined ? '' : await hashPassword(password);
    await saveUser({ ...person, demo: false }, hash, session);
    if (isNew) await givePassword(person.id, hash, session);
    return password === undefined ? {} : { password };
  };
  return [{ target: `person/${person.id}`, does: stored === null ? 'added' : 'changed', apply }];
}

async function passwordChange(id: string): Promise<Change[]> {
  if ((await findUser(id)) === null)
    throw new DirectoryError(`${id}: 人员目录中没有此账号 / the directory holds no such account`);
  const apply = async (session: Session) => {
    const password = newPassword();
    await givePassword(id, await hashPassword(password), session);
    return { password };
  };
  return [{ target: `person/${id}`, does: 'passwordGiven', apply }];
}

async function requireSound(wanted: Wanted, session?: Session): Promise<void> {
  const found = await unsoundIn(wanted, session);
  if (found?.is === 'withoutOrg')
    throw new DirectoryError(
      `${found.person}: 没有单位 ${found.org} / there is no organisation ${found.org}`,
    );
  if (found !== null)
    throw new DirectoryError('须至少有一名在用的管理员 / at least one active administrator must remain');
}

async function carryOut({ target, does, apply }: Change, by: string, reason: string): Promise<Done> {
  const commandId = randomUUID();
  const at = new Date().toISOString();
  const actor = { id: by, name: by, org: 'operators' };
  const told = await changeDirectory(
    { commandId, bodyHash: commandId, at, actor, target, reason },
    { does, apply },
  );
  return { target, does, ...told };
}

function asked() {
  const [file] = positionals;
  const { by = '', reason = '', reset } = values;
  const isOne = (file === undefined) !== (reset === undefined);
  if (!isOne || by === '' || !Reason.safeParse(reason).success)
    throw new DirectoryError(
      '用法 / usage: npm run directory -- <file.yaml> | --reset <账号 / account> --by <经办人 / who> --reason <事由 / why> [--check] [--json]',
    );
  return { file, reset, by, reason };
}

async function changesTo({ orgs, people }: Wanted): Promise<Change[]> {
  const changes: Change[] = [];
  for (const org of orgs) changes.push(...(await orgChange(org)));
  // Whoever is to be an administrator comes first: the others can then leave one by one.
  const seats = ({ admin, active }: DirectoryPerson) => admin && active;
  const inOrder = [...people.filter(seats), ...people.filter((each) => !seats(each))];
  for (const person of inOrder) changes.push(...(await personChange(person)));
  return changes;
}

async function changesIn(file: string): Promise<Change[]> {
  const wanted = readDirectory(readFileSync(file, 'utf8'));
  await requireSound(wanted);
  return await changesTo(wanted);
}

interface Done extends Pick<Change, 'target' | 'does'> {
  readonly password?: string;
}

function wordsOf({ target, does, password }: Done): string {
  const done = `${target}: ${said[does]}`;
  return password === undefined
    ? done
    : `${done}, 初始口令(只显示这一次,本人登录后须先更改) / first password, shown only now: ${password}`;
}

runTool(async () => {
  const { file, reset = '', by, reason } = asked();
  const changes = file === undefined ? await passwordChange(reset) : await changesIn(file);
  const done: Done[] = [];
  for (const change of changes)
    done.push(
      values.check ? { target: change.target, does: change.does } : await carryOut(change, by, reason),
    );
  tell({ changes: done }, done.length === 0 ? ['没有变化 / nothing to change'] : done.map(wordsOf));
  return 0;
});
