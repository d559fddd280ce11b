/** A small HTTP client for one person: signs in, asks and acts with an Idempotency-Key. It knows addresses, not rules. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface UploadPart {
  readonly kind: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Organisation that made the material. */
  readonly author?: string;
}

/** One signed-in person. Every changing call may name its key; without one it gets its own. */
export interface Person {
  readonly username: string;
  readonly name: string;
  readonly id: string;
  readonly org: string;
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, key?: string): Promise<Answer>;
  patch(path: string, body: unknown, key?: string): Promise<Answer>;
  upload(path: string, part: UploadPart, key?: string): Promise<Answer>;
}

const sessionAnswer = z.looseObject({
  token: z.string(),
  user: z.looseObject({ id: z.string(), name: z.string(), org: z.string() }),
});

/** How long a caller asks again after 503: a stage is being left, or a part is starting. */
const patienceMs = 30_000;
const pauseMs = 150;
const unavailable = 503;

/** Sends one request; on 503 the same request with the same key again, as the answer itself advises. */
async function send(url: string, init: RequestInit): Promise<Answer> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const answer = await sendOnce(url, init);
    if (answer.status !== unavailable || Date.now() > giveUpAt) return answer;
    await pause(pauseMs);
  }
}

async function sendOnce(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : text };
}

function formOf(part: UploadPart): FormData {
  const form = new FormData();
  form.set('kind', part.kind);
  form.set('fields', JSON.stringify(part.fields));
  if (part.author !== undefined) form.set('author', part.author);
  form.set('file', new Blob([new Uint8Array(part.bytes)]), part.fileName);
  return form;
}

/** Signs a person in at an API; a refused sign-in is an error. */
export async function signIn(baseUrl: string, username: string, password: string): Promise<Person> {
  const answer = await send(`${baseUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const session = sessionAnswer.safeParse(answer.body);
  if (!session.success)
    throw new Error(`sign-in of ${username} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { token, user } = session.data;
  const bearer = { authorization: `Bearer ${token}` };
  const change = (method: string, path: string, body: unknown, key: string = randomUUID()) =>
    send(`${baseUrl}${path}`, {
      method,
      headers: { ...bearer, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  return {
    username,
    name: user.name,
    id: user.id,
    org: user.org,
    get: (path) => send(`${baseUrl}${path}`, { headers: bearer }),
    post: (path, body, key) => change('POST', path, body, key),
    patch: (path, body, key) => change('PATCH', path, body, key),
    upload: (path, part, key = randomUUID()) =>
      send(`${baseUrl}${path}`, {
        method: 'POST',
        headers: { ...bearer, 'idempotency-key': key },
        body: formOf(part),
      }),
  };
}
