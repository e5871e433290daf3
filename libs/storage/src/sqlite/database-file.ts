import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { unavailable } from '../refusals.js';

export type Bound = string | number | bigint | null | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

export interface DatabaseFileOptions {
  /** Statements for each new connection: how durable, how large. */
  readonly pragmas: string;
  /** Integers come back as bigint: for those beyond what a number holds exactly. */
  readonly bigIntegers?: boolean;
  /** Makes or checks what has to be there; what it throws closes the file. */
  readonly prepare: (file: DatabaseFile) => void;
}

/** Connections whose file is no longer at its path; see `close`. */
const orphans: DatabaseSync[] = [];

/**
 * A connection to a file that the processes of a machine share: write-ahead log, one writer at a time. What finds another one
 * writing throws SQLITE_BUSY: waiting in here would stop the event loop.
 *
 * The file itself is never opened through `fs`: closing any descriptor of it drops the locks of this whole process.
 */
export class DatabaseFile {
  private readonly statements = new Map<string, StatementSync>();
  private readonly file: string;

  private constructor(
    readonly path: string,
    private readonly database: DatabaseSync,
    private readonly bigIntegers: boolean,
  ) {
    this.file = identityOf(path) ?? '';
  }

  static open(path: string, { pragmas, bigIntegers = false, prepare }: DatabaseFileOptions): DatabaseFile {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      // Its companions get the rights of the file. On Windows the folder protects them.
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      database.exec(pragmas);
      const file = new DatabaseFile(path, database, bigIntegers);
      prepare(file);
      return file;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** What is read in `work` is of one moment. */
  reading<T>(work: () => T): T {
    return this.within('BEGIN', work);
  }

  /** Runs `work` whole or not at all; with full sync it is on the disk then. */
  transaction<T>(work: () => T): T {
    return this.within('BEGIN IMMEDIATE', work);
  }

  get(query: string, ...bound: readonly Bound[]): Row | undefined {
    return this.statement(query).get(...bound);
  }

  all(query: string, ...bound: readonly Bound[]): readonly Row[] {
    return this.statement(query).all(...bound);
  }

  /** How many rows were changed. */
  run(query: string, ...bound: readonly Bound[]): number {
    return Number(this.statement(query).run(...bound).changes);
  }

  /** Bytes of the pages that hold something; those of the file and its log without `used`. */
  bytes({ used }: { readonly used: boolean }): number {
    this.checkPlace();
    const pages = this.pragma('page_count') - (used ? this.pragma('freelist_count') : 0);
    const log = used ? 0 : (statSync(`${this.path}-wal`, { throwIfNoEntry: false })?.size ?? 0);
    return pages * this.pragma('page_size') + log;
  }

  /** Statements that answer nothing. */
  execute(statements: string): void {
    this.database.exec(statements);
  }

  pragma(name: string): number {
    return Number(this.get(`PRAGMA ${name}`)?.[name]);
  }

  /** Gives free pages back to the system, at most so many: each call is a commit that others may have to wait for. */
  shrink(pages: number): void {
    this.database.exec(`PRAGMA incremental_vacuum(${pages})`);
  }

  /**
   * A connection whose file was replaced stays as it is until the process ends: SQLite, when it closes the last one, deletes
   * the write-ahead log by its path, and there that of the new file may stand.
   */
  close(): void {
    if (identityOf(this.path) === this.file) this.database.close();
    else orphans.push(this.database);
  }

  private within<T>(begin: string, work: () => T): T {
    this.checkPlace();
    this.database.exec(begin);
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has rolled back already after some errors (disk full); a second one would hide the first error.
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** What is written to a file that nobody can open any more would be lost; two files of one path would each grant a lease. */
  private checkPlace(): void {
    const found = identityOf(this.path);
    if (found === this.file) return;
    throw unavailable(
      this.path,
      found === undefined ? 'the file is gone' : 'it is another file by now: start this process again',
    );
  }

  private statement(query: string): StatementSync {
    let statement = this.statements.get(query);
    if (statement === undefined) {
      statement = this.database.prepare(query);
      statement.setReadBigInts(this.bigIntegers);
      this.statements.set(query, statement);
    }
    return statement;
  }
}

/** Which file is at a path; undefined when there is none. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() === true ? `${found.dev}:${found.ino}` : undefined;
}
