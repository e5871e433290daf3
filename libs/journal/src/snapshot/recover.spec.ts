import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { Tally } from '../testing/tally.js';
import { repeat, writeCommits } from '../testing/written.js';
import { recover } from './recover.js';

/** 600 records, snapshots after 300 and 500. */
function written(): string {
  const directory = tempDir('recover');
  writeCommits(directory, repeat(10, 60));
  Tally.snapshot(directory, 300);
  Tally.snapshot(directory, 500);
  return directory;
}

function whole(directory: string): readonly number[] {
  const tally = new Tally();
  recover(directory, tally.onRecord, undefined);
  return tally.state;
}

function restored(directory: string, application?: string) {
  const tally = new Tally(application);
  let replayed = 0;
  const result = recover(
    directory,
    (record) => {
      replayed += 1;
      tally.onRecord(record);
    },
    tally.use,
  );
  expect(result.lastSequence).toBe(600);
  expect(tally.state).toEqual(whole(directory));
  return { from: result.restoredSequence, replayed, passed: tally.passed };
}

function damage(directory: string, name: string): void {
  const path = join(directory, name);
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('recover', () => {
  it('restores the newest snapshot and replays only what follows', () => {
    expect(restored(written())).toEqual({ from: 500, replayed: 100, passed: [] });
  });

  it('falls back to the older one, then to all records, and says why', () => {
    const directory = written();
    damage(directory, 'snapshot-500');
    const first = 'snapshot-500: it fails its checksum';
    expect(restored(directory)).toEqual({ from: 300, replayed: 300, passed: [first] });
    rmSync(join(directory, 'snapshot-300'));
    writeFileSync(join(directory, 'snapshot-300'), 'nothing');
    const second = 'snapshot-300: it is shorter than its head';
    expect(restored(directory)).toEqual({ from: 0, replayed: 600, passed: [first, second] });
  });

  it('takes none of another version of the application', () => {
    const { from, passed } = restored(written(), 'tally-2');
    expect(from).toBe(0);
    expect(passed[0]).toBe('snapshot-500: it is of tally-1, this is tally-2');
  });

  it('takes none of another journal', () => {
    const directory = written();
    const other = tempDir('other');
    writeCommits(other, repeat(20, 25), 30);
    writeFileSync(join(directory, 'snapshot-500'), readFileSync(Tally.snapshot(other).path));
    expect(restored(directory)).toMatchObject({ from: 300, passed: ['snapshot-500: it is of another journal'] });
  });

  it('goes on after one that the application refuses', () => {
    const directory = written();
    const tally = new Tally();
    const refusing = {
      ...tally.use,
      restore: (bytes: Uint8Array, at: number) => (at === 500 ? 'no' : tally.use.restore(bytes, at)),
    };
    expect(recover(directory, tally.onRecord, refusing).restoredSequence).toBe(300);
    expect(tally.passed).toEqual(['snapshot-500: no']);
  });

  it('does not start on a journal that ends before a snapshot: its sequences would be used again', () => {
    const directory = written();
    for (const end of ['', '-wal', '-shm']) rmSync(join(directory, `journal.db${end}`), { force: true });
    writeCommits(directory, [100]);
    const tally = new Tally();
    expect(() => recover(directory, tally.onRecord, tally.use)).toThrow(/records 101 to 500 are missing/);
    expect(tally.count).toBe(0);
  });
});
