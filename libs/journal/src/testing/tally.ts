import type { JournalRecord } from '../record.js';
import { JournalReader } from '../reader/journal-reader.js';
import { restoreNewest, type SnapshotUse } from '../snapshot/recover.js';
import { writeSnapshot, type SnapshotFile } from '../snapshot/snapshot-store.js';

const MOD = 2 ** 31 - 1;

/** A small application whose state follows from every record: how many there were, and a sum that their order matters to. */
export class Tally {
  count = 0;
  sum = 0;
  readonly passed: string[] = [];
  readonly use: SnapshotUse;

  constructor(application = 'tally-1') {
    this.use = {
      application,
      restore: (bytes) => this.restore(bytes),
      passedOver: (file, reason) => void this.passed.push(`${file.slice(file.lastIndexOf('/') + 1)}: ${reason}`),
    };
  }

  readonly onRecord = ({ sequence, payload }: JournalRecord): void => {
    if (sequence !== this.count + 1) throw new Error(`record ${sequence} after ${this.count}`);
    this.count = sequence;
    for (const byte of payload) this.sum = (this.sum * 31 + byte) % MOD;
  };

  get state(): readonly number[] {
    return [this.count, this.sum];
  }

  /** Writes the snapshot of everything that is durable in the directory. */
  static snapshot(directory: string, throughSequence = Infinity): SnapshotFile {
    const reader = new JournalReader(directory);
    try {
      const tally = new Tally();
      restoreNewest(directory, reader, tally.use, throughSequence);
      let tail = 0;
      for (const row of reader.batches(tally.count)) {
        if (row.lastSequence > throughSequence) break;
        for (const record of reader.unpacked(row)) tally.onRecord(record);
        tail = row.checksum;
      }
      if (tail === 0) tail = reader.checksumAt(tally.count) ?? 0;
      const bytes = new Uint8Array(Float64Array.of(tally.count, tally.sum).buffer);
      return writeSnapshot(directory, { sequence: tally.count, tail, application: 'tally-1', parts: [bytes] });
    } finally {
      reader.close();
    }
  }

  private restore(bytes: Uint8Array): string | undefined {
    if (bytes.length !== 16) return 'it is not 16 bytes';
    [this.count = 0, this.sum = 0] = new Float64Array(bytes.slice().buffer);
    return undefined;
  }
}
