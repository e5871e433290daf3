import { once } from 'node:events';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { SpoolChange, SpoolContents } from './spool.js';
import { Spool } from './spool.js';
import { encodeBatch } from './sqlite/batch-codec.js';
import { asBrokerError, contentsOf, lockFolder, openDatabase, prepareDatabase } from './sqlite/database.js';
import type { FromWriter, ToWriter, WriterData } from './sqlite/protocol.js';

/** A stop does not wait longer for a disk that does not answer. */
const CLOSE_MS = 10_000;
const WRITER = new URL('./sqlite/spool-writer.worker.js', import.meta.url);

/**
 * Keeps everything in one SQLite file: what was committed survives the end of the process and of the machine. A thread of
 * its own commits, so that a slow disk does not hold up this one; this one only reads.
 */
export class SqliteSpool extends Spool {
  readonly lasting = true;
  private lock: DatabaseSync | null = null;
  private reader: DatabaseSync | null = null;
  private readStatement: StatementSync | null = null;
  private writer: Worker | null = null;

  /** `directory` is made when it is missing; nothing is opened before `load`. `writerFile`: the built writer thread. */
  constructor(
    private readonly directory: string,
    private readonly writerFile: URL = WRITER,
  ) {
    super();
  }

  /** Throws `SmfBrokerError` SPOOL_LOCKED or SPOOL_FAILED. */
  load(): SpoolContents {
    try {
      this.lock = lockFolder(this.directory);
      this.reader = openDatabase(this.directory);
      prepareDatabase(this.reader);
      return contentsOf(this.reader);
    } catch (error) {
      this.release();
      throw asBrokerError(error, this.directory);
    }
  }

  commit(changes: readonly SpoolChange[]): Promise<void> {
    const batch = encodeBatch(changes);
    const writer = (this.writer ??= this.startWriter());
    return new Promise((resolve, reject) => {
      // An idle thread keeps no process alive, one that commits does.
      writer.ref();
      writer.once('message', (answer: FromWriter) => {
        writer.unref();
        if (answer.stored) resolve();
        else reject(new Error(answer.reason));
      });
      writer.postMessage(batch satisfies ToWriter, [batch]);
    });
  }

  read(id: number): Buffer | null {
    this.readStatement ??= this.opened.prepare('SELECT frame FROM message WHERE id = ?');
    const frame = this.readStatement.get(id)?.['frame'];
    return frame instanceof Uint8Array ? Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength) : null;
  }

  sizeBytes(): number {
    const pages = Number(this.opened.prepare('PRAGMA page_count').get()?.['page_count'] ?? 0);
    return pages * Number(this.opened.prepare('PRAGMA page_size').get()?.['page_size'] ?? 0);
  }

  /** Rejects when the disk does not answer in time. */
  async close(): Promise<void> {
    const { writer } = this;
    this.writer = null;
    this.closeReader();
    if (writer !== null) {
      writer.removeAllListeners('exit').ref();
      const ended = once(writer, 'exit', { signal: AbortSignal.timeout(CLOSE_MS) });
      writer.postMessage('close' satisfies ToWriter);
      await ended;
    }
    // Last: another broker may have the folder from here on.
    this.release();
  }

  private get opened(): DatabaseSync {
    if (this.reader === null) throw new Error('the spool is not open');
    return this.reader;
  }

  /**
   * A writer that ends without being told to leaves open whether its commit is on the disk. That is found out by a start
   * from the disk and by nothing else, so the process ends with it.
   */
  private startWriter(): Worker {
    const writer = new Worker(this.writerFile, { workerData: { directory: this.directory } satisfies WriterData });
    writer.on('exit', (code) => {
      throw new Error(`the writer thread of the spool ended with code ${code}`);
    });
    writer.unref();
    return writer;
  }

  private closeReader(): void {
    this.readStatement = null;
    this.reader?.close();
    this.reader = null;
  }

  private release(): void {
    this.closeReader();
    this.lock?.close();
    this.lock = null;
  }
}
