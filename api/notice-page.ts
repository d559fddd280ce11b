/** The page that a notice's link opens: it shows what the notice is about to whoever signs in there, and decides nothing. */
import { Router } from 'express';

const kinds = new Set(['tasks', 'projects', 'cases']);

const page = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>政务信息化项目审批 · Govflow</title><script src="/open/page.js" defer></script></head>
<body><main>
<h1>政务信息化项目审批 · Govflow</h1>
<p>登录后查看通知所指的事项;本页只供查看,不作任何决定。<br>Sign in to see what the notice is about; this page shows, it decides nothing.</p>
<form id="sign-in"><label>用户名 · User <input id="username" autocomplete="username" required></label>
<label>密码 · Password <input id="password" type="password" autocomplete="current-password" required></label>
<button>登录 · Sign in</button></form>
<p id="told" role="status"></p><dl id="shown"></dl>
</main></body></html>`;

/** The token stays in the page's memory. Everything is written as text, never as HTML. */
const script = `'use strict';
const at = (id) => document.getElementById(id);
const path = '/api' + location.pathname.slice('/open'.length);
const rows = [
  ['名称 · Name', (it) => it.processName || it.name],
  ['编号 · Number', (it) => it.processId || it.number],
  ['环节 · Step', (it) => it.step || it.stage],
  ['状态 · Status', (it) => it.status],
  ['截止日 · Due', (it) => it.due || (it.clocks || []).map((clock) => clock.explain.zh).join(' ')],
  ['可办动作 · You may', (it) => (it.allowedActions || []).map((each) => each.action).join('、')],
];
function show(it) {
  at('shown').replaceChildren();
  for (const [name, pick] of rows) {
    const term = document.createElement('dt');
    const value = document.createElement('dd');
    term.textContent = name;
    value.textContent = pick(it) || '—';
    at('shown').append(term, value);
  }
}
async function ask(url, init) {
  const answer = await fetch(url, init);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail || body.title);
  return body;
}
at('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const body = JSON.stringify({ username: at('username').value, password: at('password').value });
    const headers = { 'content-type': 'application/json' };
    const { token } = await ask('/api/session', { method: 'POST', headers, body });
    show(await ask(path, { headers: { authorization: 'Bearer ' + token } }));
    at('sign-in').hidden = true;
    at('told').textContent = '';
  } catch (error) {
    at('told').textContent = error.message;
  }
});
`;

/** /open/tasks/:id, /open/projects/:id and /open/cases/:id. The page is the same for all, so it tells nobody what exists. */
export function noticePage(): Router {
  const router = Router();
  router.get('/open/page.js', (_request, response) => {
    response.type('text/javascript').send(script);
  });
  router.get('/open/:kind/:id', (request, response, next) => {
    if (kinds.has(request.params.kind)) response.type('html').send(page);
    else next();
  });
  return router;
}
