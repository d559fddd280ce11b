/** Bearer tokens of an identity provider: real keys over HTTP, and every way in which a token must not count. */
import { createSecretKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, exportSPKI, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { createIdentities, type Provider } from '../../api/identities';
import { freePort } from '../../embedded/ports';
import { addPerson, startApi, type ApiRig } from './api-rig';

const issuer = 'https://id.office.test/realms/staff';
const audience = 'govflow';

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

async function newKey(kid: string, alg = 'RS256'): Promise<Key> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' };
  return { kid, alg, ...pair, jwk };
}

/** What the provider publishes: its keys, or an answer that is none. */
let published: readonly JWK[] | string = [];
let asked = 0;
let server: Server;
let provider: Provider;
let house: ApiRig;
let first: Key;

/** Identities that have read no key yet; every unknown key lets them look again. */
const fresh = (more: Partial<Provider> = {}) => createIdentities({ ...provider, cooldownMs: 0, ...more });
const useFresh = (more: Partial<Provider> = {}) => Object.assign(house.api, { identities: fresh(more) });

beforeAll(async () => {
  first = await newKey('first');
  server = createServer((_request, response) => {
    asked += 1;
    const body = typeof published === 'string' ? published : JSON.stringify({ keys: published });
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const jwksUrl = `http://127.0.0.1:${String(port)}/keys`;
  provider = { issuer, audience, jwksUrl, claim: 'preferred_username' };
  house = await startApi({ eventSenders: new Map([['ledger', 's'.repeat(32)]]) });
  await addPerson('left', { active: false });
  await addPerson('demo-clerk', { demo: true });
  await addPerson('ledger');
});
beforeEach(() => {
  published = [first.jwk];
  useFresh();
});
afterAll(async () => {
  await house.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;
const claims = {
  iss: issuer,
  aud: audience,
  sub: '7c1f',
  preferred_username: 'clerk',
  exp: inMinutes(10),
};

const signed = (changed: object = {}, { kid, alg, privateKey }: Key = first) =>
  new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg, kid }).sign(privateKey);
const whoAmI = (token: string) => house.http.get('/api/session').set('authorization', `Bearer ${token}`);
const codeOf = async (token: string) => {
  const { status, body } = await whoAmI(token);
  return [status, body.code];
};

test('a token of the provider is the person of the directory whom it names, with the rights the directory gives', async () => {
  const { status, body } = await whoAmI(await signed({ roles: ['admin'], admin: true }));
  expect([status, body.user]).toMatchObject([200, { id: 'clerk', org: 'org-office', admin: false }]);
  expect(body.keys).toEqual(['person:clerk', 'org:org-office']);
  expect((await whoAmI(await signed({ aud: ['other', audience] }))).status).toBe(200);
});

test('a token of our own counts beside it', async () => {
  const own = await house.tokenOf('clerk');
  expect((await house.http.get('/api/session').set('authorization', own)).status).toBe(200);
});

test.each<[string, object]>([
  ['is for somebody else', { aud: 'payroll' }],
  ['comes from somebody else', { iss: 'https://id.elsewhere.test' }],
  ['is over', { exp: inMinutes(-1) }],
  ['never ends', { exp: undefined }],
  ['is not valid yet', { nbf: inMinutes(5) }],
  ['names nobody', { preferred_username: undefined }],
  ['names no name', { preferred_username: ['clerk'] }],
])('a token that %s is refused', async (_, changed) => {
  expect(await codeOf(await signed(changed))).toEqual([401, 'auth/invalid-token']);
});

test('a token under the name of a key that did not sign it is refused, and so is one that was changed', async () => {
  const forged = await signed({}, { ...(await newKey('first')), kid: 'first' });
  expect(await codeOf(forged)).toEqual([401, 'auth/invalid-token']);
  const [head, , signature] = (await signed()).split('.');
  const other = Buffer.from(JSON.stringify({ ...claims, preferred_username: 'admin' })).toString('base64url');
  expect(await codeOf(`${head ?? ''}.${other}.${signature ?? ''}`)).toEqual([401, 'auth/invalid-token']);
});

test('no public key of the provider can be used as a secret, and nothing unsigned counts', async () => {
  const pem = await exportSPKI(first.publicKey);
  for (const secret of [pem, pem.trim(), first.jwk.n ?? '', JSON.stringify(first.jwk)]) {
    const key = createSecretKey(secret, 'utf8');
    const confused = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' });
    expect(await codeOf(await confused.sign(key))).toEqual([401, 'auth/invalid-token']);
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'none', kid: 'first' })}.${part(claims)}.`;
  expect(await codeOf(unsigned)).toEqual([401, 'auth/invalid-token']);
});

test('neither can our own secret sign for the provider, nor the provider for us', async () => {
  const key = createSecretKey(house.api.tokenSecret, 'utf8');
  const ours = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' });
  expect(await codeOf(await ours.sign(key))).toEqual([401, 'auth/invalid-token']);
  const theirs = await signed({ iss: 'govflow', aud: 'govflow-api', sub: 'admin', ver: 1 });
  expect(await codeOf(theirs)).toEqual([401, 'auth/invalid-token']);
});

test.each(['stranger', 'left', 'demo-clerk', 'ledger'])(
  'a right token of %s, who is no active person here, is told so and by which account',
  async (account) => {
    const { status, body, headers } = await whoAmI(await signed({ preferred_username: account }));
    expect([status, body.code, body.params]).toEqual([401, 'auth/unknown-account', { account }]);
    expect(body.detail).toContain('请管理员');
    expect(headers['www-authenticate']).toBe('Bearer');
  },
);

test('a new key of the provider counts as soon as it is published, and a withdrawn one no more', async () => {
  expect((await whoAmI(await signed())).status).toBe(200);
  const second = await newKey('second', 'ES256');
  expect(await codeOf(await signed({}, second))).toEqual([401, 'auth/invalid-token']);
  published = [second.jwk];
  expect((await whoAmI(await signed({}, second))).status).toBe(200);
  expect(await codeOf(await signed())).toEqual([401, 'auth/invalid-token']);
});

test('tokens with invented keys do not make us ask the provider again and again', async () => {
  const identities = createIdentities(provider);
  const before = asked;
  for (const kid of ['a', 'b', 'c', 'd'])
    expect(await identities.accountOf(await signed({}, { ...first, kid }))).toBeNull();
  expect(asked - before).toBe(1);
  expect(await identities.accountOf(await signed())).toBe('clerk');
});

test('while the provider is away its tokens are answered 503, and accounts of our own work', async () => {
  const own = await house.tokenOf('clerk');
  const token = await signed();
  const away = { jwksUrl: `http://127.0.0.1:${String(await freePort())}/keys` };
  const ways: [Partial<Provider>, string | readonly JWK[]][] = [
    [away, []],
    [{}, 'we are being rebuilt'],
    [{}, '{"keys":"none"}'],
  ];
  for (const [more, answer] of ways) {
    useFresh(more);
    published = answer;
    const { status, body, headers } = await whoAmI(token);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'auth/provider-away', '5']);
    expect((await house.http.get('/api/session').set('authorization', own)).status).toBe(200);
  }
  published = [first.jwk];
  expect((await whoAmI(token)).status).toBe(200);
});

test('where no provider is set its tokens count for nothing', async () => {
  Object.assign(house.api, { identities: undefined });
  expect(await codeOf(await signed())).toEqual([401, 'auth/invalid-token']);
});
