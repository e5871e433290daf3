import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { JournalError } from '../journal-error.js';
import type { JournalRecord } from '../record.js';
import { batchChecksum, unpack, type BatchRow } from './batch-codec.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS batch (
    first_sequence INTEGER PRIMARY KEY,
    last_sequence INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    records BLOB NOT NULL
  ) STRICT;
`;
const FORMAT = 1;

export function journalPath(directory: string): string {
  return join(directory, 'journal.db');
}

/** The journal file: SQLite, write-ahead log, full sync. One connection writes; readers are short. */
export class JournalStore {
  private readonly database: DatabaseSync;
  private insert: StatementSync | undefined;

  constructor(directory: string, options: { readOnly: boolean } = { readOnly: false }) {
    this.database = new DatabaseSync(journalPath(directory), { readOnly: options.readOnly, timeout: 2_000 });
    if (options.readOnly) return;
    // Checkpoints are made by the writer at moments of its own choice, not inside somebody's commit.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
    this.database.exec(SCHEMA);
    this.checkFormat();
  }

  /** Adds one to the epoch, durably, and returns it. First epoch: 1. */
  raiseEpoch(): number {
    const row = this.database
      .prepare('INSERT INTO meta VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET value = value + 1 RETURNING value')
      .get('epoch');
    return Number(row?.['value']);
  }

  /** Stores one commit: returns when it is on the disk. */
  append(firstSequence: number, lastSequence: number, packed: Uint8Array): void {
    this.insert ??= this.database.prepare('INSERT INTO batch VALUES (?, ?, ?, ?)');
    this.insert.run(firstSequence, lastSequence, batchChecksum(firstSequence, lastSequence, packed), packed);
  }

  /**
   * Records after a sequence, in order and checked for holes. @throws JournalError JOURNAL_CORRUPT.
   */
  *records(afterSequence: number): Generator<JournalRecord> {
    const statement = this.database.prepare(
      'SELECT first_sequence, last_sequence, checksum, records FROM batch WHERE first_sequence >= ? ORDER BY first_sequence',
    );
    let expected = this.firstBatchAfter(afterSequence);
    for (const raw of statement.iterate(expected)) {
      const row = toRow(raw);
      if (row.firstSequence !== expected) {
        throw new JournalError('JOURNAL_CORRUPT', `records ${expected} to ${row.firstSequence - 1} are missing`);
      }
      for (const record of unpack(row)) if (record.sequence > afterSequence) yield record;
      expected = row.lastSequence + 1;
    }
  }

  /** Moves the write-ahead log into the file; `truncate` also empties it (at a clean stop). */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    this.database.exec(`PRAGMA wal_checkpoint(${mode})`);
  }

  close(): void {
    this.database.close();
  }

  /** First sequence of the batch that holds, or would hold, `afterSequence + 1`. */
  private firstBatchAfter(afterSequence: number): number {
    const row = this.database
      .prepare(
        'SELECT first_sequence, last_sequence FROM batch WHERE first_sequence <= ? ORDER BY first_sequence DESC LIMIT 1',
      )
      .get(afterSequence + 1);
    if (row === undefined) return 1;
    const last = Number(row['last_sequence']);
    return last > afterSequence ? Number(row['first_sequence']) : last + 1;
  }

  private checkFormat(): void {
    this.database.prepare('INSERT OR IGNORE INTO meta VALUES (?, ?)').run('format', FORMAT);
    const row = this.database.prepare('SELECT value FROM meta WHERE key = ?').get('format');
    if (Number(row?.['value']) !== FORMAT) {
      throw new JournalError(
        'JOURNAL_CORRUPT',
        `the journal has format ${String(row?.['value'])}, this version reads ${FORMAT}`,
      );
    }
  }
}

function toRow(raw: Record<string, unknown>): BatchRow {
  return {
    firstSequence: Number(raw['first_sequence']),
    lastSequence: Number(raw['last_sequence']),
    checksum: Number(raw['checksum']),
    packed: raw['records'] as Uint8Array,
  };
}
