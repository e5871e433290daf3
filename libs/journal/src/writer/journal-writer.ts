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
  private failed = false;
  private readonly take = (type: number, _seq: number, memory: RingMemory, at: number, length: number): void => {
    this.batch.add(type, memory.u8, at, length);
  };

  constructor(data: WriterData) {
    this.port = data.port;
    this.nextSequence = data.nextSequence;
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
    data.port.on('message', (message: ToWriter) => {
      if (message.type === 'close') this.close();
    });
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
    try {
      this.store.append(this.nextSequence, last, packed);
    } catch (error) {
      this.fail(error);
      return;
    }
    this.sinceCheckpoint += packed.length;
    this.nextSequence = last + 1;
    this.batch.clear();
    Atomics.store(this.durable, 0, BigInt(last));
    this.post({ type: 'durable' });
    if (this.sinceCheckpoint > CHECKPOINT_BYTES) this.checkpoint();
  }

  private idle(): void {
    if (this.sinceCheckpoint > CHECKPOINT_BYTES / 16) this.checkpoint();
  }

  private checkpoint(): void {
    this.sinceCheckpoint = 0;
    try {
      this.store.checkpoint('PASSIVE');
    } catch (error) {
      this.fail(error);
    }
  }

  private close(): void {
    // The producer has stopped writing before it asks for this.
    while (this.drain() > 0);
    if (this.failed) return;
    this.loop.stop();
    this.store.checkpoint('TRUNCATE');
    this.store.close();
    this.post({ type: 'closed' });
    this.port.close();
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
