import type { Committer } from '../spool/committer.js';
import type { Spool } from '../spool/spool.js';

/**
 * Ids of neighbouring messages are this far apart: a message that failed goes on under a new id in front of those that
 * were not delivered yet, because clients drop what comes under an id they have seen, or out of order.
 */
export const ID_STEP = 4096;
/** Ids are set aside in the spool this many messages at a time, so that none is given twice after a crash. */
const RESERVE = 1024 * ID_STEP;

/** What is shared by all queues: the next id, the memory for frames, and the way to the spool. */
export class QueueStore {
  /** Bytes of all messages of all queues. */
  bytes = 0;
  messages = 0;
  /** Bytes of those of temporary queues. */
  temporaryBytes = 0;
  /** Bytes of frames that are held in memory. */
  heldBytes = 0;
  private id: number;
  private reservedId: number;

  constructor(
    private readonly spool: Spool,
    readonly committer: Committer,
    private readonly maxHeldBytes: number,
    lastId: number,
  ) {
    this.id = lastId;
    this.reservedId = lastId;
  }

  get lastId(): number {
    return this.id;
  }

  /** No id above this one has been given. */
  get reserved(): number {
    return this.reservedId;
  }

  /** The next id, higher than all before, also after a restart. */
  takeId(): number {
    this.id = (Math.floor(this.id / ID_STEP) + 1) * ID_STEP;
    if (this.id > this.reservedId) {
      this.reservedId = this.id + RESERVE;
      this.committer.add({ kind: 'lastId', id: this.reservedId });
    }
    return this.id;
  }

  /** True when frames that are on the disk should leave the memory; they are read again when their turn comes. */
  get crowded(): boolean {
    return this.heldBytes > this.maxHeldBytes;
  }

  /** A frame that is not in memory; null when the spool has lost it. */
  read(id: number): Buffer | null {
    return this.spool.read(id);
  }
}
