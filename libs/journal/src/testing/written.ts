import { DatabaseSync } from 'node:sqlite';
import { batchChecksum, BatchBuilder } from '../store/batch-codec.js';
import { JournalStore, journalPath } from '../store/journal-store.js';

/** Commits of `sizes` records each behind what a directory has; with one sync for all of them. */
export function writeCommits(directory: string, sizes: readonly number[], bytes = 20): void {
  const store = new JournalStore(directory);
  let sequence = store.batches.range()?.last ?? 0;
  store.close();
  const database = new DatabaseSync(journalPath(directory));
  const insert = database.prepare('INSERT INTO batch VALUES (?, ?, ?, ?)');
  database.exec('BEGIN');
  for (const size of sizes) {
    const batch = new BatchBuilder();
    for (let i = 1; i <= size; i++) {
      const payload = Buffer.from(`record ${sequence + i}`.padEnd(bytes, '.'));
      batch.add((sequence + i) % 7, payload, 0, payload.length);
    }
    const packed = batch.packed();
    const [first, last] = [sequence + 1, sequence + size];
    insert.run(first, last, batchChecksum(first, last, packed), packed);
    sequence = last;
  }
  database.exec('COMMIT');
  database.close();
}

export const repeat = (size: number, times: number): number[] => Array.from({ length: times }, () => size);
