import { join } from 'node:path';
import { assertRoom, namesIn, nodeDisk, writeWhole, type Disk } from '../store/disk.js';
import { snapshotHead, type Snapshot } from './snapshot-file.js';

/** The newest may be of a release that is taken back, or on a bad block: the one before it still saves most of the replay. */
const KEPT = 2;
const NAME = /^snapshot-(\d{1,16})$/;
const LEFT_OVER = /^snapshot-\d{1,16}\.\d+\.tmp$/;

export interface SnapshotFile {
  readonly path: string;
  readonly sequence: number;
}

/** Snapshots of a directory, the newest first. They are not read. */
export function listSnapshots(directory: string): SnapshotFile[] {
  return namesIn(directory, NAME)
    .map(([name, sequence]) => ({ path: join(directory, name), sequence: Number(sequence) }))
    .sort((a, b) => b.sequence - a.sequence);
}

/**
 * Writes a snapshot so that it is there as a whole or not at all, then removes all but the newest two. One writer at a time.
 * Throws what the system says, or JournalError JOURNAL_WRITE when it would take the journal's room; what was there before is
 * then still there.
 */
export function writeSnapshot(
  directory: string,
  snapshot: Omit<Snapshot, 'bytes'> & { readonly parts: readonly Uint8Array[] },
  disk: Disk = nodeDisk,
): SnapshotFile & { readonly bytes: number } {
  const { sequence, parts } = snapshot;
  const path = join(directory, `snapshot-${sequence}`);
  const whole = [snapshotHead(snapshot, parts), ...parts];
  for (const [name] of namesIn(directory, LEFT_OVER)) disk.remove(join(directory, name));
  const bytes = whole.reduce((sum, part) => sum + part.length, 0);
  assertRoom(directory, bytes, disk);
  writeWhole(path, whole, disk);
  for (const old of listSnapshots(directory).slice(KEPT)) disk.remove(old.path);
  return { path, sequence, bytes };
}
