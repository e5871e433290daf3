import { JournalError } from '../journal-error.js';
import { JournalReader } from '../reader/journal-reader.js';
import type { JournalRecord } from '../record.js';
import { readSnapshot, type Snapshot } from './snapshot-file.js';
import { listSnapshots, type SnapshotFile } from './snapshot-store.js';

/** How an application takes over its state from a snapshot. */
export interface SnapshotUse {
  /** Snapshots of another application, version or setting are passed over. */
  readonly application: string;
  /**
   * Takes the state over, or says why not; the application must then be as it was before. Called for one snapshot after the
   * other, the newest first, until one is taken.
   */
  restore(bytes: Uint8Array, sequence: number): string | undefined;
  /** A snapshot was not used: the start takes longer, nothing is lost. */
  passedOver(file: string, reason: string): void;
}

export interface Recovered {
  readonly lastSequence: number;
  /** Last record of the snapshot that was restored; 0 without one. */
  readonly restoredSequence: number;
}

/** The snapshot in a file, or why it is not one of this journal and application. */
function usable(file: SnapshotFile, reader: JournalReader, application: string): Snapshot | string {
  try {
    const snapshot = readSnapshot(file.path);
    if (snapshot.application !== application) return `it is of ${snapshot.application}, this is ${application}`;
    if (snapshot.sequence !== file.sequence) return 'it covers other records than its name says';
    return reader.checksumAt(snapshot.sequence) === snapshot.tail ? snapshot : 'it is of another journal';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Restores the newest snapshot that can be, and returns what it covers; 0 when there is none. */
export function restoreNewest(
  directory: string,
  reader: JournalReader,
  use: SnapshotUse,
  throughSequence = Infinity,
): number {
  for (const file of listSnapshots(directory)) {
    if (file.sequence > throughSequence) continue;
    const snapshot = usable(file, reader, use.application);
    const refused = typeof snapshot === 'string' ? snapshot : use.restore(snapshot.bytes, snapshot.sequence);
    if (refused === undefined) return file.sequence;
    use.passedOver(file.path, refused);
  }
  return 0;
}

/** A journal that ends before a snapshot has lost records that were durable: going on would use their sequences again. */
function checkEnd(directory: string, lastSequence: number): void {
  for (const { path, sequence } of listSnapshots(directory)) {
    if (sequence <= lastSequence) continue;
    throw new JournalError(
      'JOURNAL_CORRUPT',
      `records ${lastSequence + 1} to ${sequence} are missing: ${path} covers them. Is the snapshot of another journal, remove it`,
    );
  }
}

/**
 * Brings an application to the state after the last record.
 * @throws JournalError JOURNAL_CORRUPT when records are missing or damaged that no snapshot covers.
 */
export function recover(
  directory: string,
  onRecord: (record: JournalRecord) => void,
  snapshots: SnapshotUse | undefined,
): Recovered {
  const reader = new JournalReader(directory);
  try {
    checkEnd(directory, reader.lastSequence);
    const restoredSequence = snapshots === undefined ? 0 : restoreNewest(directory, reader, snapshots);
    let lastSequence = restoredSequence;
    for (const record of reader.records(restoredSequence)) {
      onRecord(record);
      lastSequence = record.sequence;
    }
    return { lastSequence, restoredSequence };
  } finally {
    reader.close();
  }
}
