/** The OpenAPI document, made from the route table alone. */
import { createDocument } from 'zod-openapi';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';
import type { Code } from './api-codes';
import { codeRow } from './api-codes';
import type { Permission } from './permissions';
import type { Route } from './route';
import { ProblemSchema } from './schemas';

const keyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .meta({ description: '同一键同一内容得到同一答复 · The same key and body answer the same again' }),
});

/** What any answer may be when too much is asked at once or a part of the house is away. */
const limits = ['request/too-many', 'service/busy'] as const;

/** What a bearer token may be refused for. */
const signInRefusals = [
  ...(['auth/required', 'auth/invalid-token'] as const),
  ...(['auth/unknown-account', 'auth/provider-away'] as const),
] as const;

function refusalsOfSignIn(permit: Permission): Code[] {
  if (permit === 'anyone') return [];
  return permit === 'session.own' ? [...signInRefusals] : [...signInRefusals, 'auth/password-given'];
}

function commonRefusals(each: Route): Code[] {
  return [
    ...limits,
    each.method === 'get' ? 'service/unavailable' : 'service/uncertain',
    ...refusalsOfSignIn(each.permit),
    ...(each.params || each.query || each.body ? (['request/invalid'] as const) : []),
    ...(each.change !== 'none' && each.method === 'post'
      ? (['idempotency/key-missing', 'idempotency/key-reused'] as const)
      : []),
  ];
}

function refusalsByStatus(each: Route): Record<string, string> {
  const byStatus = new Map<number, Set<string>>();
  for (const code of [...commonRefusals(each), ...each.refuses]) {
    const { status } = codeRow(code);
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [String(status), [...codes].join(', ')]),
  );
}

function bodyOf(each: Route): ZodOpenApiOperationObject['requestBody'] {
  if (each.upload === true) {
    const File = z.object({
      file: z.string().meta({ format: 'binary' }),
      kind: z.string(),
      author: z.string().optional(),
      fields: z.string().optional().meta({ description: 'JSON' }),
    });
    return { required: true, content: { 'multipart/form-data': { schema: File } } };
  }
  return each.body === undefined
    ? undefined
    : { required: true, content: { 'application/json': { schema: each.body } } };
}

function operationOf(each: Route): ZodOpenApiOperationObject {
  const requestBody = bodyOf(each);
  const changes = each.change !== 'none' && each.method === 'post';
  const answers = Object.entries(each.answers).map(([status, schema]) => [
    status,
    { description: '成功 · Done', content: { 'application/json': { schema } } },
  ]);
  const refusals = Object.entries(refusalsByStatus(each)).map(([status, codes]) => [
    status,
    { description: codes, content: { 'application/problem+json': { schema: ProblemSchema } } },
  ]);
  return {
    tags: [each.tag],
    summary: each.summary,
    ...(each.permit === 'anyone' ? { security: [] } : { description: `permission: ${each.permit}` }),
    requestParams: {
      ...(each.params instanceof z.ZodObject ? { path: each.params } : {}),
      ...(each.query instanceof z.ZodObject ? { query: each.query } : {}),
      ...(changes ? { header: keyHeader } : {}),
    },
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: Object.fromEntries([...answers, ...refusals]) as NonNullable<
      ZodOpenApiOperationObject['responses']
    >,
  };
}

/** The document of all routes. */
export function openApiDocument(routes: readonly Route[]): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const each of routes) {
    const path = each.path.replace(/:(\w+)/gu, '{$1}');
    paths[path] = { ...paths[path], [each.method]: operationOf(each) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Govflow',
      version: '1',
      description:
        '政务信息化项目审批系统 · Approval system for government IT projects. Refusals: /docs/errors',
    },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths,
  });
}
