import { fileURLToPath } from 'node:url';
import { DomainError } from '@bourseworks/domain';

/** Handed to the data threads: plain values only. */
export interface CsvConfig {
  /** Folder with instruments.csv and one SYMBOL.csv each. */
  readonly folder: string;
  /** How many times faster than the file's own times a live stream plays it. */
  readonly speed: number;
}

export type Env = Readonly<Record<string, string | undefined>>;

const MAX_SPEED = 1_000_000;

/** Reads CSV_FOLDER and CSV_SPEED. Throws DomainError CONFIG_INVALID naming the variable. */
export function readConfig(env: Env): CsvConfig {
  const folder = env['CSV_FOLDER'] || fileURLToPath(new URL('../data', import.meta.url));
  const speed = Number(env['CSV_SPEED'] || 1);
  if (!(speed > 0 && speed <= MAX_SPEED)) {
    throw new DomainError({
      code: 'CONFIG_INVALID',
      message: `CSV_SPEED must be a number above 0, at most ${MAX_SPEED} (it is "${env['CSV_SPEED']}")`,
      details: { variable: 'CSV_SPEED' },
    });
  }
  return { folder, speed };
}
