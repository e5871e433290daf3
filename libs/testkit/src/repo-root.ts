import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds the root package.json, looked for upwards from this file (sources and dist alike). */
export function repoRoot(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nest-cli.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`no nest-cli.json above ${from}: not inside the repository`);
  }
}
