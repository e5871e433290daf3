import { DoorbellSleeper, RingReader, runLoop, type ConsumerLoop, type RingMemory } from '@bourseworks/ring';
import type { MessagePort } from 'node:worker_threads';
import { BatchBuilder } from '../store/batch-codec.js';
import { diskProblem } from '../store/disk-problem.js';
import { JournalStore } from '../store/journal-store.js';
import type { FromWriter, ToWriter, WriterData } from './protocol.js';

/** Records of one commit at most. */
const MAX_BATCH = 1_024;
/** Write-ahead log that is moved into the file while traffic goes on; a pause moves it earlier. */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;
/** How far the durable word of what was published may lag while records are written; so many are published twice after a crash. */
const PUBLISHED_LAG = 256;
/** Commits that are deleted at a time: records wait for it. */
const DROPPED_ROWS = 256;

/**
 * The writer thread: drains what is there, without a deliberate wait, stores it as ONE row, advances the durable sequence
 * and posts one doorbell. A failed write ends it: nothing more is called durable, no write is tried again (after a failed
 * sync the state of the page cache is unknown).
 */
export class JournalWriter {
  private readonly store: JournalStore;
  private readonly directory: string;
  private readonly reader: RingReader;
  private readonly durable: BigInt64Array;
  private readonly batch = new BatchBuilder();
  private readonly port: MessagePort;
  private readonly loop: ConsumerLoop;
  private nextSequence: number;
  private sinceCheckpoint = 0;
  private published: number;
  private publishedStored: number;
  /** Deleted up to here; 0 = nothing is to be deleted. */
  private dropThrough: number;
  /** Or closed: nothing more is written. */
  private failed = false;
  private readonly take = (type: number, _seq: number, memory: RingMemory, at: number, length: number): void => {
    this.batch.add(type, memory.u8, at, length);
  };

  constructor(data: WriterData) {
    this.port = data.port;
    this.nextSequence = data.nextSequence;
    this.published = data.published;
    this.publishedStored = data.published;
    this.dropThrough = data.archivedThrough;
    this.durable = new BigInt64Array(data.durable);
    this.directory = data.directory;
    this.store = new JournalStore(data.directory);
    this.reader = new RingReader(data.ring, { onSpace: () => this.post({ type: 'space' }) });
    this.loop = runLoop({
      drain: () => this.drain(),
      sleeper: new DoorbellSleeper(data.bell),
      port: data.port,
      onIdle: () => this.idle(),
    });
    data.port.on('message', (message: ToWriter) => this.onMessage(message));
  }

  private onMessage(message: ToWriter): void {
    if (message.type === 'close') this.close();
    else if (message.type === 'published') this.published = Math.max(this.published, message.through);
    else {
      this.dropThrough = Math.max(this.dropThrough, message.through);
      this.guarded(() => this.drop());
    }
  }

  private drain(): number {
    if (this.failed) return 0;
    const count = this.reader.drain(MAX_BATCH, this.take);
    if (count > 0) this.commit();
    return count;
  }

  private commit(): void {
    const last = this.nextSequence + this.batch.count - 1;
    const packed = this.batch.packed();
    const told = this.published - this.publishedStored >= PUBLISHED_LAG ? this.published : undefined;
    if (!this.guarded(() => this.store.append(this.nextSequence, last, packed, told))) return;
    if (told !== undefined) this.publishedStored = told;
    this.sinceCheckpoint += packed.length;
    this.nextSequence = last + 1;
    this.batch.clear();
    Atomics.store(this.durable, 0, BigInt(last));
    this.post({ type: 'durable' });
    if (this.sinceCheckpoint > CHECKPOINT_BYTES) this.checkpoint();
  }

  private idle(): void {
    if (this.sinceCheckpoint > CHECKPOINT_BYTES / 16) this.checkpoint();
    else if (this.dropThrough > 0) this.guarded(() => this.drop());
  }

  private checkpoint(): void {
    this.sinceCheckpoint = 0;
    this.guarded(() => {
      this.store.checkpoint('PASSIVE');
      this.drop();
    });
  }

  /** One step of deleting what archives hold. A crash in between leaves records in both, which readers take for one. */
  private drop(): void {
    if (this.failed || this.dropThrough === 0) return;
    if (this.store.drop(this.dropThrough, DROPPED_ROWS)) this.dropThrough = 0;
    else setImmediate(() => this.guarded(() => this.drop()));
  }

  private close(): void {
    // The producer has stopped writing before it asks for this.
    while (this.drain() > 0);
    if (this.failed) return;
    this.loop.stop();
    this.guarded(() => {
      if (this.published > this.publishedStored) this.store.setPublished(this.published);
      this.store.checkpoint('TRUNCATE');
      this.store.close();
    });
    if (this.failed) return;
    this.failed = true;
    this.post({ type: 'closed' });
    this.port.close();
  }

  /** False when it failed: nothing more is written. */
  private guarded(work: () => void): boolean {
    if (this.failed) return false;
    try {
      work();
      return true;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  private fail(error: unknown): void {
    this.failed = true;
    this.loop.stop();
    this.post({ type: 'failed', message: diskProblem(this.directory, error).message });
  }

  private post(message: FromWriter): void {
    this.port.postMessage(message);
  }
}
