import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { JournalError } from '../journal-error.js';
import { batchChecksum } from './batch-codec.js';
import { BATCH_TABLE, BatchTable } from './batch-table.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ${BATCH_TABLE}
`;
const FORMAT = 1;
/** Pages given back to the system at a time: each step is a commit of its own, which records may have to wait for. */
const VACUUM_PAGES = 1_024;

/** What `PRAGMA auto_vacuum` says of a file that gives pages back when it is asked to. */
const INCREMENTAL = 2;

export function journalPath(directory: string): string {
  return join(directory, 'journal.db');
}

/** The journal file: SQLite, write-ahead log, full sync. One connection writes; readers are short. */
export class JournalStore {
  readonly batches: BatchTable;
  private readonly database: DatabaseSync;
  private insert: StatementSync | undefined;

  constructor(directory: string, options: { readOnly: boolean } = { readOnly: false }) {
    this.database = new DatabaseSync(journalPath(directory), { readOnly: options.readOnly, timeout: 2_000 });
    try {
      if (!options.readOnly) this.prepareForWriting();
      this.batches = new BatchTable(this.database);
    } catch (error) {
      this.database.close();
      throw error;
    }
  }

  /** Adds one to the epoch, durably, and returns it. First epoch: 1. */
  raiseEpoch(): number {
    const row = this.database
      .prepare('INSERT INTO meta VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET value = value + 1 RETURNING value')
      .get('epoch');
    return Number(row?.['value']);
  }

  /** Epoch of the last open; 0 before the first. */
  get epoch(): number {
    return this.meta('epoch') ?? 0;
  }

  /** Everything up to here was published; undefined in a journal that nobody has told. */
  get published(): number | undefined {
    return this.meta('published');
  }

  /** Stores one commit, and with it how far was published: returns when both are on the disk. */
  append(firstSequence: number, lastSequence: number, packed: Uint8Array, published?: number): void {
    this.insert ??= this.database.prepare('INSERT INTO batch VALUES (?, ?, ?, ?)');
    const checksum = batchChecksum(firstSequence, lastSequence, packed);
    if (published === undefined) {
      this.insert.run(firstSequence, lastSequence, checksum, packed);
      return;
    }
    this.transaction(() => {
      this.insert?.run(firstSequence, lastSequence, checksum, packed);
      this.setPublished(published);
    });
  }

  setPublished(sequence: number): void {
    this.database
      .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run('published', sequence);
  }

  /**
   * Deletes at most `maxRows` commits that end at or before `sequence`, in one transaction, and gives what space it can back
   * to the system. True when none is left. Only for what an archive holds.
   */
  drop(sequence: number, maxRows: number): boolean {
    const { changes } = this.database
      .prepare(
        `DELETE FROM batch WHERE first_sequence IN
          (SELECT first_sequence FROM batch WHERE first_sequence <= ? AND last_sequence <= ?
           ORDER BY first_sequence LIMIT ?)`,
      )
      .run(sequence, sequence, maxRows);
    this.database.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
    return Number(changes) < maxRows;
  }

  /** Gives all free pages back to the system. Takes as long as copying the file when it is of an older release. */
  compact(): void {
    const mode = Number(this.database.prepare('PRAGMA auto_vacuum').get()?.['auto_vacuum']);
    this.database.exec(mode === INCREMENTAL ? 'PRAGMA incremental_vacuum' : 'PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
  }

  /** Moves the write-ahead log into the file; `truncate` also empties it (at a clean stop). */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    this.database.exec(`PRAGMA wal_checkpoint(${mode})`);
  }

  close(): void {
    this.database.close();
  }

  private prepareForWriting(): void {
    // The first holds for a new file only: in an older one what is deleted is used again, but not given back.
    // Checkpoints are made by the writer at moments of its own choice, not inside somebody's commit.
    this.database.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 0`);
    this.database.exec(SCHEMA);
    this.checkFormat();
    // Of a journal that begins here it is known: nothing. An older one that nobody told of it stays one.
    this.database.exec(`INSERT OR IGNORE INTO meta SELECT 'published', 0 WHERE NOT EXISTS (SELECT 1 FROM batch)`);
  }

  private transaction(work: () => void): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  private meta(key: string): number | undefined {
    const row = this.database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
    return row === undefined ? undefined : Number(row['value']);
  }

  private checkFormat(): void {
    this.database.prepare('INSERT OR IGNORE INTO meta VALUES (?, ?)').run('format', FORMAT);
    const format = this.meta('format');
    if (format !== FORMAT)
      throw new JournalError('JOURNAL_CORRUPT', `the journal has format ${format}, this version reads ${FORMAT}`);
  }
}
