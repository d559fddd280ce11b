/** Mounts the route table: sign-in, validation, permission, repeated keys, handler, answer, in this order for every route. */
import { Router } from 'express';
import type { Request, Response } from 'express';
import { findReply, saveReply } from '../models/replies';
import { keepAttempt } from './attempt-log';
import { authenticate } from './authenticate';
import { startDeadline } from './deadline';
import type { Deadline } from './deadline';
import { commandIdOf, hashOf, requireKey, secretHashOf } from './idempotency';
import type { CommandKey } from './idempotency';
import { languageOf } from './language';
import { createPlaces, createRate, storingMs } from './limits';
import type { Limits, Places } from './limits';
import { requirePermission } from './permissions';
import type { Person } from './person';
import { personOf } from './person';
import { Problem, problem } from './problem';
import type { Answer, Api, Ask, Route, UploadedFile } from './route';
import { discardUpload, receiveUpload } from './upload';
import { hasNul, isTooDeep } from './validate';

const nobody: Person = personOf({
  id: 'nobody',
  username: 'nobody',
  name: '',
  org: '',
  posts: [],
  admin: false,
  operator: false,
  auditor: false,
  active: false,
  tokenVersion: 0,
  demo: false,
});

/** The application with the bounds that all its routes share. */
interface Desk {
  readonly api: Api;
  readonly limits: Limits;
  readonly places: Places;
  readonly rate: ReturnType<typeof createRate>;
}

/** All routes, then 405 with Allow for every other method of their paths. */
export function mountRoutes(routes: readonly Route[], api: Api, limits: Limits): Router {
  const router = Router({ caseSensitive: true, strict: false });
  const places = createPlaces(limits.requestsAtOnce);
  const desk = { api, limits, places, rate: createRate(limits.requestsPerMinute) };
  for (const each of routes) {
    router[each.method](each.path, async (request, response) => {
      const leave = places.enter(each.upload === true);
      await serve(each, desk, { request, response, leave });
    });
  }
  for (const path of new Set(routes.map((each) => each.path))) {
    const methods = routes.filter((each) => each.path === path).map((each) => each.method.toUpperCase());
    const allow = [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].join(', ');
    router.all(path, () => {
      throw problem('request/method-not-allowed', { allow }, { headers: { Allow: allow } });
    });
  }
  return router;
}

interface Call {
  readonly request: Request;
  readonly response: Response;
  readonly leave: () => void;
}

async function serve(each: Route, desk: Desk, { request, response, leave }: Call): Promise<void> {
  const served: Served = {
    ...{
      api: desk.api,
      request,
      response,
      person: null,
      file: null,
      about: { workflowId: null, confidential: false },
    },
    deadline: startDeadline(each.answerMs ?? desk.limits.answerDeadlineMs, request.method),
  };
  response.locals['about'] = served.about;
  response.locals['route'] = each;
  response.locals['action'] = actionOf(request.body);
  const work = answer(each, desk, served);
  try {
    await sendAnswer(response, await served.deadline.race(work));
  } catch (error) {
    if (error instanceof Problem && request.method !== 'GET' && !isOutage(error)) {
      const { person, about } = served;
      const action = actionOf(request.body);
      const { requestId, path } = facts(request, response);
      await keepAttempt(
        { person, method: request.method, path, action, requestId, workflowId: about.workflowId },
        error,
        desk.api.log,
      );
    }
    throw error;
  } finally {
    // Work that is late keeps its place and its file until it is done.
    void work
      .catch(() => undefined)
      .then(() => discardUpload(served.file))
      .finally(leave);
  }
}

/** No refusal of a person's act: nothing was judged. */
function isOutage({ refusals: [first] }: Problem): boolean {
  return first?.code.startsWith('service/') === true || first?.code === 'request/too-many';
}

interface Served {
  readonly api: Api;
  readonly request: Request;
  readonly response: Response;
  readonly about: Ask['about'];
  readonly deadline: Deadline;
  person: Person | null;
  file: UploadedFile | null;
}

async function answer(each: Route, { limits, rate }: Desk, served: Served): Promise<Answer> {
  const { api, request, response, deadline } = served;
  if (each.permit !== 'anyone') served.person = await authenticate(request, api);
  response.locals['person'] = served.person?.actor.id;
  await rate(request, response);
  if (each.upload === true) {
    deadline.pause();
    served.file = await receiveUpload(request, response, api.uploadMaxBytes);
    deadline.restart(limits.answerDeadlineMs + storingMs(served.file?.bytes ?? 0));
  }
  return answerOnce(each, served);
}

async function answerOnce(each: Route, served: Served): Promise<Answer> {
  const { api, request, response, file } = served;
  const person = served.person ?? nobody;
  const key = keyOf(each, served, person);
  response.locals['commandId'] = key?.commandId;
  const run = prepare(each, request);
  if (each.permit !== 'anyone') requirePermission(each.permit, person);
  const work = () => run({ ...askOf(served, person), file, key, api });
  return each.change === 'reply' && key !== null ? onceUnder(key, work) : work();
}

/** The handler with its parsed input, or one refusal with every mistake of the request. */
function prepare(each: Route, request: Request): (ask: Ask) => Promise<Answer> {
  const body: unknown = request.body;
  if (isTooDeep(body)) throw problem('request/invalid', { reason: 'nesting' });
  if ([body, request.query, request.params].some(hasNul))
    throw problem('request/invalid', { reason: 'control character' });
  const prepared = each.prepare({ params: request.params, query: request.query, body: body ?? {} });
  if ('mistakes' in prepared) throw problem('request/invalid', {}, { errors: prepared.mistakes });
  return prepared.run;
}

/** Does the work once and keeps its answer under the key. */
async function onceUnder(key: CommandKey, work: () => Promise<Answer>): Promise<Answer> {
  const kept = await keptAnswer(key);
  if (kept !== null) return kept;
  const done = await work();
  await saveReply({ ...key, status: done.status ?? 200, body: done.body ?? null, at: new Date() });
  return done;
}

function askOf({ request, response, about }: Served, person: Person): Omit<Ask, 'api' | 'file' | 'key'> {
  return {
    ...facts(request, response),
    about,
    person,
    language: languageOf(request.get('accept-language')),
    ifMatch: request.get('if-match') ?? null,
    accept: request.get('accept') ?? '',
    ip: request.ip ?? '',
    method: request.method,
    sent: { body: String(response.locals['sent'] ?? ''), header: (name) => request.get(name) },
  };
}

function facts(request: Request, response: Response): { requestId: string; path: string } {
  return { requestId: String(response.locals['requestId'] ?? ''), path: request.path };
}

/** PATCH of a draft needs no key: sending the same facts twice is the same draft. */
function keyOf(each: Route, { api, request, file }: Served, person: Person): CommandKey | null {
  if (each.change === 'none' || each.method !== 'post') return null;
  const key = requireKey(request.get('idempotency-key'));
  const commandId = commandIdOf(person.actor.id, request.method, request.path, key);
  const sent: unknown = request.body ?? {};
  const body = file === null ? sent : { sent, file: file.sha256 };
  const bodyHash = each.change === 'reply' ? secretHashOf(body, api.tokenSecret) : hashOf(body);
  return { commandId, bodyHash };
}

async function keptAnswer(key: CommandKey): Promise<Answer | null> {
  const kept = await findReply(key.commandId);
  if (kept === null) return null;
  if (kept.bodyHash !== key.bodyHash) throw problem('idempotency/key-reused');
  return { status: kept.status, body: kept.body, headers: { 'Idempotent-Replayed': 'true' } };
}

async function sendAnswer(response: Response, done: Answer): Promise<void> {
  response.status(done.status ?? 200).set(done.headers ?? {});
  if (done.send !== undefined) await done.send(response);
  else if (done.body === undefined) response.end();
  else response.json(done.body);
}

function actionOf(body: unknown): string | null {
  const action = typeof body === 'object' && body !== null && 'action' in body ? body.action : null;
  return typeof action === 'string' ? action : null;
}
