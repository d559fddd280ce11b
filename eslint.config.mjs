/** The house style as lint rules; every ban says what to do instead. Reasons: docs/decisions/003-commonjs-and-tools.md. */
import comments from '@eslint-community/eslint-plugin-eslint-comments';
import jsdoc from 'eslint-plugin-jsdoc';
import unicorn from 'eslint-plugin-unicorn';
import tseslint from 'typescript-eslint';
import { house, imports, restrictImports } from './eslint.house.mjs';

const ban = (selector, message) => ({ selector, message });

const bans = {
  everywhere: [
    ban(
      'Property[key.name="validator"] > :function[async=true]',
      'An update validator is synchronous and pure: decide from the state at hand.',
    ),
    ban(
      'ImportDeclaration[source.value=/^\\..*\\.[cm]?[jt]s$/]',
      'Relative imports carry no file extension.',
    ),
    ban('TSEnumDeclaration', 'Use a union of string literals.'),
  ],
  instants: [
    ban(
      'NewExpression[callee.name="Date"][arguments.length=0]',
      "Legal time is the workflow's: take `now` as an argument.",
    ),
    ban('CallExpression[callee.name="Date"]', "Legal time is the workflow's: take `now` as an argument."),
    ban(
      'MemberExpression[object.name="Temporal"][property.name="Now"]',
      "Legal time is the workflow's: take `now` as an argument.",
    ),
  ],
  dateNow: [
    ban(
      'MemberExpression[object.name="Date"][property.name="now"]',
      "Legal time is the workflow's: take `now` as an argument.",
    ),
  ],
  // All runs of a worker share the modules (docs/decisions/046): what one run leaves in them, another would find.
  moduleState: [
    'VariableDeclaration[kind="let"]',
    'VariableDeclaration > VariableDeclarator[id.name!=/^memo/] > NewExpression[callee.name=/^(Map|Set|WeakMap|WeakSet)$/][arguments.length=0]',
    'VariableDeclaration > VariableDeclarator[id.name!=/^memo/] > :matches(ArrayExpression[elements.length=0], ObjectExpression[properties.length=0])',
  ].map((state) =>
    ban(
      `:matches(Program, ExportNamedDeclaration) > ${state}`,
      'All workflows share this module: keep state in the run, or name the memo of a pure function a `memo`.',
    ),
  ),
  chance: [
    ban(
      'MemberExpression[object.name="Math"][property.name="random"]',
      'Chance is an argument here, so that a run can be repeated.',
    ),
  ],
  tests: [
    ban(
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo|failing)$/]',
      'Every test runs: mend it or delete it.',
    ),
    ban(
      'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
      'Every test runs: mend it or delete it.',
    ),
  ],
};

const restrictSyntax = (...groups) => ['error', ...bans.everywhere, ...groups.flat()];

const impure = [
  'fetch',
  'process',
  'Buffer',
  'crypto',
  'performance',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
];
const restrictGlobals = (names) => [
  'error',
  ...names.map((name) => ({ name, message: 'Not in a pure folder: take it as an argument.' })),
];

const size = (lines) => ({
  'max-lines': ['error', { max: lines, skipBlankLines: true, skipComments: false }],
  'house/function-lines': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  // A switch over a union is one decision, however many kinds the union has.
  complexity: ['error', { max: 10, variant: 'modified' }],
  'max-params': ['error', 4],
  'max-depth': ['error', 3],
});

const typed = {
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    {
      considerDefaultExhaustiveForUnions: false,
      allowDefaultCaseForExhaustiveSwitch: true,
      requireDefaultForNonUnion: true,
    },
  ],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  // Numbers in texts are fine; objects and undefined are not.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidOperator: true },
  ],
  '@typescript-eslint/no-unnecessary-condition': [
    'error',
    { allowConstantLoopConditions: 'only-allowed-literals' },
  ],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // `defineUpdate<void, [Command]>` is how Temporal names an update without an answer.
  '@typescript-eslint/no-invalid-void-type': 'off',
  // An async function that awaits nothing still turns a throw into a rejection, which interfaces here rely on.
  '@typescript-eslint/require-await': 'off',
};

const named = {
  'no-restricted-exports': [
    'error',
    {
      restrictDefaultExports: {
        direct: true,
        named: true,
        defaultFrom: true,
        namedFrom: true,
        namespaceFrom: true,
      },
    },
  ],
  'unicorn/filename-case': ['error', { case: 'kebabCase' }],
};

const documented = {
  'jsdoc/require-jsdoc': [
    'error',
    {
      publicOnly: { esm: true, cjs: false, window: false },
      require: {
        FunctionDeclaration: true,
        ArrowFunctionExpression: true,
        FunctionExpression: true,
        ClassDeclaration: true,
      },
      enableFixer: false,
    },
  ],
};

const explained = {
  'house/file-purpose': 'error',
  'jsdoc/no-types': 'error',
  'eslint-comments/require-description': 'error',
  'eslint-comments/no-unlimited-disable': 'error',
};

const folder = (name, rules) => ({ files: [`${name}/**/*.ts`], rules });

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'coverage/', 'data/', '.cache/', '**/*.js', '**/*.cjs', '**/*.mjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { 'eslint-comments': comments, jsdoc, unicorn, house },
    rules: {
      ...size(250),
      ...typed,
      ...named,
      ...explained,
      eqeqeq: 'error',
      'no-restricted-syntax': restrictSyntax(),
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only config.ts reads the environment: export what you need from there.',
        },
      ],
      '@typescript-eslint/no-restricted-imports': restrictImports([]),
    },
  },
  { files: ['config.ts'], rules: { 'no-restricted-properties': 'off' } },
  folder('domain', {
    ...documented,
    'no-restricted-syntax': restrictSyntax(bans.instants, bans.dateNow, bans.chance, bans.moduleState),
    'no-restricted-globals': restrictGlobals(impure),
    '@typescript-eslint/no-restricted-imports': restrictImports(imports.domain),
  }),
  folder('workflows', {
    ...documented,
    // Temporal makes Date.now() the workflow's own time: it is the one source of legal time.
    'no-restricted-syntax': restrictSyntax(bans.instants, bans.chance, bans.moduleState),
    'no-restricted-globals': restrictGlobals([
      'fetch',
      'process',
      'Buffer',
      'crypto',
      'performance',
      'console',
    ]),
    '@typescript-eslint/no-restricted-imports': restrictImports(imports.workflows),
  }),
  folder('activities', {
    ...documented,
    'no-restricted-syntax': restrictSyntax(bans.instants, bans.dateNow),
    '@typescript-eslint/no-restricted-imports': restrictImports(imports.activities),
  }),
  folder('models', {
    ...documented,
    // Schema literals trip this rule although they are typed by mongoose itself.
    '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    '@typescript-eslint/no-restricted-imports': restrictImports(imports.models),
  }),
  folder('api', { '@typescript-eslint/no-restricted-imports': restrictImports(imports.api) }),
  folder('embedded', { '@typescript-eslint/no-restricted-imports': restrictImports(imports.embedded) }),
  {
    files: ['tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: false }],
      'no-restricted-syntax': restrictSyntax(bans.tests),
      '@typescript-eslint/no-restricted-imports': restrictImports([], true),
      // Answers over HTTP and stored documents are read as they come; the assertion is the check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // Jest takes the default export of a global set-up.
  { files: ['tests/**/global-*.ts'], rules: { 'no-restricted-exports': 'off' } },
  {
    files: ['scripts/**/*.ts', 'demo/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': restrictImports([], true) },
  },
);
