import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../journal-error.js';
import { namesIn } from '../store/disk.js';
import { BatchTable } from '../store/batch-table.js';

/** A file of commits that are no longer in the journal's own. Never changed once it has its name. */
export interface ArchiveFile {
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

const NAME = /^archive-(\d{1,16})-(\d{1,16})\.db$/;

export function archivePath(directory: string, first: number, last: number): string {
  return join(directory, `archive-${first}-${last}.db`);
}

/** Archives of a directory in order. */
export function listArchives(directory: string): ArchiveFile[] {
  return namesIn(directory, NAME)
    .map(([name, first, last]) => ({ path: join(directory, name), first: Number(first), last: Number(last) }))
    .sort((a, b) => a.first - b.first);
}

/** End of the archives that follow each other without a hole from the first one on; 0 without any. */
export function archivedThrough(directory: string): number {
  let through = 0;
  for (const { first, last } of listArchives(directory)) {
    if (through > 0 && first > through + 1) break;
    through = Math.max(through, last);
  }
  return through;
}

export interface OpenArchive {
  readonly file: ArchiveFile;
  readonly table: BatchTable;
  close(): void;
}

/** @throws JournalError JOURNAL_CORRUPT naming the file when it cannot be read. */
export function openArchive(file: ArchiveFile): OpenArchive {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file.path, { readOnly: true });
    const table = new BatchTable(database);
    const opened = database;
    return { file, table, close: () => opened.close() };
  } catch (error) {
    database?.close();
    throw new JournalError('JOURNAL_CORRUPT', `${file.path} cannot be read: ${(error as Error).message}`);
  }
}
