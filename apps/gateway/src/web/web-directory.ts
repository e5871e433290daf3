import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the build leaves the page, seen from the sources and from what was built of them. */
export function builtPage(): string {
  const top = fileURLToPath(new URL('../../../..', import.meta.url));
  return basename(top) === 'dist' ? join(top, 'apps', 'web') : join(top, 'dist', 'apps', 'web');
}
