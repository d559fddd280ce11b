/** The Express application: headers, request ids, logs, bodies, pages, routes, problems. Opens no port. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { late } from './deadline';
import { languageOf } from './language';
import { usualLimits } from './limits';
import type { Limits } from './limits';
import { mountRoutes } from './mount';
import { isStoreOutage } from './outages';
import { pages } from './pages';
import { Problem, problem, problemBody } from './problem';
import { asAwaiting } from './restore-gate';
import type { Api } from './route';
import { routes } from './routes';
import { signInLimit } from './sign-in-limit';
import { verifyLimit } from './verify-limit';

const isRequestId = /^[\w.:-]{8,100}$/u;

const nameRequest: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id') ?? '';
  const requestId = isRequestId.test(given) ? given : randomUUID();
  response.locals['requestId'] = requestId;
  response.set('X-Request-Id', requestId);
  next();
};

/** Asked every few seconds by machines: their lines would drown all others. */
const probes = new Set(['/livez', '/readyz', '/metrics']);

/** Method, path without query, status, time and ids: no bodies, no headers, no names, no tokens. */
function logRequests(api: Api): RequestHandler {
  return pinoHttp({
    logger: api.log,
    genReqId: (_request, response) => String(response.getHeader('X-Request-Id')),
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?')[0],
      }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    // Who: the id of the person, never the name; which decision: the ids under which record and workflow know it.
    customProps: (_request, response: Response) => {
      const { person, about, commandId } = response.locals as Partial<{
        person: string;
        about: { workflowId: string | null; confidential: boolean };
        commandId: string;
      }>;
      // A process that few may read: whoever reads the log must not learn who reported.
      const who = about?.confidential === true ? {} : { person };
      return { ...who, workflowId: about?.workflowId ?? undefined, commandId };
    },
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode === 500 ? 'error' : 'info',
    autoLogging: { ignore: (request) => probes.has(request.url) },
  });
}

interface BodyError {
  readonly type: string;
  readonly limit?: number;
}

const isBodyError = (error: unknown): error is BodyError =>
  typeof error === 'object' &&
  error !== null &&
  'type' in error &&
  typeof error.type === 'string' &&
  'status' in error;

/** The parts of Express and MongoDB fail in their own words; here they become codes. */
function asProblem(error: unknown, api: Api, method: string): Problem {
  if (error instanceof Problem) return error;
  if (isBodyError(error)) {
    if (error.type === 'entity.too.large')
      return problem('request/too-large', { maxBytes: error.limit ?? api.bodyMaxBytes });
    return problem('request/not-json', { reason: error.type });
  }
  if (error instanceof URIError) return problem('request/invalid', { reason: 'path' });
  if (isStoreOutage(error)) return late(method);
  return asAwaiting(error) ?? problem('server/fault');
}

function answerProblems(api: Api): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const refused = asProblem(error, api, request.method);
    response.locals['codes'] = refused.refusals.map(({ code }) => code);
    const requestId = String(response.locals['requestId'] ?? '');
    if (refused.status >= 500) api.log.error({ err: error, requestId }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    const body = problemBody(refused, languageOf(request.get('accept-language')), requestId);
    response
      .status(body.status)
      .set(refused.headers)
      .type('application/problem+json')
      .send(JSON.stringify(body));
  };
}

const jsonTypes = ['application/json', 'application/cloudevents+json'];
const textTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/plain'];

const requireKnownBody: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody || request.is([...jsonTypes, ...textTypes, 'multipart/form-data']) !== false) next();
  else next(problem('request/unsupported-media', { expected: 'application/json' }));
};

/** Signatures are made over the bytes of a body, not over what it means. */
function keepSigned(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  if (request.headers['webhook-signature'] === undefined) return;
  (response as Response).locals['sent'] = body.toString('utf8');
}

/** Builds the application on what server.ts plugged together. */
export function createApp(api: Api, limits: Limits = usualLimits): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', limits.trustedProxies);
  app.set('query parser', 'simple');
  app.use(nameRequest, logRequests(api), api.metrics.measure);
  app.use(helmet({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } } }));
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(pages(api, routes));
  app.use(requireKnownBody);
  app.use(express.json({ limit: api.bodyMaxBytes, strict: true, verify: keepSigned, type: jsonTypes }));
  app.use(express.text({ limit: api.bodyMaxBytes, type: textTypes }));
  app.post('/api/session', signInLimit());
  app.get('/api/verify/:code', verifyLimit());
  app.use(mountRoutes(routes, api, limits));
  app.use(() => {
    throw problem('request/unknown-path');
  });
  app.use(answerProblems(api));
  return app;
}
