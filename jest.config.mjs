import { existsSync, readFileSync } from 'node:fs';
import { isCompiled } from './scripts/lib/build.mjs';

// One set of compiler options for build and tests; only what Jest does itself (modules, paths) is taken out.
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;
delete swc.module;
delete swc.jsc.paths;
delete swc.jsc.baseUrl;

// All of the sources or none as the build compiled them: a class that came from both would be two. The resolver reads it too,
// in each worker.
const built = isCompiled();
process.env.BOURSEWORKS_SPECS_FROM_DIST = built ? '1' : '0';
const from = (path) => `<rootDir>/${built ? 'dist/' : ''}${path}.${built ? 'js' : 'ts'}`;

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
    '^@bourseworks/dto/shapes$': from('libs/dto/src/shapes/index'),
    '^@bourseworks/solace-transport/session$': from('libs/solace-transport/src/session/index'),
    '^@bourseworks/adapters/([^/]+)$': from('adapters/$1/src/index'),
    '^@bourseworks/strategies/([^/]+)$': from('strategies/$1/src/index'),
    '^@bourseworks/([^/]+)$': from('libs/$1/src/index'),
  },
  resolver: '<rootDir>/scripts/jest-resolver.cjs',
  setupFiles: ['reflect-metadata', '<rootDir>/scripts/jest-setup.cjs'],
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
