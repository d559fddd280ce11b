/** Runs a script of deploy/mongodb/ against a real mongod: the few words of mongosh it uses, each as the command that mongosh sends. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

const root = join(__dirname, '..', '..');

/** mongosh answers at once, the driver does not: so each command is a short program of its own. */
const asked = `
const { mongo } = require('mongoose');
const [uri, database, command] = JSON.parse(process.argv[1]);
const client = new mongo.MongoClient(uri, { directConnection: true, serverSelectionTimeoutMS: 5000 });
const said = (answer) => process.stdout.write(JSON.stringify(answer));
client.db(database).command(command)
  .then((answer) => said({ answer }), ({ code, message }) => said({ code, message }))
  .finally(() => client.close());
`;

type Body = Record<string, unknown>;

class Refused extends Error {
  readonly code: number | undefined;
  constructor(message: string, code: number | undefined) {
    super(message);
    this.code = code;
  }
}

/** Runs the script as mongosh would on `address`, a set of one, and gives what it printed. */
export function runInMongosh(file: string, address: string, env: Record<string, string>): string[] {
  let login = '';
  const printed: string[] = [];
  const run = (database: string, command: Body, as = login): Body => {
    const args = JSON.stringify([`mongodb://${as}${address}/`, database, command]);
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', asked, args], {
      cwd: root,
      encoding: 'utf8',
    });
    if (stdout === '') throw new Error(stderr);
    const {
      answer,
      code,
      message = '',
    } = JSON.parse(stdout) as { answer?: Body; code?: number; message?: string };
    if (answer === undefined) throw new Refused(message, code);
    return answer;
  };
  const first = (list: unknown): unknown => (list as unknown[])[0] ?? null;
  const sibling = (database: string) => ({
    auth: (user: string, password: string) => {
      run(database, { usersInfo: user }, `${user}:${password}@`);
      login = `${user}:${password}@`;
    },
    // The members of the compose file are one here.
    adminCommand: ({ replSetInitiate }: { replSetInitiate: { _id: string } }) =>
      run('admin', { replSetInitiate: { ...replSetInitiate, members: [{ _id: 0, host: address }] } }),
    getUser: (user: string) => first(run(database, { usersInfo: user })['users']),
    createUser: ({ user, ...rest }: Body) => run(database, { createUser: user, ...rest }),
    updateUser: (user: string, rest: Body) => run(database, { updateUser: user, ...rest }),
    getRole: (role: string) => first(run(database, { rolesInfo: role })['roles']),
    createRole: ({ role, ...rest }: Body) => run(database, { createRole: role, ...rest }),
    updateRole: (role: string, rest: Body) => run(database, { updateRole: role, ...rest }),
  });
  runInNewContext(readFileSync(file, 'utf8'), {
    db: { getSiblingDB: sibling, hello: () => run('admin', { hello: 1 }) },
    process: { env },
    print: (line: string) => printed.push(line),
    // The next question takes longer than an election of one.
    sleep: () => undefined,
    quit: (code: number) => {
      throw new Error(`the script ended with ${String(code)}`);
    },
  });
  return printed;
}
