/** Runs the tests in two projects: `pure` needs nothing, `servers` gets one real mongod and one real Temporal for the run. */
const esmOnly = [
  'jose',
  'feelin',
  'lezer-feel',
  '@lezer',
  'min-dash',
  '@bpmn-io',
  'temporal-polyfill',
  'temporal-utils',
  'temporal-spec',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
];

const shared = {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  transform: {
    '^.+\\.(t|j)sx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // The MongoDB driver loads `os` by a dynamic import, which Jest's sandbox refuses unless it is turned into a require.
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/|mongodb/lib/runtime_adapters)`],
};

module.exports = {
  maxWorkers: 2,
  testTimeout: 180_000,
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: [
        '<rootDir>/tests/domain/**/*.test.ts',
        '<rootDir>/tests/policies/**/*.test.ts',
        '<rootDir>/tests/*.test.ts',
      ],
    },
    {
      ...shared,
      displayName: 'servers',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/tests/domain/',
        '<rootDir>/tests/policies/',
        '<rootDir>/tests/[^/]+\\.test\\.ts$',
      ],
      globalSetup: '<rootDir>/tests/rig/global-setup.ts',
      globalTeardown: '<rootDir>/tests/rig/global-teardown.ts',
    },
  ],
};
