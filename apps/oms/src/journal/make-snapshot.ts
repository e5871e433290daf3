import { JournalReader, writeSnapshot } from '@bourseworks/journal';
import { APPLICATION, Replica, type ReplicaData } from './replica.js';

export interface MadeSnapshot {
  readonly sequence: number;
  /** 0 when a snapshot after this record was there already. */
  readonly bytes: number;
  readonly replayed: number;
}

/**
 * Writes the snapshot after `throughSequence`, which ends a commit: from the last snapshot and the records that follow it.
 * @throws JournalError, or what the disk refused; snapshots that are there stay.
 */
export function makeSnapshot(data: ReplicaData, throughSequence?: number): MadeSnapshot {
  const reader = new JournalReader(data.directory);
  try {
    const through = throughSequence ?? reader.lastSequence;
    const replica = Replica.restored(data, reader, through);
    const replayed = replica.catchUp(reader, through);
    const sequence = replica.engine.lastSequence;
    if (replayed === 0) return { sequence, bytes: 0, replayed };
    const tail = reader.checksumAt(sequence);
    if (tail === undefined) throw new Error(`record ${sequence} does not end a commit`);
    const parts = [replica.engine.snapshot()];
    const { bytes } = writeSnapshot(data.directory, { sequence, tail, application: APPLICATION, parts });
    return { sequence, bytes, replayed };
  } finally {
    reader.close();
  }
}
