import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { unavailable } from '../refusals.js';
import { FORMAT, MAX_PAGES, SCHEMA, TABLES } from './schema.js';
import { storeTime, timeMark } from './shared-time.js';

/** Rows of each table that one change sweeps out at most, so that none takes long. */
const SWEPT_ROWS = 64;

type Bound = string | number | null;
type Row = Record<string, unknown>;

/** What a change sees: the store's time while it holds the file, and numbers for versions and tokens. */
export interface Change {
  readonly nowUs: number;
  /** A number above all that this store has given before, and not below the machine's time in microseconds. */
  stamp(): number;
}

/**
 * A connection to the file that the processes of a machine share: write-ahead log, one writer at a time. It waits for
 * nobody: what finds another process writing throws SQLITE_BUSY, as waiting in here would stop the event loop.
 *
 * The file itself is never opened through `fs`: closing any descriptor of it drops the locks of this whole process.
 */
export class SharedFile {
  private readonly statements = new Map<string, StatementSync>();
  private readonly file: string;

  private constructor(
    private readonly path: string,
    private readonly database: DatabaseSync,
    private readonly clock: Clock,
  ) {
    this.file = identityOf(path) ?? '';
  }

  static open(path: string, clock: Clock): SharedFile {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      // Its companions get the rights of the file. On Windows the folder protects them.
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      // NORMAL: what the last moment before a loss of power wrote may be lost, and nobody is left then who relied on it.
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA max_page_count = ${MAX_PAGES}`);
      const file = new SharedFile(path, database, clock);
      file.prepareTables();
      return file;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** One row and the time at which it was there. */
  read(query: string, ...bound: readonly Bound[]): { readonly rows: readonly Row[]; readonly nowUs: number } {
    this.checkPlace();
    this.database.exec('BEGIN');
    try {
      const rows = this.statement(query).all(...bound);
      return { rows, nowUs: this.now().nowUs };
    } finally {
      this.rollback();
    }
  }

  /** Runs one change whole or not at all. */
  change<T>(work: (change: Change) => T): T {
    this.checkPlace();
    this.database.exec('BEGIN IMMEDIATE');
    try {
      // Only once the lock is held: what other processes have written before is not in the future then.
      const { mark, nowUs, monotonicUs } = this.now();
      let last = mark.stamp;
      const stamp = (): number => (last = Math.max(last + 1, this.clock.nowUs()));
      for (const table of TABLES) this.sweep(table, nowUs);
      const result = work({ nowUs, stamp });
      this.run('UPDATE time_mark SET store_us = ?, monotonic_us = ?, stamp = ?', nowUs, monotonicUs, last);
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Inside `change`. */
  get(query: string, ...bound: readonly Bound[]): Row | undefined {
    return this.statement(query).get(...bound);
  }

  /** Inside `change`: how many rows were changed. */
  run(query: string, ...bound: readonly Bound[]): number {
    return Number(this.statement(query).run(...bound).changes);
  }

  close(): void {
    this.database.close();
  }

  /** Two processes on two files of one path would each grant the same lease. */
  private checkPlace(): void {
    const found = identityOf(this.path);
    if (found === this.file) return;
    throw unavailable(
      this.path,
      found === undefined ? 'the file is gone' : 'it is another file by now: start this process again',
    );
  }

  private prepareTables(): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      this.database.exec(SCHEMA);
      this.run('INSERT OR IGNORE INTO time_mark VALUES (1, ?, 0, ?, 0)', FORMAT, Math.floor(this.clock.monotonicUs()));
      const format = Number(this.get('SELECT format FROM time_mark')?.['format']);
      if (format !== FORMAT) {
        const message = `${this.path} has format ${format}, this release reads ${FORMAT}`;
        throw new DomainError({ code: 'STORE_CORRUPT', message });
      }
      this.database.exec('COMMIT');
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  private now() {
    const mark = timeMark(this.statement('SELECT store_us, monotonic_us, stamp FROM time_mark').get());
    const monotonicUs = Math.floor(this.clock.monotonicUs());
    return { mark, monotonicUs, nowUs: storeTime(mark, monotonicUs) };
  }

  private sweep(table: (typeof TABLES)[number], nowUs: number): void {
    this.run(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires_us <= ? LIMIT ${SWEPT_ROWS})`,
      nowUs,
    );
  }

  private statement(query: string): StatementSync {
    let statement = this.statements.get(query);
    if (statement === undefined) {
      statement = this.database.prepare(query);
      this.statements.set(query, statement);
    }
    return statement;
  }

  private rollback(): void {
    // SQLite has rolled back already after some errors (disk full); a second one would hide the first error.
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
  }
}

/** Which file is at a path; undefined when there is none. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() === true ? `${found.dev}:${found.ino}` : undefined;
}
