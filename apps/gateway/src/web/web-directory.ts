import { basename, join } from 'node:path';

/** Where the build leaves the page, seen from the sources and from what was built of them. */
export function builtPage(): string {
  const top = join(import.meta.dirname, '..', '..', '..', '..');
  return basename(top) === 'dist' ? join(top, 'apps', 'web') : join(top, 'dist', 'apps', 'web');
}
