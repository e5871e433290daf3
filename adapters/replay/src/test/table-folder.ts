import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempDir } from '@bourseworks/testkit';

/** A data folder with described tables: files with a content, and those of the reference data by their names in it. */
export function tableFolder(
  description: unknown,
  files: Readonly<Record<string, string | Uint8Array>>,
  links: Readonly<Record<string, string>> = {},
): string {
  const root = tempDir('tables');
  const place = (name: string): string => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  };
  const text = typeof description === 'string' ? description : JSON.stringify(description);
  for (const [name, content] of Object.entries({ 'tables.json': text, ...files })) writeFileSync(place(name), content);
  for (const [name, target] of Object.entries(links)) symlinkSync(target, place(name));
  return root;
}

/** What a description says of an instrument, coarse enough for any test. */
export const INSTRUMENT = {
  venue: 'usa',
  symbol: 'ABC',
  assetClass: 'equity',
  currency: 'USD',
  tickSize: '0.01',
  lotSize: '1',
};
