import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { archiveStopped } from '../archive/archive-journal.js';
import { JournalReader } from '../reader/journal-reader.js';
import { JournalStore } from '../store/journal-store.js';
import { Tally } from '../testing/tally.js';
import { repeat, writeCommits } from '../testing/written.js';
import { verifyJournal, type RecordInspector } from './verify-journal.js';

function written(): string {
  const directory = tempDir('verify');
  writeCommits(directory, repeat(10, 60));
  Tally.snapshot(directory, 200);
  Tally.snapshot(directory, 400);
  archiveStopped(directory);
  return directory;
}

function everything(directory: string): string {
  const reader = new JournalReader(directory);
  try {
    return Array.from(
      reader.records(0),
      ({ sequence, payload }) => `${sequence}${Buffer.from(payload).toString()}`,
    ).join();
  } finally {
    reader.close();
  }
}

/** What is wrong, or what could not even be read. */
function problemsOf(directory: string): readonly string[] {
  try {
    return verifyJournal(directory).problems;
  } catch (error) {
    return [(error as Error).message];
  }
}

describe('verifyJournal', () => {
  it('counts what there is', () => {
    expect(verifyJournal(written())).toEqual({
      records: 600,
      firstSequence: 1,
      lastSequence: 600,
      epoch: 0,
      epochs: 0,
      archives: [{ file: 'archive-1-200.db', first: 1, last: 200 }],
      snapshots: [
        { file: 'snapshot-400', sequence: 400, application: 'tally-1' },
        { file: 'snapshot-200', sequence: 200, application: 'tally-1' },
      ],
      problems: [],
    });
  });

  it.each(['journal.db', 'archive-1-200.db', 'snapshot-400'])(
    'never lets changed bytes of %s pass for records',
    (name) => {
      const directory = written();
      const path = join(directory, name);
      const sound = readFileSync(path);
      const before = everything(directory);
      const rng = new SeededRng(11);
      let found = 0;
      for (let i = 0; i < Number(process.env['JOURNAL_FLIPS'] ?? 150); i++) {
        const bytes = Buffer.from(sound);
        const at = rng.integer(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << rng.integer(8));
        writeFileSync(path, bytes);
        if (problemsOf(directory).length > 0) found += 1;
        // Where nothing is stored a bit may change: what is there is then what was.
        else expect(everything(directory)).toBe(before);
      }
      expect(found).toBeGreaterThan(20);
    },
  );

  it('names holes, doubled records that differ, and a snapshot that no commit ends with', () => {
    const directory = tempDir('verify');
    writeCommits(directory, repeat(10, 60));
    Tally.snapshot(directory, 200);
    Tally.snapshot(directory, 400);
    // Still in both.
    const copy = readFileSync(join(directory, 'journal.db'));
    archiveStopped(directory);
    writeFileSync(join(directory, 'journal.db'), copy);
    const database = new DatabaseSync(join(directory, 'journal.db'));
    database.exec(
      'DELETE FROM batch WHERE first_sequence = 391; UPDATE batch SET checksum = 1 WHERE first_sequence = 21',
    );
    database.close();
    expect(verifyJournal(directory).problems).toEqual([
      'journal.db: records from 21 on differ from those of an archive',
      'journal.db: records 391 to 400 are missing',
      'snapshot-400: no commit of this journal ends where it does',
    ]);
  });

  it('holds epochs to rise and to be counted by the file', () => {
    const directory = tempDir('verify');
    writeCommits(directory, [5]);
    const store = new JournalStore(directory);
    store.raiseEpoch();
    store.raiseEpoch();
    store.close();
    const epochs = new Map([
      [1, 1],
      [2, 3],
      [4, 3],
    ]);
    const inspect: RecordInspector = ({ sequence }) => {
      const epoch = epochs.get(sequence);
      if (epoch !== undefined) return { epoch };
      return sequence === 5 ? { problem: 'it is odd' } : {};
    };
    expect(verifyJournal(directory, inspect)).toMatchObject({
      epoch: 2,
      epochs: 3,
      problems: [
        'record 4: epoch 3 after 3',
        'journal.db: record 5: it is odd',
        'the epoch is 2, but records begin epoch 3',
      ],
    });
  });
});
