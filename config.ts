/** Reads the environment, and is the only file that does: every variable is described, checked and named here once. */
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseEnv } from 'node:util';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

const expected = (zh: string, en: string) => ({ error: `应为${zh} / expected ${en}` });
export const text = z.string(expected('非空文字（尚未设置）', 'a text (it is not set)')).min(1);
export const secret = z
  .string(expected('至少 32 个字符的密钥（尚未设置）', 'a secret of 32 or more characters (it is not set)'))
  .min(32, expected('至少 32 个字符的密钥', 'a secret of 32 or more characters'));
export const address = text.regex(/^[^\s:/]+:\d{1,5}$/, expected('“主机:端口”', '"host:port"'));
export const mongoAddress = text.regex(
  /^mongodb(\+srv)?:\/\/\S+$/,
  expected('以 mongodb:// 开头的地址', 'an address that starts with mongodb://'),
);

const smtpAddress = text.regex(
  /^smtps?:\/\/\S+$/,
  expected('以 smtp:// 或 smtps:// 开头的地址', 'an address that starts with smtp:// or smtps://'),
);
const webAddress = text.regex(
  /^https?:\/\/\S+$/,
  expected('以 http:// 或 https:// 开头的地址', 'an address that starts with http:// or https://'),
);

/** Keys that are trusted come over TLS; from this machine itself they need not. */
const keyAddress = text.regex(
  /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])\S+$/,
  expected('以 https:// 开头的地址', 'an address that starts with https://'),
);

/** A whole number written in decimal digits; anything else, `1e3` and ` 7` included, is a mistake. */
function whole(from: number, to: number) {
  const message = expected(
    `${String(from)} 到 ${String(to)} 的整数`,
    `a whole number from ${String(from)} to ${String(to)}`,
  );
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .pipe(z.number().min(from, message).max(to, message));
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, expected(values.join('、'), `one of ${values.join(', ')}`));
}

const proxyNames = ['loopback', 'linklocal', 'uniquelocal'];
const isProxy = (each: string): boolean =>
  proxyNames.includes(each) || (isIP(each.split('/')[0] ?? '') !== 0 && /^[^/]+(\/\d{1,3})?$/.test(each));
const proxies = text.refine(
  (list) => list.split(',').every((each) => isProxy(each.trim())),
  expected('以逗号分隔的 loopback、uniquelocal 或网段', 'loopback, uniquelocal, networks; comma between'),
);
const senders = text
  .regex(
    /^[\w.-]{1,64}=[^\s,]{32,}(?:,[\w.-]{1,64}=[^\s,]{32,})*$/u,
    expected('“账号=32 位以上的密钥”,以逗号分隔', '"account=secret of 32 or more", comma between'),
  )
  .transform((list) => new Map(list.split(',').map((each) => each.split(/=(.*)/u) as [string, string])));
export const port = whole(1, 65_535);
export const flag = oneOf(['true', 'false']).transform((value) => value === 'true');

/** Every variable of API and worker with its rule; what has no default must be given (embedded/launcher-config.ts has the others). */
export const variables = {
  HTTP_HOST: text.default('127.0.0.1'),
  HTTP_PORT: port.default(3000),
  MONGODB_URI: mongoAddress,
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: text.default('default'),
  TASK_QUEUE: text.default('govflow'),
  TOKEN_SECRET: secret,
  TOKEN_MINUTES: whole(1, 43_200).default(480),
  CHAIN_KEY: secret,
  HEADS_DIR: text.default('./data/heads'),
  UPLOAD_MAX_BYTES: whole(1_024, 4_294_967_296).default(104_857_600),
  BODY_MAX_BYTES: whole(1_024, 16_777_216).default(1_048_576),
  WORKFLOW_BUNDLE: text.optional(),
  ANSWER_DEADLINE_MS: whole(100, 60_000).default(5_000),
  REQUESTS_PER_MINUTE: whole(10, 10_000_000).default(3_000),
  REQUESTS_AT_ONCE: whole(8, 10_000).default(200),
  TRUSTED_PROXIES: proxies.default('loopback'),
  ALLOW_DEMO_PEOPLE: flag.default(false),
  CLOCK: oneOf(['system', 'temporal-test-server']).default('system'),
  METRICS_TOKEN: secret.optional(),
  PUBLIC_URL: webAddress.optional(),
  SMTP_URL: smtpAddress.optional(),
  MAIL_FROM: text.optional(),
  WEBHOOK_URL: webAddress.optional(),
  WEBHOOK_SECRET: secret.optional(),
  EVENT_SENDERS: senders.optional(),
  OIDC_ISSUER: webAddress.optional(),
  OIDC_AUDIENCE: text.optional(),
  OIDC_JWKS_URL: keyAddress.optional(),
  OIDC_CLAIM: text.default('preferred_username'),
  WORKER_HOST: text.default('127.0.0.1'),
  WORKER_HEALTH_PORT: port.optional(),
  WORKER_METRICS_PORT: port.optional(),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
} as const;

const schema = z.object(variables);

/** The mistakes of an environment, all of them, each in Chinese and English. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(
      `配置有 ${String(mistakes.length)} 处错误 / ${String(mistakes.length)} mistake(s) in the configuration:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

/** The process's environment over the `.env` file of the working folder, if there is one. */
export function processEnvironment(): Environment {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...process.env };
}

/** An empty value counts as not set, because compose files pass empty strings for what is missing. */
export function given(env: Environment): Record<string, string> {
  const pairs = Object.entries(env).filter((pair): pair is [string, string] => (pair[1] ?? '').trim() !== '');
  return Object.fromEntries(pairs);
}

/** The values of an environment by their rules, and what else is asked of them; throws ConfigError with all mistakes at once. */
export function parse<T extends z.ZodType>(
  shape: T,
  env: Environment,
  more: (values: Record<string, string>) => string[],
): z.output<T> {
  const values = given(env);
  const result = shape.safeParse(values);
  const mistakes = result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  mistakes.push(...more(values));
  if (!result.success || mistakes.length > 0) throw new ConfigError(mistakes);
  return result.data;
}

/** What is of no use alone, with what it needs. */
const together = [
  ['SMTP_URL', 'MAIL_FROM'],
  ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
  ['OIDC_ISSUER', 'OIDC_AUDIENCE'],
  ['OIDC_ISSUER', 'OIDC_JWKS_URL'],
] as const;

/** One secret must not open two doors; half a way out for notices would send none and say nothing. */
export function fitTogether(values: Record<string, string>): string[] {
  const same = values['TOKEN_SECRET'] !== undefined && values['TOKEN_SECRET'] === values['CHAIN_KEY'];
  const halves = together
    .flatMap(([one, other]) => [
      [one, other],
      [other, one],
    ])
    .filter(([given = '', missing = '']) => values[given] !== undefined && values[missing] === undefined)
    .map(
      ([given = '', missing = '']) =>
        `${missing}: 设置了 ${given} 就必须设置 / must be set where ${given} is`,
    );
  return [
    ...(same ? ['CHAIN_KEY: 不得与 TOKEN_SECRET 相同 / must differ from TOKEN_SECRET'] : []),
    ...halves,
  ];
}

/** The office's identity provider, where one is set. */
function providerOf(read: z.output<typeof schema>) {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl, OIDC_CLAIM: claim } = read;
  if (issuer === undefined || audience === undefined || jwksUrl === undefined) return undefined;
  return { issuer, audience, jwksUrl, claim };
}

/** What the API and the worker need; throws ConfigError with all mistakes at once. */
export function loadConfig(env: Environment = processEnvironment()) {
  const read = parse(schema, env, fitTogether);
  return {
    httpHost: read.HTTP_HOST,
    httpPort: read.HTTP_PORT,
    mongodbUri: read.MONGODB_URI,
    temporalAddress: read.TEMPORAL_ADDRESS,
    temporalNamespace: read.TEMPORAL_NAMESPACE,
    taskQueue: read.TASK_QUEUE,
    tokenSecret: read.TOKEN_SECRET,
    tokenMinutes: read.TOKEN_MINUTES,
    chainKey: read.CHAIN_KEY,
    headsDir: read.HEADS_DIR,
    uploadMaxBytes: read.UPLOAD_MAX_BYTES,
    bodyMaxBytes: read.BODY_MAX_BYTES,
    workflowBundle: read.WORKFLOW_BUNDLE,
    answerDeadlineMs: read.ANSWER_DEADLINE_MS,
    requestsPerMinute: read.REQUESTS_PER_MINUTE,
    requestsAtOnce: read.REQUESTS_AT_ONCE,
    trustedProxies: read.TRUSTED_PROXIES,
    allowDemoPeople: read.ALLOW_DEMO_PEOPLE,
    clock: read.CLOCK,
    metricsToken: read.METRICS_TOKEN,
    publicUrl: read.PUBLIC_URL,
    smtpUrl: read.SMTP_URL,
    mailFrom: read.MAIL_FROM,
    webhookUrl: read.WEBHOOK_URL,
    webhookSecret: read.WEBHOOK_SECRET,
    eventSenders: read.EVENT_SENDERS,
    provider: providerOf(read),
    workerHost: read.WORKER_HOST,
    workerHealthPort: read.WORKER_HEALTH_PORT,
    workerMetricsPort: read.WORKER_METRICS_PORT,
    logLevel: read.LOG_LEVEL,
  } as const;
}

export type Config = ReturnType<typeof loadConfig>;
