import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from './repo-root.js';

/**
 * The built file for `name`, a path below dist such as `libs/ring/src/echo.worker.js`: Jest cannot load TypeScript in a
 * worker or a process of its own. Throws when the file is not there.
 */
export function entry(name: string): string {
  const path = join(repoRoot(), 'dist', name);
  if (!existsSync(path)) throw new Error(`dist/${name} does not exist: run \`npm run build\` before this test`);
  return path;
}
