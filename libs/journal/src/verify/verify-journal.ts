import { basename } from 'node:path';
import { listArchives, openArchive, type ArchiveFile } from '../archive/archive-files.js';
import { JournalReader } from '../reader/journal-reader.js';
import type { JournalRecord } from '../record.js';
import { listSnapshots } from '../snapshot/snapshot-store.js';
import { readSnapshot } from '../snapshot/snapshot-file.js';
import { unpack, type BatchRow } from '../store/batch-codec.js';
import type { BatchTable } from '../store/batch-table.js';
import { JournalStore } from '../store/journal-store.js';

/** What a record says to whoever wrote it: its epoch if it begins one; what is wrong with it. */
export type RecordInspector = (record: JournalRecord) => { readonly epoch?: number; readonly problem?: string };

export interface JournalReport {
  /** Records that were read and hold, each counted once. */
  readonly records: number;
  /** 0 in an empty journal. */
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** Starts of the OMS that the file counts. */
  readonly epoch: number;
  /** Epochs that the records begin, if an inspector tells. */
  readonly epochs: number;
  readonly archives: readonly { readonly file: string; readonly first: number; readonly last: number }[];
  readonly snapshots: readonly { readonly file: string; readonly sequence: number; readonly application: string }[];
  /** Empty when all is well; at most 100. */
  readonly problems: readonly string[];
}

const MAX_PROBLEMS = 100;

class Verification {
  records = 0;
  firstSequence = 0;
  lastSequence = 0;
  epochs = 0;
  readonly problems: string[] = [];
  private epoch = 0;

  constructor(private readonly inspect: RecordInspector) {}

  problem(text: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(text);
  }

  /** Runs what reads a file; damage of the file itself comes as an error of SQLite. */
  guard(name: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.problem(`${name}: ${(error as Error).message}`);
    }
  }

  /** Commits in order. Those that an archive gave already must be the same. */
  table(
    name: string,
    table: BatchTable,
    first: number,
    last: number,
    archived: (last: number) => number | undefined,
  ): void {
    for (let next = first; next <= last;) {
      const rows = table.chunk(next);
      if (rows.length === 0) return;
      for (const row of rows) {
        next = row.lastSequence + 1;
        if (row.lastSequence > this.lastSequence) this.row(name, row);
        else if (archived(row.lastSequence) !== row.checksum)
          this.problem(`${name}: records from ${row.firstSequence} on differ from those of an archive`);
      }
    }
  }

  /** A journal begins with 1 unless its archives were taken away. */
  end(epoch: number, hasSnapshot: boolean): void {
    if (this.firstSequence > 1 && !hasSnapshot) this.problem(`records 1 to ${this.firstSequence - 1} are missing`);
    if (this.epoch > epoch) this.problem(`the epoch is ${epoch}, but records begin epoch ${this.epoch}`);
  }

  private row(name: string, row: BatchRow): void {
    if (this.lastSequence > 0 && row.firstSequence !== this.lastSequence + 1)
      this.problem(`${name}: records ${this.lastSequence + 1} to ${row.firstSequence - 1} are missing`);
    if (this.firstSequence === 0) this.firstSequence = row.firstSequence;
    this.lastSequence = row.lastSequence;
    this.guard(name, () => {
      for (const record of unpack(row)) this.record(name, record);
    });
  }

  private record(name: string, record: JournalRecord): void {
    this.records += 1;
    const { epoch, problem } = this.inspect(record);
    if (problem !== undefined) this.problem(`${name}: record ${record.sequence}: ${problem}`);
    if (epoch === undefined) return;
    this.epochs += 1;
    if (epoch <= this.epoch) this.problem(`record ${record.sequence}: epoch ${epoch} after ${this.epoch}`);
    this.epoch = epoch;
  }
}

function verifyArchives(run: Verification, archives: readonly ArchiveFile[]): void {
  for (const file of archives) {
    const name = basename(file.path);
    run.guard(name, () => {
      const archive = openArchive(file);
      try {
        run.table(name, archive.table, file.first, file.last, (last) => archive.table.checksumAt(last));
        if (run.lastSequence < file.last) run.problem(`${name}: ends with record ${run.lastSequence}`);
      } finally {
        archive.close();
      }
    });
  }
}

function verifySnapshots(run: Verification, directory: string, reader: JournalReader): JournalReport['snapshots'] {
  const snapshots: JournalReport['snapshots'][number][] = [];
  for (const { path, sequence } of listSnapshots(directory)) {
    const file = basename(path);
    run.guard(file, () => {
      const snapshot = readSnapshot(path);
      snapshots.push({ file, sequence, application: snapshot.application });
      if (snapshot.sequence !== sequence) run.problem(`${file}: it covers records up to ${snapshot.sequence}`);
      else if (reader.checksumAt(sequence) !== snapshot.tail)
        run.problem(`${file}: no commit of this journal ends where it does`);
    });
  }
  return snapshots;
}

function verifyOnce(directory: string, inspect: RecordInspector, archives: readonly ArchiveFile[]): JournalReport {
  const run = new Verification(inspect);
  const store = new JournalStore(directory, { readOnly: true });
  const reader = new JournalReader(directory);
  try {
    // What is written from now on is not looked at: on a busy journal there would be no end.
    const last = store.batches.range()?.last ?? 0;
    verifyArchives(run, archives);
    run.guard('journal.db', () => run.table('journal.db', store.batches, 1, last, (at) => reader.checksumAt(at)));
    const snapshots = verifySnapshots(run, directory, reader);
    run.end(store.epoch, snapshots.length > 0);
    return {
      records: run.records,
      firstSequence: run.firstSequence,
      lastSequence: run.lastSequence,
      epoch: store.epoch,
      epochs: run.epochs,
      archives: archives.map(({ path, first, last: end }) => ({ file: basename(path), first, last: end })),
      snapshots,
      problems: run.problems,
    };
  } finally {
    reader.close();
    store.close();
  }
}

/**
 * Checks everything of a journal that can be checked without its application: checksums, sequences without a hole, archives,
 * snapshots; with an inspector also that each record can be decoded and that epochs rise. Changes nothing; the OMS may run.
 * Throws what SQLite says when there is no journal or its file is none.
 */
export function verifyJournal(directory: string, inspect: RecordInspector = () => ({})): JournalReport {
  for (;;) {
    const archives = listArchives(directory);
    const report = verifyOnce(directory, inspect, archives);
    // A running OMS has archived what was still to be read: what then seems to be missing is in the new archive.
    if (report.problems.length === 0 || listArchives(directory).length === archives.length) return report;
  }
}
