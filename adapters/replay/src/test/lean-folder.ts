import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { tempDir } from '@bourseworks/testkit';

/** A data folder with the given files: text in zips of one csv, anything else as it is. */
export function leanFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = tempDir('replay');
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    const zipped = name.endsWith('.zip') && typeof content === 'string';
    writeFileSync(path, zipped ? zipSync({ 'data.csv': strToU8(content) }) : content);
  }
  return root;
}
