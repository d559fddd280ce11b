/**
 * Who may import whom, as far as code runs: types are held by eslint.config.mjs.
 * tsPreCompilationDeps stays false, else `import type` of activities would count as reaching MongoDB.
 */
const npm = (...names) => `^node_modules/(${names.join('|')})(/|$)`;
const servers = npm('express', 'mongoose', 'mongodb', 'pino', 'pino-http');

const layer = (name, allowed, comment) => ({
  name: `${name}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${name}/` },
  to: {
    path: '^[^/]+',
    pathNot: [`^${name}/`, '^node_modules/', ...allowed],
    dependencyTypesNot: ['core'],
    couldNotResolve: false,
  },
});

module.exports = {
  forbidden: [
    layer('domain', [], 'domain/ imports nothing of ours.'),
    layer('workflows', ['^domain/'], 'workflows/ run domain/ only; activities are known by type.'),
    layer('activities', ['^domain/', '^models/'], 'activities/ are thin: domain/ and models/.'),
    layer('models', ['^domain/'], 'models/ know domain/ only.'),
    layer(
      'api',
      ['^domain/', '^models/', '^workflows/messages\\.ts$'],
      'api/ asks domain/, models/ and the messages of workflows/.',
    ),
    layer('telemetry', ['^models/'], 'telemetry/ tells how a process is; it decides nothing.'),
    layer(
      'embedded',
      ['^config\\.ts$', '^domain/', '^models/'],
      'embedded/ starts processes and prepares the replica set.',
    ),
    {
      name: 'messages-import-domain-only',
      comment: 'workflows/messages.ts is read by the API too.',
      severity: 'error',
      from: { path: '^workflows/messages\\.ts$' },
      to: { path: '^workflows/' },
    },
    {
      name: 'workflows-reach-no-io',
      comment: 'Workflow code must replay: nothing that does I/O may be reachable from it.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        path: ['^(activities|models|api|embedded)/', '^(config|server|worker)\\.ts$', servers],
        reachable: true,
      },
    },
    {
      name: 'pure-without-node',
      comment: 'domain/ and workflows/ run without Node.',
      severity: 'error',
      from: { path: '^(domain|workflows)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-without-engines',
      comment: 'domain/ is shared with the console: no engine, no log.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: [servers, npm('@temporalio')] },
    },
    {
      name: 'only-models-import-mongoose',
      comment: 'Ask for a named store function in models/.',
      severity: 'error',
      from: { pathNot: '^(models|tests|bench|scripts)/' },
      to: { path: npm('mongoose', 'mongodb') },
    },
    {
      name: 'only-api-imports-express',
      comment: 'HTTP belongs to api/.',
      severity: 'error',
      from: { pathNot: '^(api|tests|bench|scripts)/' },
      to: {
        path: npm('express', 'helmet', 'multer', 'swagger-ui-express', 'pino-http', 'express-rate-limit'),
      },
    },
    {
      name: 'nobody-imports-tools',
      comment: 'The product does not depend on its tests, tools and roots.',
      severity: 'error',
      from: { pathNot: '^(tests|bench|scripts|demo)/' },
      to: { path: ['^(tests|bench|scripts|demo)/', '^(server|worker)\\.ts$'] },
    },
    {
      name: 'no-cycles',
      comment: 'Split what both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'Install it or mend the path.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(data|coverage|dist)/' },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'default', 'import', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
