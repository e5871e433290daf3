import { parentPort, workerData } from 'node:worker_threads';
import { archiveJournal, diskProblem } from '@bourseworks/journal';
import { makeSnapshot } from './make-snapshot.js';
import type { SnapshotReply, SnapshotTask } from './snapshots.js';

/** Makes one snapshot, and an archive if it is to, then ends: the memory of a whole engine is free again. */
function perform({ data, throughSequence, archive }: SnapshotTask): SnapshotReply {
  try {
    const made = makeSnapshot(data, throughSequence);
    return { ok: true, ...made, ...(archive ? archiveBefore(data.directory) : {}) };
  } catch (error) {
    return { ok: false, reason: diskProblem(data.directory, error).message };
  }
}

/** The snapshot is good whatever comes of it. */
function archiveBefore(directory: string): Pick<SnapshotReply & { readonly ok: true }, 'archived' | 'archiveFailed'> {
  try {
    return { archived: archiveJournal(directory) };
  } catch (error) {
    return { archiveFailed: diskProblem(directory, error).message };
  }
}

parentPort?.postMessage(perform(workerData as SnapshotTask));
