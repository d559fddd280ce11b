/** A line to the API that does not give up: signs people in, asks again while the house is broken, with the same key. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Upload {
  readonly kind: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly author?: string;
}

export interface Line {
  token(username: string): Promise<string>;
  get(username: string, path: string): Promise<Answer>;
  send(username: string, path: string, body: unknown, key: string): Promise<Answer>;
  upload(username: string, path: string, file: Upload): Promise<Answer>;
}

/** No command may stay without an answer for longer: then something is stuck. */
const patienceMs = 120_000;
const pauseMs = 100;
/** What the API answers itself is a fault of the product; from here on a part of the house is away. */
const firstOutage = 502;

/** Asks again while the house is broken: no connection, or a 5xx that is not a fault of the product (500). */
async function untilAnswered(call: () => Promise<Response>, seen: (status: number) => void): Promise<Answer> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const answer = await call().catch(() => undefined);
    if (answer !== undefined) seen(answer.status);
    const text = await answer?.text().catch(() => undefined);
    if (answer !== undefined && text !== undefined && answer.status < firstOutage) {
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    }
    if (Date.now() > giveUpAt)
      throw new Error(
        `stuck: no answer for ${String(patienceMs / 1000)} s, at last ${text ?? 'no connection'}`,
      );
    await pause(pauseMs);
  }
}

function formOf({ kind, fields, author, bytes, fileName }: Upload): FormData {
  const form = new FormData();
  form.set('kind', kind);
  form.set('fields', JSON.stringify(fields));
  if (author !== undefined) form.set('author', author);
  form.set('file', new Blob([new Uint8Array(bytes)]), fileName);
  return form;
}

/**
 * Opens the line; tokens are kept, so that a person signs in once. Every call goes to the address that is next;
 * `seen` hears the status of every answer, those that are asked again included. Without `issued` people sign in with the
 * passwords of the demo.
 */
export function openLine(
  address: string | (() => string),
  seen: (status: number) => void = () => undefined,
  issued?: (username: string) => Promise<string>,
): Line {
  const next = typeof address === 'string' ? () => address : address;
  const tokens = new Map<string, string>();
  const post = (path: string, headers: Record<string, string>, body: string | FormData) =>
    untilAnswered(() => fetch(`${next()}${path}`, { method: 'POST', headers, body }), seen);
  const json = { 'content-type': 'application/json' };
  const signIn = async (username: string): Promise<string> => {
    const body = JSON.stringify({ username, password: `demo-${username}` });
    const answer = await post('/api/session', json, body);
    return z.looseObject({ token: z.string() }).parse(answer.body).token;
  };
  const token = async (username: string): Promise<string> => {
    const given = tokens.get(username) ?? (await (issued ?? signIn)(username));
    tokens.set(username, given);
    return given;
  };
  const bearer = async (username: string) => ({ authorization: `Bearer ${await token(username)}` });
  return {
    token,
    get: async (username, path) => {
      const headers = await bearer(username);
      return untilAnswered(() => fetch(`${next()}${path}`, { headers }), seen);
    },
    send: async (username, path, body, key) => {
      const headers = { ...(await bearer(username)), ...json, 'idempotency-key': key };
      return post(path, headers, JSON.stringify(body));
    },
    upload: async (username, path, file) => {
      const headers = { ...(await bearer(username)), 'idempotency-key': randomUUID() };
      return post(path, headers, formOf(file));
    },
  };
}
