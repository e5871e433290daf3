import { copyFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { JournalReader } from './reader/journal-reader.js';
import { BatchBuilder } from './store/batch-codec.js';
import { JournalStore } from './store/journal-store.js';

it('a write-ahead log that is cut anywhere gives whole commits from the first on, and all that had been synced before the cut', () => {
  const directory = tempDir('torn');
  const store = new JournalStore(directory);
  const ends: { readonly bytes: number; readonly sequence: number }[] = [];
  const wal = join(directory, 'journal.db-wal');
  for (let sequence = 0; sequence < 320; sequence += 8) {
    const batch = new BatchBuilder();
    for (let i = 1; i <= 8; i++) {
      const payload = Buffer.from(`record ${sequence + i}`.padEnd(150 + sequence, '.'));
      batch.add(1, payload, 0, payload.length);
    }
    store.append(sequence + 1, sequence + 8, batch.packed());
    ends.push({ bytes: readFileSync(wal).length, sequence: sequence + 8 });
  }
  const rng = new SeededRng(5);
  const seen = new Set<number>();
  for (let i = 0; i < Number(process.env['JOURNAL_CUTS'] ?? 150); i++) {
    const torn = tempDir('torn');
    copyFileSync(join(directory, 'journal.db'), join(torn, 'journal.db'));
    copyFileSync(wal, join(torn, 'journal.db-wal'));
    const cut = ends[0].bytes + rng.integer(ends.at(-1)!.bytes - ends[0].bytes);
    truncateSync(join(torn, 'journal.db-wal'), cut);
    const reader = new JournalReader(torn);
    const found = Array.from(reader.records(0), ({ sequence, payload }) => {
      expect(Buffer.from(payload).toString()).toMatch(new RegExp(`^record ${sequence}\\.+$`));
      return sequence;
    });
    reader.close();
    const synced = ends.filter(({ bytes }) => bytes <= cut).at(-1)!.sequence;
    expect(found).toEqual(Array.from({ length: synced }, (_, at) => at + 1));
    seen.add(synced);
  }
  store.close();
  expect(seen.size).toBeGreaterThan(20);
});
