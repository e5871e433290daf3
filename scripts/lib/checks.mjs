import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);
const present = (names) => names.filter((name) => existsSync(join(root, name)));

/** The static checks in the order of `npm test`. TypeScript 7 by path: two packages ship a `tsc`. */
export const checks = {
  typecheck: async (node) => {
    const projects = ['tsconfig.json', 'apps/web/tsconfig.json'];
    for (const project of projects) {
      const code = await run(node, [bin('@typescript', 'native', 'bin', 'tsc'), '--project', project]);
      if (code !== 0) return code;
    }
    return 0;
  },
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
