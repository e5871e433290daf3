import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Encodings that the build left files of, best first. */
export const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

export interface Asset {
  readonly type: string;
  /** Names of its compressed forms by encoding. */
  readonly encoded: ReadonlyMap<string, string>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The built page as it is on the disk when the service starts: what is not listed here is served to nobody. */
export interface WebFiles {
  /** With the mark that each answer's nonce takes the place of. */
  readonly index: string;
  readonly assetsDirectory: string;
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Source maps have no type above: they stay with those who run the platform. */
function assetsOf(names: readonly string[]): Map<string, Asset> {
  const all = new Set(names);
  const assets = new Map<string, Asset>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const encoded = new Map<string, string>();
    for (const { name: encoding, suffix } of ENCODINGS) {
      if (all.has(name + suffix)) encoded.set(encoding, name + suffix);
    }
    assets.set(name, { type, encoded });
  }
  return assets;
}

/** Undefined when nothing is built there. */
export function readWebFiles(directory: string): WebFiles | undefined {
  const assetsDirectory = join(directory, 'assets');
  try {
    const index = readFileSync(join(directory, 'index.html'), 'utf8');
    return { index, assetsDirectory, assets: assetsOf(readdirSync(assetsDirectory)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
