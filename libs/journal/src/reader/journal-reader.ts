import {
  archivedThrough,
  listArchives,
  openArchive,
  type ArchiveFile,
  type OpenArchive,
} from '../archive/archive-files.js';
import { JournalError } from '../journal-error.js';
import type { JournalRecord } from '../record.js';
import { unpack, type BatchRow } from '../store/batch-codec.js';
import type { BatchTable } from '../store/batch-table.js';
import { JournalStore } from '../store/journal-store.js';

/**
 * Reads a journal, its archives included, while it is written or not. Each look at the file is short, at most 256 commits or
 * 1 MB: between two of them the writer may empty its write-ahead log, and an archive may take over what was read last.
 */
export class JournalReader {
  private readonly store: JournalStore;
  private archives: ArchiveFile[];
  private open: OpenArchive | undefined;

  /** Throws what SQLite says when there is no journal in the directory. */
  constructor(private readonly directory: string) {
    this.store = new JournalStore(directory, { readOnly: true });
    this.archives = listArchives(directory);
  }

  /** Last record there is; 0 in an empty journal. */
  get lastSequence(): number {
    return Math.max(this.store.batches.range()?.last ?? 0, archivedThrough(this.directory));
  }

  /** First record that no archive has taken over; 0 when the journal's own file is empty. */
  get firstInFile(): number {
    return this.store.batches.range()?.first ?? 0;
  }

  /** How far was published, as was last written down. */
  get published(): number | undefined {
    return this.store.published;
  }

  /** Bytes of the records of commits in the journal's own file, from the one that holds `first` to the one that ends with `last`. */
  bytesThrough(first: number, last: number): number {
    return this.store.batches.bytesThrough(first, last);
  }

  /** Checksum of the commit that ends with `sequence`; undefined when none does. */
  checksumAt(sequence: number): number | undefined {
    return this.tableOf(sequence).checksumAt(sequence);
  }

  /** Commits from the one that holds `afterSequence + 1` on, in order. @throws JournalError JOURNAL_CORRUPT at a hole. */
  *batches(afterSequence: number): Generator<BatchRow> {
    for (let next = afterSequence + 1; ;) {
      const rows = this.chunk(next);
      if (rows.length === 0) return;
      for (const row of rows) {
        // A hole inside of a read, too, may be what was archived meanwhile: looked at again from there.
        if (row.firstSequence > next) break;
        yield row;
        next = row.lastSequence + 1;
      }
    }
  }

  /** Records after a sequence up to another, in order, checked. @throws JournalError JOURNAL_CORRUPT. */
  *records(afterSequence: number, throughSequence = Infinity): Generator<JournalRecord> {
    if (afterSequence >= throughSequence) return;
    for (const row of this.batches(afterSequence)) {
      for (const record of unpack(row)) {
        if (record.sequence > throughSequence) return;
        if (record.sequence > afterSequence) yield record;
      }
      if (row.lastSequence >= throughSequence) return;
    }
  }

  /** Records of a commit, checked. @throws JournalError JOURNAL_CORRUPT. */
  unpacked(row: BatchRow): Generator<JournalRecord> {
    return unpack(row);
  }

  close(): void {
    this.open?.close();
    this.store.close();
  }

  private chunk(next: number): BatchRow[] {
    const rows = this.tableOf(next).chunk(next);
    if (rows.length > 0 && rows[0].firstSequence <= next) return rows;
    // It may have been archived since the archives were listed, or begin with the next archive.
    this.archives = listArchives(this.directory);
    const again = this.tableOf(next).chunk(next);
    if (again.length > 0 && again[0].firstSequence <= next) return again;
    const later = again[0]?.firstSequence ?? this.archives.find(({ first }) => first > next)?.first;
    if (later === undefined) return [];
    throw new JournalError('JOURNAL_CORRUPT', `records ${next} to ${later - 1} are missing`);
  }

  /** Of an archive if one holds the record, else of the journal: what both have is the same. */
  private tableOf(sequence: number): BatchTable {
    const file = this.archives.find(({ first, last }) => first <= sequence && sequence <= last);
    if (file === undefined) return this.store.batches;
    if (this.open?.file.path !== file.path) {
      this.open?.close();
      this.open = undefined;
      this.open = openArchive(file);
    }
    return this.open.table;
  }
}
