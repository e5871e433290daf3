import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Version of the platform, from the package.json above this file: sources and the build lie at different depths. */
export function platformVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let above = dirname(folder); above !== folder; folder = above, above = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  return 'unknown';
}
