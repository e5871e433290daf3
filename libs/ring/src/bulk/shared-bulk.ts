import type { MessagePort } from 'node:worker_threads';
import { receiveMessageOnPort } from 'node:worker_threads';
import type { LaneResult } from '../lanes/bounded-lane.js';
import type { BulkDescriptor } from '../layouts/bulk.js';
import { bulkLayout } from '../layouts/bulk.js';
import type { HostSequence, RecordLayout } from '../record.js';

/**
 * Bulk bytes (a history reply) in a shared buffer of their own, so that they neither fill the ring nor are copied through it.
 * The descriptor in the ring fixes their place in the order. The reference to the buffer, which no ring can carry, goes ahead
 * over a port that serves nothing else; the receiver takes it from that port synchronously when it meets the descriptor.
 */
interface BulkMessage {
  readonly id: number;
  readonly shared: SharedArrayBuffer;
}

/** Shared words: bytes taken by the receiver, modulo 2^32. */
const WORD_TAKEN = 0;
const CONTROL_BYTES = 64;
export const MAX_BULK_IN_FLIGHT = 2 ** 30;

export function createBulkControl(): SharedArrayBuffer {
  return new SharedArrayBuffer(CONTROL_BYTES);
}

/** What a descriptor is written to: a `BoundedLane`. */
export interface BulkLane {
  encode<T>(layout: RecordLayout<T>, seq: HostSequence, value: Readonly<T>): LaneResult;
}

export interface BulkSenderOptions {
  readonly control: SharedArrayBuffer;
  readonly port: Pick<MessagePort, 'postMessage'>;
  readonly lane: BulkLane;
  /** Most bytes sent and not yet taken, 1 to 2^30. */
  readonly maxInFlight: number;
}

export type BulkResult = LaneResult | 'busy';

export class BulkSender {
  private readonly words: Int32Array;
  private readonly descriptor: BulkDescriptor = bulkLayout.blank();
  private nextId = 1;
  private sent = 0;

  /** @throws RangeError when `maxInFlight` is out of range. */
  constructor(private readonly options: BulkSenderOptions) {
    const { maxInFlight } = options;
    if (!(maxInFlight >= 1 && maxInFlight <= MAX_BULK_IN_FLIGHT)) throw new RangeError(`maxInFlight: ${maxInFlight}`);
    this.words = new Int32Array(options.control);
  }

  /** Bytes sent and not yet taken. */
  get inFlight(): number {
    return (this.sent - Atomics.load(this.words, WORD_TAKEN)) | 0;
  }

  /**
   * Hands over a filled shared buffer; the sender must not touch it any more.
   * @returns `busy` when the bytes would exceed `maxInFlight` (nothing was sent; try later or refuse the request), else the
   * lane's result for the descriptor.
   */
  send(
    seq: HostSequence,
    shared: SharedArrayBuffer,
    about: { readonly kind: number; readonly count: number; readonly correlation: number },
  ): BulkResult {
    const length = shared.byteLength;
    if (this.inFlight + length > this.options.maxInFlight) return 'busy';
    const descriptor = this.descriptor;
    descriptor.id = this.nextId;
    descriptor.length = length;
    descriptor.kind = about.kind;
    descriptor.count = about.count;
    descriptor.correlation = about.correlation;
    this.nextId += 1;
    this.sent = (this.sent + length) | 0;
    // The reference first: the receiver may meet the descriptor at once and does not wait. If the lane refuses the
    // descriptor, the receiver drops the orphan when it takes a later one.
    this.options.port.postMessage({ id: descriptor.id, shared } satisfies BulkMessage);
    return this.options.lane.encode(bulkLayout, seq, descriptor);
  }
}

export class BulkReceiver {
  private readonly words: Int32Array;

  /** `port` must have no 'message' listener: the buffers are taken from it synchronously. */
  constructor(
    control: SharedArrayBuffer,
    private readonly port: MessagePort,
  ) {
    this.words = new Int32Array(control);
  }

  /**
   * The buffer that a descriptor names. Call it once for each descriptor, in their order, inside the record handler. The
   * buffer belongs to the caller and is freed when nothing refers to it.
   * @throws Error when it never came: a descriptor taken twice or out of order.
   */
  take(descriptor: Readonly<BulkDescriptor>): SharedArrayBuffer {
    for (;;) {
      const received = receiveMessageOnPort(this.port);
      if (received === undefined) throw new Error(`bulk ${descriptor.id} is not on the port`);
      const { id, shared } = received.message as BulkMessage;
      Atomics.add(this.words, WORD_TAKEN, shared.byteLength);
      if (id === descriptor.id) return shared;
      if (id > descriptor.id) throw new Error(`bulk ${descriptor.id} asked for after ${id} was sent`);
    }
  }
}
