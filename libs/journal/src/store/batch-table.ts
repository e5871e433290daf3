import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { BatchRow } from './batch-codec.js';

export const BATCH_TABLE = `
  CREATE TABLE IF NOT EXISTS batch (
    first_sequence INTEGER PRIMARY KEY,
    last_sequence INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    records BLOB NOT NULL
  ) STRICT;
`;

/** One read ends after so much: a longer one would keep the writer from emptying its write-ahead log. */
const CHUNK_ROWS = 256;
const CHUNK_BYTES = 1024 * 1024;

const FROM = `SELECT first_sequence, last_sequence, checksum, records FROM batch
  WHERE first_sequence >= coalesce(
    (SELECT first_sequence FROM batch WHERE first_sequence <= ? ORDER BY first_sequence DESC LIMIT 1), 0)
  ORDER BY first_sequence`;

function toRow(raw: Record<string, SQLOutputValue>): BatchRow {
  return {
    firstSequence: Number(raw['first_sequence']),
    lastSequence: Number(raw['last_sequence']),
    checksum: Number(raw['checksum']),
    packed: raw['records'] as Uint8Array,
  };
}

/** Commits of a journal or of an archive of it. */
export class BatchTable {
  private readonly from: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.from = database.prepare(FROM);
  }

  /** Rows in order from the one that holds `sequence` on, as many as one short read takes; none when there are no later. */
  chunk(sequence: number): BatchRow[] {
    const rows: BatchRow[] = [];
    let bytes = 0;
    for (const raw of this.from.iterate(sequence)) {
      const row = toRow(raw);
      // The row before a hole, or before the end.
      if (row.lastSequence < sequence) continue;
      rows.push(row);
      bytes += row.packed.length;
      if (rows.length >= CHUNK_ROWS || bytes >= CHUNK_BYTES) break;
    }
    return rows;
  }

  /** First and last sequence; undefined while there is no row. */
  range(): { readonly first: number; readonly last: number } | undefined {
    const end = (order: 'ASC' | 'DESC') =>
      this.database
        .prepare(`SELECT first_sequence, last_sequence FROM batch ORDER BY first_sequence ${order} LIMIT 1`)
        .get();
    const [first, last] = [end('ASC'), end('DESC')];
    if (first === undefined || last === undefined) return undefined;
    return { first: Number(first['first_sequence']), last: Number(last['last_sequence']) };
  }

  /** Bytes of the packed records of the rows from `first` to `last`. */
  bytesThrough(first: number, last: number): number {
    const row = this.database
      .prepare('SELECT sum(length(records)) AS bytes FROM batch WHERE first_sequence >= ? AND last_sequence <= ?')
      .get(first, last);
    return Number(row?.['bytes'] ?? 0);
  }

  /** Checksum of the row that ends with `sequence`. */
  checksumAt(sequence: number): number | undefined {
    const row = this.database
      .prepare(
        'SELECT last_sequence, checksum FROM batch WHERE first_sequence <= ? ORDER BY first_sequence DESC LIMIT 1',
      )
      .get(sequence);
    return row !== undefined && Number(row['last_sequence']) === sequence ? Number(row['checksum']) : undefined;
  }
}
