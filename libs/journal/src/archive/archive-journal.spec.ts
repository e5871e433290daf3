import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { recover } from '../snapshot/recover.js';
import { JournalStore } from '../store/journal-store.js';
import { ShardLock } from '../store/shard-lock.js';
import { nodeDisk, type Disk } from '../store/disk.js';
import { Tally } from '../testing/tally.js';
import { repeat, writeCommits } from '../testing/written.js';
import { verifyJournal } from '../verify/verify-journal.js';
import { archiveJournal, archiveStopped } from './archive-journal.js';

/** 6 000 records, snapshots after 3 000 and 5 000. */
function written(): string {
  const directory = tempDir('archive');
  writeCommits(directory, repeat(10, 600), 200);
  Tally.snapshot(directory, 3_000);
  Tally.snapshot(directory, 5_000);
  return directory;
}

const rowsOf = (directory: string): number => {
  const database = new DatabaseSync(join(directory, 'journal.db'), { readOnly: true });
  const { n } = database.prepare('SELECT count(*) AS n FROM batch').get() as { n: number };
  database.close();
  return n;
};

function replayed(directory: string): number {
  const tally = new Tally();
  return recover(directory, tally.onRecord, undefined).lastSequence;
}

describe('archiving a journal', () => {
  it('moves what lies before the last but one snapshot, and gives the space back', () => {
    const directory = written();
    const before = statSync(join(directory, 'journal.db')).size;
    expect(archiveStopped(directory)).toMatchObject({ first: 1, last: 3_000, records: 3_000 });
    expect(rowsOf(directory)).toBe(300);
    expect(statSync(join(directory, 'journal.db')).size).toBeLessThan(before * 0.7);
    expect(replayed(directory)).toBe(6_000);
    expect(verifyJournal(directory)).toMatchObject({ records: 6_000, problems: [] });
    expect(archiveStopped(directory)).toBeUndefined();
    Tally.snapshot(directory);
    expect(archiveStopped(directory)).toMatchObject({ first: 3_001, last: 5_000 });
    expect(verifyJournal(directory)).toMatchObject({
      records: 6_000,
      firstSequence: 1,
      lastSequence: 6_000,
      problems: [],
    });
  });

  it('takes records that a crash left in both for one, and finishes later', () => {
    const directory = written();
    archiveJournal(directory);
    expect(rowsOf(directory)).toBe(600);
    expect(replayed(directory)).toBe(6_000);
    expect(verifyJournal(directory)).toMatchObject({ records: 6_000, problems: [] });
    expect(archiveStopped(directory)).toBeUndefined();
    expect(rowsOf(directory)).toBe(300);
    expect(replayed(directory)).toBe(6_000);
  });

  it('leaves the journal its room, as large as what is moved and 32 MB more', () => {
    const directory = written();
    const disk = (room: number): Disk => ({ ...nodeDisk, room: () => room });
    // Each record of 200 bytes has a head of 8.
    const needed = 3_000 * 208 + 32 * 1024 * 1024;
    expect(() => archiveJournal(directory, disk(needed - 1))).toThrow(
      expect.objectContaining({ code: 'JOURNAL_WRITE', message: expect.stringContaining('so that the journal keeps') }),
    );
    expect(readdirSync(directory).filter((name) => name.startsWith('archive'))).toEqual([]);
    expect(archiveJournal(directory, disk(needed))).toMatchObject({ first: 1, last: 3_000 });
  });

  it('needs two snapshots that can be read', () => {
    const directory = written();
    const path = join(directory, 'snapshot-5000');
    writeFileSync(path, readFileSync(path).subarray(1));
    expect(archiveJournal(directory)).toBeUndefined();
  });

  it('moves nothing that fails its checksum, and leaves no half archive', () => {
    const directory = written();
    const database = new DatabaseSync(join(directory, 'journal.db'));
    database.exec("UPDATE batch SET records = CAST('x' AS BLOB) WHERE first_sequence = 2001");
    database.close();
    expect(() => archiveStopped(directory)).toThrow(expect.objectContaining({ code: 'JOURNAL_CORRUPT' }));
    expect(readdirSync(directory).filter((name) => name.startsWith('archive'))).toEqual([]);
    expect(rowsOf(directory)).toBe(600);
  });

  it('does not touch the journal of an OMS that runs', () => {
    const directory = written();
    const lock = ShardLock.take(directory);
    expect(() => archiveStopped(directory)).toThrow(expect.objectContaining({ code: 'JOURNAL_LOCKED' }));
    lock.release();
    expect(existsSync(join(directory, 'archive-1-3000.db'))).toBe(false);
  });

  it('gives the space of a file of an older release back as well', () => {
    const directory = tempDir('archive');
    const old = new DatabaseSync(join(directory, 'journal.db'));
    old.exec('PRAGMA journal_mode = WAL; CREATE TABLE other (x) STRICT'.replace(' STRICT', ''));
    old.close();
    writeCommits(directory, repeat(10, 600), 200);
    Tally.snapshot(directory, 4_000);
    Tally.snapshot(directory, 5_000);
    const before = statSync(join(directory, 'journal.db')).size;
    archiveStopped(directory);
    expect(statSync(join(directory, 'journal.db')).size).toBeLessThan(before / 2);
  });

  it('drops in steps, and says when it is done', () => {
    const directory = written();
    archiveJournal(directory);
    const store = new JournalStore(directory);
    expect([1, 2, 3, 4].map(() => store.drop(3_000, 100))).toEqual([false, false, false, true]);
    store.close();
    expect(replayed(directory)).toBe(6_000);
  });
});
