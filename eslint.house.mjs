/** Rules of this house that no plugin offers, and the table of who may name whom. */
import { builtinRules } from 'eslint/use-at-your-own-risk';
import { builtinModules } from 'node:module';

const core = builtinRules.get('max-lines-per-function');
const blocks = /^describe(\.each)?$/;

const filePurpose = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Start the file with one sentence saying what it is for and what it must not do.' },
  },
  create: (context) => ({
    Program(node) {
      const first = context.sourceCode.ast.tokens[0];
      const comments = context.sourceCode
        .getAllComments()
        .filter((each) => !first || each.range[1] <= first.range[0]);
      if (!comments.some((each) => each.type !== 'Shebang' && each.value.trim().length > 20))
        context.report({ node, messageId: 'missing' });
    },
  }),
};

/** The core rule, but a describe block is a heading, not a function. */
const functionLines = {
  meta: core.meta,
  create(context) {
    const isBlock = (node) => {
      const call = node?.parent?.type === 'CallExpression' ? node.parent : undefined;
      return call !== undefined && blocks.test(context.sourceCode.getText(call.callee).replace(/\(.*$/s, ''));
    };
    const report = (found) => {
      if (!isBlock(found.node)) context.report(found);
    };
    return core.create(Object.create(context, { report: { value: report } }));
  },
};

export const house = { rules: { 'file-purpose': filePurpose, 'function-lines': functionLines } };

const folders = [
  'domain',
  'workflows',
  'activities',
  'models',
  'api',
  'web',
  'embedded',
  'bench',
  'scripts',
  'demo',
  'tests',
  'config',
  'server',
  'worker',
];
const outside = (names) => ({ regex: `^(?:\\.\\./)+(?:${names.join('|')})(?:/|$)` });
const notOf = (allowed) => outside(folders.filter((each) => !allowed.includes(each)));

const builtins = builtinModules.filter((each) => !each.startsWith('_'));
const noBuiltins = {
  regex: `^(?:node:|(?:${builtins.join('|')})$)`,
  message: 'This folder is pure: take what you need as an argument.',
};
const noMongoose = {
  group: ['mongoose', 'mongodb', 'mongoose/*'],
  message: 'Only models/ knows mongoose: ask for a named store function there.',
};
const noExpress = { group: ['express', 'express/*'], message: 'Only api/ knows express.' };
const noServers = {
  group: ['@temporalio/*', 'pino', 'pino-http'],
  message: 'domain/ knows no engine and no log: return a value instead.',
};
const processEnv = {
  name: 'node:process',
  importNames: ['env'],
  message: 'Only config.ts reads the environment.',
};
const testing = {
  group: ['@temporalio/testing', 'supertest', 'fast-check'],
  message: 'Only tests know test libraries.',
};

/** Per folder: what may not be imported, not even as a type. dependency-cruiser holds the same for what is reachable. */
export const imports = {
  domain: [
    noBuiltins,
    noMongoose,
    noExpress,
    noServers,
    { ...notOf(['domain']), message: 'domain/ imports nothing but domain/.' },
  ],
  workflows: [
    noBuiltins,
    noMongoose,
    noExpress,
    { group: ['pino', 'pino-http'], message: 'Use `log` of @temporalio/workflow.' },
    {
      ...outside(['activities']),
      allowTypeImports: true,
      message: 'Workflows know the types of activities only: `import type`.',
    },
    {
      ...notOf(['domain', 'workflows', 'activities']),
      message: 'workflows/ import domain/ and the types of activities/.',
    },
  ],
  activities: [
    noMongoose,
    noExpress,
    { ...notOf(['domain', 'models', 'activities']), message: 'activities/ import domain/ and models/.' },
  ],
  models: [noExpress, { ...notOf(['domain', 'models']), message: 'models/ import domain/ only.' }],
  api: [
    noMongoose,
    { regex: '^(?:\\.\\./)+workflows/(?!messages$)', message: 'Of workflows/ the API knows messages only.' },
    {
      ...outside(['config']),
      allowTypeImports: true,
      message: 'Configuration comes as an argument from server.ts.',
    },
    {
      ...notOf(['domain', 'models', 'api', 'workflows', 'config']),
      message: 'api/ imports domain/, models/ and workflows/messages.',
    },
  ],
  embedded: [
    noExpress,
    noMongoose,
    {
      ...notOf(['domain', 'models', 'config', 'embedded']),
      message: 'embedded/ starts processes; it imports config, models/ and domain/.',
    },
  ],
};

export const restrictImports = (patterns, withTests = false) => [
  'error',
  { paths: [processEnv], patterns: withTests ? patterns : [...patterns, testing] },
];
