import { readdir, readFile, stat } from 'node:fs/promises';
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

/** The built page as it was on the disk: what is not listed here is served to nobody. */
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

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The page of one folder. It is read again when it was built anew: its old files are gone then. */
export class WebFolder {
  private files: WebFiles | undefined;
  private readAt = 0;

  constructor(readonly directory: string) {}

  /** Undefined while nothing is built there. */
  async current(): Promise<WebFiles | undefined> {
    try {
      const { mtimeMs } = await stat(join(this.directory, 'index.html'));
      if (mtimeMs !== this.readAt) {
        this.files = await this.read();
        this.readAt = mtimeMs;
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.files = undefined;
      this.readAt = 0;
    }
    return this.files;
  }

  private async read(): Promise<WebFiles> {
    const assetsDirectory = join(this.directory, 'assets');
    const index = await readFile(join(this.directory, 'index.html'), 'utf8');
    return { index, assetsDirectory, assets: assetsOf(await readdir(assetsDirectory)) };
  }
}
