import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);
const present = (names) => names.filter((name) => existsSync(join(root, name)));

/** The static checks in the order of `npm test`. TypeScript 7 by path: two packages ship a `tsc`. */
export const checks = {
  typecheck: (node) => run(node, [bin('@typescript', 'native', 'bin', 'tsc'), '--project', 'tsconfig.json']),
  // What is outside the tree is linted with the types that a build leaves for it, as its own compiler sees them.
  lint: async (node, paths = []) => (await ensureBuilt(node)) || run(node, [bin('oxlint', 'bin', 'oxlint'), ...paths]),
  dependencies: (node) =>
    run(node, [
      bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config=.dependency-cruiser.cjs',
      '--output-type=err',
      ...present(['apps', 'libs', 'adapters', 'strategies', 'bench', 'test']),
    ]),
  format: (node, paths = []) => run(node, [bin('oxfmt', 'bin', 'oxfmt'), '--check', ...paths]),
};
