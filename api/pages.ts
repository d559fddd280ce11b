/** Pages and probes beside the API: health, the contract, its page, the catalogue of refusals. Nothing here needs a sign-in. */
import { Router } from 'express';
import swaggerUi from 'swagger-ui-express';
import { isMongoUp } from '../models/connection';
import { allCodes } from './all-codes';
import { codeRow } from './api-codes';
import { openApiDocument } from './openapi';
import type { Api, Route } from './route';

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

/** /livez, /readyz, /api/openapi.json, /docs and /docs/errors. */
export function pages(api: Api, routes: readonly Route[]): Router {
  const router = Router();
  const document = openApiDocument(routes);
  router.get('/livez', (_request, response) => {
    response.json({ live: true });
  });
  router.get('/readyz', async (_request, response) => {
    const [mongodb, temporal] = await Promise.all([isMongoUp(), api.door.isUp()]);
    const ready = mongodb && temporal;
    const notReady = [...(mongodb ? [] : ['mongodb']), ...(temporal ? [] : ['temporal'])];
    response.status(ready ? 200 : 503).json({ ready, mongodb, temporal, notReady });
  });
  router.get('/api/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/docs/errors', (_request, response) => {
    response.type('html').send(errorsPage());
  });
  router.use('/docs', swaggerUi.serve, swaggerUi.setup(document, { customSiteTitle: 'Govflow API' }));
  return router;
}
