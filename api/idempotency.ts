/** Names a command by who sends what with which key, and its content by a hash, so that a repeated request is recognised. */
import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import { problem } from './problem';

export interface CommandKey {
  /** SHA-256 of actor, method, path and key. */
  readonly commandId: string;
  readonly bodyHash: string;
}

/** SHA-256 of a text, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The key of a request, or the refusal idempotency/key-missing. */
export function requireKey(header: string | undefined): string {
  if (header === undefined || !/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/u.test(header)) {
    throw problem('idempotency/key-missing');
  }
  return header;
}

/** Hash of a body that does not depend on the order of its keys. */
export function hashOf(body: unknown): string {
  return sha256(canonicalize(body ?? null) ?? 'null');
}

/** As hashOf, but useless to whoever reads the database: bodies such as a new password could be guessed from a plain hash. */
export function secretHashOf(body: unknown, secret: string): string {
  return createHmac('sha256', secret).update(hashOf(body)).digest('hex');
}

/** Two people, two paths or two keys never give the same id: the parts are separated by a line break, which none can hold. */
export function commandIdOf(actorId: string, method: string, path: string, key: string): string {
  return sha256([actorId, method.toUpperCase(), path, key].join('\n'));
}
