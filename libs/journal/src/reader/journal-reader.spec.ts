import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { archiveJournal, archiveStopped } from '../archive/archive-journal.js';
import { JournalStore } from '../store/journal-store.js';
import { Tally } from '../testing/tally.js';
import { repeat, writeCommits } from '../testing/written.js';
import { JournalReader } from './journal-reader.js';

function sequences(reader: JournalReader, after: number, through?: number): number[] {
  return Array.from(reader.records(after, through), ({ sequence }) => sequence);
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('JournalReader', () => {
  it('begins and ends inside of commits', () => {
    const directory = tempDir();
    writeCommits(directory, repeat(7, 600));
    const reader = new JournalReader(directory);
    for (const [after, through] of [
      [0, 4_200],
      [6, 8],
      [7, 7],
      [10, 30],
      [4_199, 4_200],
      [4_200, 9_000],
      [5_000, 9_000],
    ] as const)
      expect(sequences(reader, after, through)).toEqual(
        through > after ? range(after + 1, Math.min(through, 4_200)) : [],
      );
    expect([reader.lastSequence, reader.checksumAt(8)]).toEqual([4_200, undefined]);
    reader.close();
  });

  it('reads archives and the file as one, also what is archived while it reads', () => {
    const directory = tempDir();
    writeCommits(directory, repeat(10, 900));
    Tally.snapshot(directory, 2_000);
    Tally.snapshot(directory, 4_000);
    expect(archiveStopped(directory)).toMatchObject({ first: 1, last: 2_000, records: 2_000 });
    const reader = new JournalReader(directory);
    const seen: number[] = [];
    for (const { sequence } of reader.records(0)) {
      seen.push(sequence);
      if (sequence !== 2_500) continue;
      Tally.snapshot(directory, 8_000);
      Tally.snapshot(directory, 8_990);
      expect(archiveJournal(directory)).toMatchObject({ first: 2_001, last: 8_000 });
      const store = new JournalStore(directory);
      expect(store.drop(8_000, 10_000)).toBe(true);
      store.close();
    }
    expect(seen).toEqual(range(1, 9_000));
    expect(sequences(reader, 1_995, 8_005)).toEqual(range(1_996, 8_005));
    reader.close();
  });

  it('keeps no checkpoint from emptying the write-ahead log between two looks', () => {
    const directory = tempDir();
    writeCommits(directory, repeat(50, 900), 200);
    const reader = new JournalReader(directory);
    const records = reader.records(0);
    records.next();
    const writer = new JournalStore(directory);
    const again = new DatabaseSync(join(directory, 'journal.db'));
    const { busy } = again.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    expect(busy).toBe(0);
    again.close();
    writer.close();
    expect(Array.from(records)).toHaveLength(44_999);
    reader.close();
  });

  it('says which records are missing', () => {
    const directory = tempDir();
    writeCommits(directory, repeat(10, 30));
    const database = new DatabaseSync(join(directory, 'journal.db'));
    database.exec('DELETE FROM batch WHERE first_sequence = 151');
    database.close();
    const reader = new JournalReader(directory);
    expect(() => sequences(reader, 0)).toThrow('records 151 to 160 are missing');
    reader.close();
  });
});
