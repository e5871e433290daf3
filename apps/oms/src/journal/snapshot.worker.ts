import { parentPort, workerData } from 'node:worker_threads';
import { archiveJournal, diskProblem } from '@bourseworks/journal';
import { makeSnapshot } from './make-snapshot.js';
import type { SnapshotReply, SnapshotTask } from './snapshots.js';

/** Makes one snapshot, and an archive if it is to, then ends: the memory of a whole engine is free again. */
function perform({ data, throughSequence, archive }: SnapshotTask): SnapshotReply {
  try {
    const made = makeSnapshot(data, throughSequence);
    const archived = archive ? archiveJournal(data.directory) : undefined;
    return { ok: true, ...made, archived };
  } catch (error) {
    return { ok: false, reason: diskProblem(data.directory, error).message };
  }
}

parentPort?.postMessage(perform(workerData as SnapshotTask));
