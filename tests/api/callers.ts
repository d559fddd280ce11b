/** People at the API of one test file: each request with their token, each change under a key of its own. */
import type { ApiRig } from './api-rig';

/** Whoever is to call must sign in first; the house is asked for when it stands. */
export function callersOf(house: () => ApiRig) {
  const tokens = new Map<string, string>();
  const tokenOf = (who: string) => tokens.get(who) ?? '';
  let keys = 0;
  const nextKey = () => `key-${String((keys += 1))}`;
  /** A request whose body is still to be said. */
  const change = (who: string, path: string, key = nextKey()) =>
    house().http.post(path).set('authorization', tokenOf(who)).set('idempotency-key', key);
  return {
    tokenOf,
    nextKey,
    change,
    signIn: async (...names: readonly string[]): Promise<void> => {
      for (const name of names) tokens.set(name, await house().tokenOf(name));
    },
    get: (who: string, path: string) => house().http.get(path).set('authorization', tokenOf(who)),
    post: (who: string, path: string, body: object, key?: string) => change(who, path, key).send(body),
    /** Uploads a paper to a project or case; gives it as a decision names it. */
    upload: async (who: string, path: string, kind: string): Promise<{ id: string; sha256: string }> => {
      const { status, body } = await change(who, `${path}/materials`)
        .field('kind', kind)
        .field('fields', '{}')
        .attach('file', Buffer.from(kind), `${kind}.txt`);
      if (status !== 201) throw new Error(`${kind} was not taken: ${String(status)} ${String(body.code)}`);
      return { id: String(body.id), sha256: String(body.sha256) };
    },
  };
}
