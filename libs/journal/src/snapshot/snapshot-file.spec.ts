import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { nodeDisk, type Disk } from '../store/disk.js';
import { parseSnapshot, readSnapshot, snapshotHead } from './snapshot-file.js';
import { listSnapshots, writeSnapshot } from './snapshot-store.js';

const meta = { sequence: 70_000, tail: 4_000_000_000, application: 'größer-1' };
const parts = [Uint8Array.of(1, 2, 3), new Uint8Array(0), Uint8Array.of(4, 5)];
const whole = new Uint8Array(Buffer.concat([snapshotHead(meta, parts), ...parts]));

describe('a snapshot file', () => {
  it('brings back what was written', () => {
    expect(parseSnapshot(whole)).toEqual({ ...meta, bytes: Uint8Array.of(1, 2, 3, 4, 5) });
  });

  it('is refused when any one bit of it changed', () => {
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const changed = Uint8Array.from(whole);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => parseSnapshot(changed)).toThrow(expect.objectContaining({ code: 'JOURNAL_CORRUPT' }));
    }
  });

  it('is refused when it was cut or lengthened anywhere', () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => parseSnapshot(whole.subarray(0, length))).toThrow(/shorter|not as long|format/);
    expect(() => parseSnapshot(Uint8Array.from([...whole, 0]))).toThrow('not as long as it says');
  });
});

/** Fails at its n-th step, and tells how many there were. */
class FailingDisk implements Disk {
  steps = 0;
  constructor(private readonly failAt: number) {}

  readonly open = (path: string, flags: 'r' | 'w'): number => this.step(() => nodeDisk.open(path, flags));
  readonly write = (file: number, bytes: Uint8Array): number =>
    // Short writes, as on a disk that is nearly full.
    this.step(() => nodeDisk.write(file, bytes.subarray(0, 7)));
  readonly sync = (file: number): void => this.step(() => nodeDisk.sync(file));
  readonly close = (file: number): void => nodeDisk.close(file);
  readonly rename = (from: string, to: string): void => this.step(() => nodeDisk.rename(from, to));
  readonly remove = (path: string): void => nodeDisk.remove(path);
  readonly room = (directory: string): number => nodeDisk.room(directory);

  private step<T>(work: () => T): T {
    this.steps += 1;
    if (this.steps === this.failAt) throw Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC' });
    return work();
  }
}

describe('writeSnapshot', () => {
  it('leaves what was there, and no half file, whichever step of the disk fails', () => {
    const counted = new FailingDisk(0);
    writeSnapshot(tempDir('snapshot'), { ...meta, parts }, counted);
    const { steps } = counted;
    let failed = 0;
    for (let failAt = 1; failAt <= steps; failAt++) {
      const directory = tempDir('snapshot');
      writeSnapshot(directory, { ...meta, sequence: 1, parts });
      writeSnapshot(directory, { ...meta, sequence: 2, parts });
      const disk = new FailingDisk(failAt);
      try {
        writeSnapshot(directory, { ...meta, sequence: 3, parts }, disk);
      } catch {
        failed += 1;
      }
      const there = listSnapshots(directory);
      expect(there.length).toBeGreaterThanOrEqual(2);
      for (const { path, sequence } of there) expect(readSnapshot(path).sequence).toBe(sequence);
    }
    expect([failed, steps > 10]).toEqual([steps, true]);
  });

  it('leaves the journal its room', () => {
    const directory = tempDir('snapshot');
    const reserved = 32 * 1024 * 1024;
    const disk = (room: number): Disk => ({ ...nodeDisk, room: () => room });
    expect(() => writeSnapshot(directory, { ...meta, parts }, disk(reserved + whole.length - 1))).toThrow(
      expect.objectContaining({ code: 'JOURNAL_WRITE', message: expect.stringContaining('32 MB are left, 33 MB are') }),
    );
    expect(listSnapshots(directory)).toEqual([]);
    writeSnapshot(directory, { ...meta, parts }, disk(reserved + whole.length));
    expect(listSnapshots(directory)).toHaveLength(1);
  });

  it('keeps the newest two, and removes what a crash left half done', () => {
    const directory = tempDir('snapshot');
    for (const sequence of [5, 900, 70, 1_000]) writeSnapshot(directory, { ...meta, sequence, parts });
    expect(listSnapshots(directory).map(({ sequence }) => sequence)).toEqual([1_000, 900]);
    expect(readFileSync(`${directory}/snapshot-900`).length).toBe(whole.length);
  });
});
