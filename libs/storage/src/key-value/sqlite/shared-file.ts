import type { Clock } from '@bourseworks/ports';
import { corrupt } from '../../refusals.js';
import { DatabaseFile, type Bound, type Row } from '../../sqlite/database-file.js';
import { FORMAT, MAX_PAGES, SCHEMA, TABLES } from './schema.js';
import { storeTime, timeMark } from './shared-time.js';

/** Rows of each table that one change sweeps out at most, so that none takes long. */
const SWEPT_ROWS = 64;

/** NORMAL: what the last moment before a loss of power wrote may be lost, and nobody is left then who relied on it. */
const PRAGMAS = `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA max_page_count = ${MAX_PAGES}`;

/** What a change sees: the store's time while it holds the file, and numbers for versions and tokens. */
export interface Change {
  readonly nowUs: number;
  /** A number above all that this store has given before, and not below the machine's time in microseconds. */
  stamp(): number;
}

function prepareTables(file: DatabaseFile, monotonicUs: number): void {
  file.transaction(() => {
    file.execute(SCHEMA);
    file.run('INSERT OR IGNORE INTO time_mark VALUES (1, ?, 0, ?, 0)', FORMAT, monotonicUs);
    const format = Number(file.get('SELECT format FROM time_mark')?.['format']);
    if (format !== FORMAT) throw corrupt(`${file.path} has format ${format}, this release reads ${FORMAT}`);
  });
}

/** The file that the processes of a machine share, in a time of its own. What finds another one writing throws SQLITE_BUSY. */
export class SharedFile {
  private constructor(
    private readonly file: DatabaseFile,
    private readonly clock: Clock,
  ) {}

  static open(path: string, clock: Clock): SharedFile {
    const prepare = (file: DatabaseFile): void => prepareTables(file, Math.floor(clock.monotonicUs()));
    return new SharedFile(DatabaseFile.open(path, { pragmas: PRAGMAS, prepare }), clock);
  }

  /** Rows and the time at which they were there. */
  read(query: string, ...bound: readonly Bound[]): { readonly rows: readonly Row[]; readonly nowUs: number } {
    return this.file.reading(() => ({ rows: this.file.all(query, ...bound), nowUs: this.now().nowUs }));
  }

  /** Runs one change whole or not at all. */
  change<T>(work: (change: Change) => T): T {
    return this.file.transaction(() => {
      // Only once the lock is held: what other processes have written before is not in the future then.
      const { mark, nowUs, monotonicUs } = this.now();
      let last = mark.stamp;
      const stamp = (): number => (last = Math.max(last + 1, this.clock.nowUs()));
      for (const table of TABLES) this.sweep(table, nowUs);
      const result = work({ nowUs, stamp });
      this.run('UPDATE time_mark SET store_us = ?, monotonic_us = ?, stamp = ?', nowUs, monotonicUs, last);
      return result;
    });
  }

  /** Inside `change`. */
  get(query: string, ...bound: readonly Bound[]): Row | undefined {
    return this.file.get(query, ...bound);
  }

  /** Inside `change`: how many rows were changed. */
  run(query: string, ...bound: readonly Bound[]): number {
    return this.file.run(query, ...bound);
  }

  close(): void {
    this.file.close();
  }

  private now() {
    const mark = timeMark(this.file.get('SELECT store_us, monotonic_us, stamp FROM time_mark'));
    const monotonicUs = Math.floor(this.clock.monotonicUs());
    return { mark, monotonicUs, nowUs: storeTime(mark, monotonicUs) };
  }

  private sweep(table: (typeof TABLES)[number], nowUs: number): void {
    this.run(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires_us <= ? LIMIT ${SWEPT_ROWS})`,
      nowUs,
    );
  }
}
