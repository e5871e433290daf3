import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function above(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const next = dirname(folder);
  return next === folder ? undefined : above(next);
}

/** The folder of the platform: that of the package.json above this file. Sources and the build lie at different depths. */
export const platformRoot = (): string | undefined => above(dirname(fileURLToPath(import.meta.url)));
