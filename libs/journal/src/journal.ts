import { mkdirSync } from 'node:fs';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { BoundedLane, ByteRing, createDoorbell, DoorbellRinger, RingWriter } from '@bourseworks/ring';
import type { Clock } from '@bourseworks/ports';
import { JournalError } from './journal-error.js';
import { MAX_PAYLOAD_BYTES, type JournalRecord } from './record.js';
import { diskProblem } from './store/disk-problem.js';
import { archivedThrough } from './archive/archive-files.js';
import { recover, type Recovered, type SnapshotUse } from './snapshot/recover.js';
import { JournalStore } from './store/journal-store.js';
import { ShardLock } from './store/shard-lock.js';
import type { FromWriter, ToWriter, WriterData } from './writer/protocol.js';

const RING_BYTES = 1024 * 1024;
/** Records that may wait in this thread's memory while the disk is slower than the orders. */
const MAX_OVERFLOW = 16_384;
const CLOSE_TIMEOUT_US = 10_000_000;

export interface JournalOptions {
  /** Directory of the shard, made if missing; on a local disk. */
  readonly directory: string;
  /** Of the directory, where the caller holds it already; the journal releases it from now on. */
  readonly lock?: ShardLock;
  /** Bounds the wait of a close. */
  readonly clock: Clock;
  /** Lets a start begin with a snapshot; without it every record is replayed. */
  readonly snapshots?: SnapshotUse;
  /**
   * Called with every record that is there already, in order, before the journal opens for writing: after a snapshot that was
   * restored only those that follow it.
   */
  readonly onRecord: (record: JournalRecord) => void;
  /** Called after a commit: everything up to `durableSequence` is on the disk. */
  readonly onDurable: (durableSequence: number) => void;
  /** Called once when the journal can no longer be written. Nothing more becomes durable: the process has to stop. */
  readonly onFailure: (error: JournalError) => void;
}

interface Start extends Recovered {
  readonly epoch: number;
  readonly published: number | undefined;
  readonly archivedThrough: number;
}

/**
 * The durable event log of one OMS shard. `append` is synchronous and cheap: it puts the record into a ring; a writer thread
 * stores what is there as one row with one sync. What must not happen before the record is durable waits for `onDurable`.
 */
export class Journal {
  /** Raised durably at every open; part of order ids, so that none is ever made twice. */
  readonly epoch: number;
  /** Last record of the snapshot that was restored; 0 without one. */
  readonly restoredSequence: number;
  /** Everything up to here had been published when the journal was opened; undefined where that was never told. */
  readonly publishedSequence: number | undefined;
  private readonly lane: BoundedLane;
  private readonly durable: BigInt64Array;
  private readonly port: MessagePort;
  private readonly worker: Worker;
  private lastAppended: number;
  private failed = false;
  private closed: (() => void) | undefined;

  private constructor(
    private readonly options: JournalOptions,
    private readonly lock: ShardLock,
    start: Start,
  ) {
    this.epoch = start.epoch;
    this.restoredSequence = start.restoredSequence;
    this.publishedSequence = start.published;
    this.lastAppended = start.lastSequence;
    const durable = new SharedArrayBuffer(8);
    this.durable = new BigInt64Array(durable);
    this.durable[0] = BigInt(start.lastSequence);
    const ring = ByteRing.create(RING_BYTES);
    const bell = createDoorbell();
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const data: WriterData = {
      directory: options.directory,
      ring,
      bell,
      durable,
      port: port2,
      nextSequence: start.lastSequence + 1,
      published: start.published ?? 0,
      archivedThrough: start.archivedThrough,
    };
    this.lane = new BoundedLane({
      writer: new RingWriter(ring),
      maxRecords: MAX_OVERFLOW,
      doorbell: new DoorbellRinger(bell, port1),
    });
    this.port.on('message', (message: FromWriter) => this.onMessage(message));
    this.worker = new Worker(new URL('./writer/journal-writer.worker.js', import.meta.url), {
      workerData: data,
      transferList: [port2],
    });
    this.worker.on('error', (error) => this.fail(error.message));
    this.worker.on('exit', (code) => {
      if (this.closed === undefined) this.fail(`the writer thread ended with code ${code}`);
    });
  }

  /**
   * Takes the shard lock, raises the epoch, restores a snapshot and replays what follows it, starts the writer thread.
   * @throws JournalError JOURNAL_LOCKED, JOURNAL_CORRUPT, or JOURNAL_WRITE when its files cannot be made or opened.
   */
  static open(options: JournalOptions): Journal {
    const { directory } = options;
    const lock = onDisk(directory, () => {
      mkdirSync(directory, { recursive: true });
      return options.lock ?? ShardLock.take(directory);
    });
    try {
      const store = onDisk(directory, () => new JournalStore(directory));
      try {
        const epoch = onDisk(directory, () => store.raiseEpoch());
        const recovered = recover(directory, options.onRecord, options.snapshots);
        const start = { epoch, published: store.published, archivedThrough: archivedThrough(directory), ...recovered };
        return new Journal(options, lock, start);
      } finally {
        store.close();
      }
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Last sequence appended, durable or not. */
  get lastSequence(): number {
    return this.lastAppended;
  }

  /** Everything up to here is on the disk. */
  get durableSequence(): number {
    return Number(Atomics.load(this.durable, 0));
  }

  /** False while the writer is behind by more than its ring: take no new commands until it has caught up. */
  get accepting(): boolean {
    return !this.failed && this.lane.heldRecords === 0;
  }

  /**
   * Appends the next record; the payload is copied. @throws RangeError for a payload over 256 KiB or a sequence that is not
   * the next one; JournalError JOURNAL_WRITE after a failure or a close, or when the bound of what may wait is reached.
   */
  append(sequence: number, type: number, payload: Uint8Array): void {
    if (sequence !== this.lastAppended + 1) throw new RangeError(`record ${sequence} after ${this.lastAppended}`);
    if (payload.length > MAX_PAYLOAD_BYTES) throw new RangeError(`record of ${payload.length} bytes`);
    if (this.failed) throw new JournalError('JOURNAL_WRITE', 'the journal has failed');
    // The writer may have drained the ring for the last time: the record would vanish without a word.
    if (this.closed !== undefined) throw new JournalError('JOURNAL_WRITE', 'the journal is closed');
    if (this.lane.write(type, sequence, payload) === 'refused') {
      this.fail(`more than ${MAX_OVERFLOW} records wait for the disk`);
      throw new JournalError('JOURNAL_WRITE', 'the disk is too slow');
    }
    this.lastAppended = sequence;
  }

  /**
   * Everything up to `through` was published. Written down with a later commit, so that after a crash it may lag: by some
   * hundred records, and by all since the last commit. After a clean close it does not.
   */
  published(through: number): void {
    if (!this.failed && this.closed === undefined)
      this.port.postMessage({ type: 'published', through } satisfies ToWriter);
  }

  /** Archives hold, on the disk, everything up to `through`: the writer deletes it from the file, little by little. */
  archived(through: number): void {
    if (!this.failed && this.closed === undefined)
      this.port.postMessage({ type: 'archived', through } satisfies ToWriter);
  }

  /** Writes what is appended, closes the file and gives the shard free. Bounded in time. */
  async close(): Promise<void> {
    if (this.closed !== undefined) return;
    await new Promise<void>((resolve) => {
      const timer = this.options.clock.setTimer(CLOSE_TIMEOUT_US, resolve);
      this.closed = () => {
        timer.cancel();
        resolve();
      };
      if (this.failed) this.closed();
      else this.requestClose();
    });
    await this.worker.terminate();
    this.port.close();
    this.lock.release();
  }

  private requestClose(): void {
    // Records that still wait here go into the ring as the writer makes space, then the writer is told to finish.
    this.lane.flush();
    if (this.lane.heldRecords === 0) this.port.postMessage({ type: 'close' } satisfies ToWriter);
  }

  private onMessage(message: FromWriter): void {
    switch (message.type) {
      case 'durable':
        this.options.onDurable(this.durableSequence);
        break;
      case 'space':
        this.lane.flush();
        if (this.closed !== undefined) this.requestClose();
        break;
      case 'closed':
        this.closed?.();
        break;
      case 'failed':
        this.fail(message.message);
        break;
    }
  }

  private fail(reason: string): void {
    if (this.failed) return;
    this.failed = true;
    this.closed?.();
    this.options.onFailure(new JournalError('JOURNAL_WRITE', reason));
  }
}

function onDisk<T>(directory: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskProblem(directory, error);
  }
}
