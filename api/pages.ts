/** Pages and probes beside the API: health, the contract, its page, the catalogue of refusals. Nothing here needs a sign-in. */
import { Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import { isMongoUp } from '../models/connection';
import { allCodes } from './all-codes';
import { codeRow } from './api-codes';
import { guardMetrics, showMetrics } from './metrics';
import { noticePage } from './notice-page';
import { openApiDocument } from './openapi';
import { remembered } from './remembered';
import type { Api, Route } from './route';

/** Anybody may ask, before rate and places: however often, MongoDB and Temporal are asked once a second. */
const readyMs = 1_000;

function errorsPage(): string {
  const rows = allCodes.map((code) => {
    const { status, zh, en, next } = codeRow(code);
    return `<tr id="${code}"><td><code>${code}</code></td><td>${String(status)}</td><td>${zh}<br>${en}</td><td>${next.zh}<br>${next.en}</td></tr>`;
  });
  return [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>拒绝代码 · Refusals</title></head>',
    '<body><h1>拒绝代码 · Refusals</h1><table><tr><th>code</th><th>status</th><th>说明 · meaning</th><th>处理 · what to do</th></tr>',
    ...rows,
    '</table></body></html>',
  ].join('\n');
}

/** Which parts are there: a primary that takes writes, Temporal, a worker that takes tasks (null: nobody can tell). */
async function readiness(api: Api): Promise<Record<string, boolean | null>> {
  const workers = api.operations.workers().catch(() => null);
  const [mongodb, temporal, count] = await Promise.all([isMongoUp(), api.door.isUp(), workers]);
  return { mongodb, temporal, worker: temporal && count !== null ? count > 0 : null };
}

/** /livez, /readyz, /metrics, /api/openapi.json, /open (what notices lead to), /docs and /docs/errors. */
export function pages(api: Api, routes: readonly Route[]): Router {
  const router = Router();
  const document = openApiDocument(routes);
  router.get('/livez', (_request, response) => {
    response.json({ live: true });
  });
  const ready = remembered(() => readiness(api), readyMs);
  router.get('/readyz', async (_request, response) => {
    const parts = await ready();
    const notReady = Object.keys(parts).filter((name) => parts[name] === false);
    response
      .status(notReady.length === 0 ? 200 : 503)
      .json({ ready: notReady.length === 0, ...parts, notReady });
  });
  router.get('/metrics', guardMetrics(api.metricsToken), showMetrics(api.metrics));
  router.get('/api/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/docs/errors', (_request, response) => {
    response.type('html').send(errorsPage());
  });
  router.use(noticePage());
  router.use('/docs', swaggerUi.serve, swaggerUi.setup(document, { customSiteTitle: 'Govflow API' }));
  return router;
}
