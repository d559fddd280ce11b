/** Hashes and checks local passwords with scrypt. Only a few at once: each takes 32 MB and a thread for 0.2 s. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 2 ** 15, r: 8, p: 3 } as const;
const keyBytes = 32;
/** libuv has four threads; file and DNS work must not wait behind sign-ins. */
const atOnce = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        // NFKC: the same password typed on another keyboard or input method stays the same.
        scrypt(password.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      }),
  );
}

/** `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Compares in constant time. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt, hash] = stored.split('$');
  if (salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const key = await derive(password, Buffer.from(salt, 'base64'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  });
  return key.length === expected.length && timingSafeEqual(key, expected);
}

/** Characters of a password at least; length is what counts (NIST SP 800-63B), not kinds of characters. */
export const minimumLength = 12;

/** True when a password is too short, or one of what anybody would try first: the user name, the old password. */
export function isWeak(password: string, first: readonly string[]): boolean {
  const wanted = password.normalize('NFKC');
  return Array.from(wanted).length < minimumLength || first.some((each) => each.normalize('NFKC') === wanted);
}

let decoy: Promise<string> | undefined;

/** Takes as long as a real check, so that unknown user names cannot be told from wrong passwords. */
export async function spendTheTime(password: string): Promise<false> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  await isPassword(password, await decoy);
  return false;
}
