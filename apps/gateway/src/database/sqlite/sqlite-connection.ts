import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { DatabaseSync } from 'node:sqlite';
import { bind } from './bind.js';
import { StatementCache } from './statement-cache.js';
import { whileBusy } from './sqlite-busy.js';

/** Kysely's view of one `DatabaseSync`. Integers beyond 2^53 in a row are an error, never a rounded number. */
export class SqliteConnection implements DatabaseConnection {
  private readonly statements: StatementCache;

  constructor(
    private readonly database: DatabaseSync,
    statementLimit: number,
  ) {
    this.statements = new StatementCache(database, statementLimit);
  }

  get cachedStatements(): number {
    return this.statements.size;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const bound = bind(parameters);
    return whileBusy(() => this.run<R>(sql, bound));
  }

  /** Rows one by one, so that an export needs no memory for all of them. Holds the connection until it ends. */
  async *streamQuery<R>({ sql, parameters }: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    // A statement of its own: a cached one would start over if the same text ran meanwhile.
    const statement = this.database.prepare(sql);
    let rows: R[] = [];
    for (const row of statement.iterate(...bind(parameters))) {
      rows.push(row as R);
      if (rows.length < chunkSize) continue;
      yield { rows };
      rows = [];
    }
    if (rows.length > 0) yield { rows };
  }

  async begin(readOnly: boolean): Promise<void> {
    // IMMEDIATE: a transaction that first reads and later writes would otherwise be refused in its middle.
    await whileBusy(() => this.database.exec(readOnly ? 'BEGIN' : 'BEGIN IMMEDIATE'));
  }

  async commit(): Promise<void> {
    await whileBusy(() => this.database.exec('COMMIT'));
  }

  rollback(): void {
    // SQLite has rolled back already after some errors (disk full); a second ROLLBACK would hide the first error.
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }

  private run<R>(text: string, bound: ReturnType<typeof bind>): QueryResult<R> {
    const statement = this.statements.get(text);
    if (statement.columns().length > 0) return { rows: statement.all(...bound) as R[] };
    const { changes, lastInsertRowid } = statement.run(...bound);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }
}
