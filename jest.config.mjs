import { existsSync, readFileSync } from 'node:fs';

// One set of compiler options for build and tests; only what Jest does itself (modules, paths) is taken out.
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;
delete swc.module;
delete swc.jsc.paths;
delete swc.jsc.baseUrl;

export default {
  testEnvironment: 'node',
  // Jest refuses to start when a root is missing.
  roots: ['libs', 'apps', 'adapters', 'strategies', 'examples', 'test', 'bench']
    .filter((folder) => existsSync(new URL(folder, import.meta.url)))
    .map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: true }] },
  moduleNameMapper: {
    '^@bourseworks/dto/shapes$': '<rootDir>/libs/dto/src/shapes/index.ts',
    '^@bourseworks/solace-transport/session$': '<rootDir>/libs/solace-transport/src/session/index.ts',
    '^@bourseworks/adapters/([^/]+)$': '<rootDir>/adapters/$1/src/index.ts',
    '^@bourseworks/strategies/([^/]+)$': '<rootDir>/strategies/$1/src/index.ts',
    '^@bourseworks/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  resolver: '<rootDir>/scripts/jest-resolver.cjs',
  setupFiles: ['reflect-metadata'],
  testSequencer: '<rootDir>/scripts/lib/test-sequencer.mjs',
  maxWorkers: 3,
  // Modules of suites that ended stay in memory; a worker that grew to gigabytes stands still for seconds to collect them,
  // and what waits for an answer meanwhile fails.
  workerIdleMemoryLimit: '800MB',
  // A hung test must end; a slow machine with other work must not fail a sound one.
  testTimeout: 60_000,
  // Children and sockets that a suite forgot would otherwise keep a CI job alive for ever.
  openHandlesTimeout: 2_000,
};
