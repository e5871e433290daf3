import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../journal-error.js';
import { JournalReader } from '../reader/journal-reader.js';
import { listSnapshots } from '../snapshot/snapshot-store.js';
import { readSnapshot } from '../snapshot/snapshot-file.js';
import { unpack, type BatchRow } from '../store/batch-codec.js';
import { BATCH_TABLE } from '../store/batch-table.js';
import { assertRoom, namesIn, nodeDisk, publishFile, syncFile, TEMPORARY, type Disk } from '../store/disk.js';
import { diskProblem } from '../store/disk-problem.js';
import { JournalStore } from '../store/journal-store.js';
import { ShardLock } from '../store/shard-lock.js';
import { archivedThrough, archivePath, openArchive, type ArchiveFile } from './archive-files.js';

export interface Archived extends ArchiveFile {
  readonly records: number;
}

const LEFT_OVER = /^archive-\d{1,16}-\d{1,16}\.db\.tmp(?:-journal)?$/;
/** Commits that are deleted in one transaction while nobody writes. */
const DROPPED_ROWS = 100_000;

/** End of what lies before the last but one snapshot; 0 when there are fewer than two that can be read. */
export function beforeSnapshots(directory: string): number {
  const readable = listSnapshots(directory).filter(({ path }) => {
    try {
      return readSnapshot(path).sequence > 0;
    } catch {
      return false;
    }
  });
  return readable[1]?.sequence ?? 0;
}

/** Copies commits as they are: their checksums go with them. */
function copy(path: string, rows: Iterable<BatchRow>): number {
  const database = new DatabaseSync(path);
  try {
    // Complete and synced before it has its name: a journal of its own would only write everything twice.
    database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ${BATCH_TABLE}; BEGIN`);
    const insert = database.prepare('INSERT INTO batch VALUES (?, ?, ?, ?)');
    let records = 0;
    for (const { firstSequence, lastSequence, checksum, packed } of rows) {
      insert.run(firstSequence, lastSequence, checksum, packed);
      records += lastSequence - firstSequence + 1;
    }
    database.exec('COMMIT');
    return records;
  } finally {
    database.close();
  }
}

/** Reads a new archive as a reader will: nothing is deleted on the word of what was written alone. */
function check(file: ArchiveFile): void {
  const archive = openArchive(file);
  try {
    for (let next = file.first; next <= file.last;) {
      const rows = archive.table.chunk(next);
      if (rows.length === 0) throw new JournalError('JOURNAL_CORRUPT', `${file.path} ends before record ${next}`);
      for (const row of rows) {
        if (row.firstSequence !== next) throw new JournalError('JOURNAL_CORRUPT', `${file.path} lacks record ${next}`);
        for (const _ of unpack(row));
        next = row.lastSequence + 1;
      }
    }
  } finally {
    archive.close();
  }
}

function* through(reader: JournalReader, first: number, last: number): Generator<BatchRow> {
  for (const row of reader.batches(first - 1)) {
    if (row.lastSequence > last) return;
    // A damaged commit is not to be moved to where nobody looks for it.
    for (const _ of unpack(row));
    yield row;
    if (row.lastSequence === last) return;
  }
}

/**
 * Copies what lies before the last but one snapshot, and is in no archive yet, into an archive file, on the disk when this
 * returns. Deletes nothing: that is for whoever writes the journal (`Journal.archived`). Undefined when there is nothing.
 * One at a time; the journal may be written meanwhile.
 * @throws JournalError JOURNAL_CORRUPT, or JOURNAL_WRITE with what the disk refused; the journal is then as it was.
 */
export function archiveJournal(directory: string, disk: Disk = nodeDisk): Archived | undefined {
  const first = archivedThrough(directory) + 1;
  const last = beforeSnapshots(directory);
  if (last < first) return undefined;
  const reader = new JournalReader(directory);
  const path = archivePath(directory, first, last);
  const temporary = `${path}${TEMPORARY}`;
  try {
    for (const [name] of namesIn(directory, LEFT_OVER)) rmSync(join(directory, name), { force: true });
    assertRoom(directory, reader.bytesThrough(first, last), disk);
    const records = copy(temporary, through(reader, first, last));
    syncFile(temporary);
    check({ path: temporary, first, last });
    publishFile(temporary, path);
    return { path, first, last, records };
  } catch (error) {
    rmSync(temporary, { force: true });
    throw diskProblem(directory, error);
  } finally {
    reader.close();
  }
}

/**
 * Archives the journal of an OMS that does not run: copies, then deletes what archives hold and gives the space back.
 * Undefined when there was nothing to copy. @throws JournalError as `archiveJournal`, and JOURNAL_LOCKED while an OMS runs.
 */
export function archiveStopped(directory: string): Archived | undefined {
  const lock = ShardLock.take(directory);
  try {
    const archived = archiveJournal(directory);
    const store = new JournalStore(directory);
    try {
      // Also what a crash left in both.
      const held = archivedThrough(directory);
      while (held > 0 && !store.drop(held, DROPPED_ROWS));
      store.compact();
      store.checkpoint('TRUNCATE');
    } finally {
      store.close();
    }
    return archived;
  } catch (error) {
    throw diskProblem(directory, error);
  } finally {
    lock.release();
  }
}
