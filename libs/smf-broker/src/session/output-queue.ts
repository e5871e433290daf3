import { HeaderFlag } from '../protocol/constants.js';
import type { Link } from '../transport/link.js';
import type { Flushable, FlushScheduler } from './flush-scheduler.js';

export interface OutputLimits {
  readonly outputSoftBytes: number;
  readonly outputHardBytes: number;
  readonly maxStallMs: number;
}

export interface OutputEvents {
  /** Direct messages begin to be discarded. */
  onDiscardStart(): void;
  /** Delivery goes on; `frames` were discarded since the start. */
  onDiscardEnd(frames: number): void;
  /** The hard bound is passed: the session has to end. */
  onOverflow(waitingBytes: number): void;
}

/** Runs at least this long are forwarded in place; shorter ones are copied, which costs less than a piece of its own. */
const SHARE_MIN_BYTES = 4096;
const ARENA_BYTES = 32 * 1024;

/**
 * What waits for one client. One write is under way at a time; the rest gathers, so that a slow client gets fewer and
 * larger writes. Bounded twice: above the soft bound direct messages are discarded, above the hard bound the session ends.
 */
export class OutputQueue implements Flushable {
  private pieces: Buffer[] = [];
  private queuedBytes = 0;
  private sentBytes = 0;
  private arena: Buffer | null = null;
  private arenaStart = 0;
  private arenaEnd = 0;
  private marked = false;
  private closed = false;
  private discarding = 0;
  /** Publishers that wait; each at most once, so no more than there are clients. */
  private waiting: (() => void)[] = [];
  private stallTimer: NodeJS.Timeout | null = null;
  /** Consumers that have more to send; each at most once. */
  private draining: (() => void)[] = [];
  /** Did not catch up while publishers waited: nobody waits again before it has. */
  private stuck = false;
  /** Messages discarded over the life of the session. */
  discarded = 0;

  constructor(
    private readonly link: Link,
    private readonly scheduler: FlushScheduler,
    private readonly limits: OutputLimits,
    private readonly events: OutputEvents,
  ) {}

  /** Bytes queued or under way. */
  get waitingBytes(): number {
    return this.queuedBytes + this.sentBytes;
  }

  get ready(): boolean {
    return this.queuedBytes + this.sentBytes <= this.limits.outputSoftBytes;
  }

  /** Half-way to the soft bound and worth waiting for. */
  get congested(): boolean {
    return !this.stuck && !this.closed && (this.queuedBytes + this.sentBytes) * 2 > this.limits.outputSoftBytes;
  }

  /** Calls back when a quarter of the soft bound is left, `maxStallMs` is over or the queue closes. */
  whenRelieved(callback: () => void): void {
    this.waiting.push(callback);
    if (this.stallTimer !== null) return;
    this.stallTimer = setTimeout(() => {
      this.stuck = true;
      this.relieve();
    }, this.limits.maxStallMs);
  }

  /** Calls back when a quarter of the soft bound is left or the queue closes, however long that takes. */
  whenDrained(callback: () => void): void {
    this.draining.push(callback);
  }

  /** Queues a run of direct messages, or discards it. Returns whether it was queued. */
  pushDirect(bytes: Buffer, start: number, end: number, frames: number): boolean {
    if (this.closed) return false;
    if (this.queuedBytes + this.sentBytes > this.limits.outputSoftBytes) {
      this.discard(frames);
      return false;
    }
    if (this.discarding > 0) {
      this.resume(bytes, start, end);
      return true;
    }
    this.append(bytes, start, end);
    return true;
  }

  /** Queues a reply, which is never discarded. */
  pushControl(frame: Buffer): void {
    if (this.closed) return;
    const waiting = this.queuedBytes + this.sentBytes + frame.length;
    if (waiting > this.limits.outputHardBytes) {
      this.events.onOverflow(waiting);
      return;
    }
    this.append(frame, 0, frame.length);
  }

  flush(): void {
    this.marked = false;
    if (this.closed || this.sentBytes > 0 || this.queuedBytes === 0) return;
    this.sealArena();
    const pieces = this.pieces;
    this.pieces = [];
    this.sentBytes = this.queuedBytes;
    this.queuedBytes = 0;
    this.link.send(pieces, this.sentBytes, this.onSent);
  }

  /** Hands over what is queued without waiting for the write under way, then takes nothing more. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.sealArena();
    if (this.queuedBytes > 0) this.link.send(this.pieces, this.queuedBytes, () => undefined);
    this.pieces = [];
    this.queuedBytes = 0;
    this.arena = null;
    this.relieve();
    this.drained();
  }

  private readonly onSent = (): void => {
    this.sentBytes = 0;
    if (this.queuedBytes * 4 <= this.limits.outputSoftBytes) {
      this.stuck = false;
      if (this.waiting.length > 0) this.relieve();
      if (this.draining.length > 0) this.drained();
    }
    if (this.queuedBytes > 0 && !this.marked) this.flush();
  };

  private relieve(): void {
    if (this.stallTimer !== null) clearTimeout(this.stallTimer);
    this.stallTimer = null;
    const waiting = this.waiting;
    this.waiting = [];
    for (const callback of waiting) callback();
  }

  private drained(): void {
    const draining = this.draining;
    this.draining = [];
    for (const callback of draining) callback();
  }

  private append(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    // While a write is under way the client may be stuck: a piece would then hold the whole chunk it was cut from, and
    // the bound on bytes would not bound memory. Copies hold only themselves.
    if (length >= SHARE_MIN_BYTES && (this.sentBytes === 0 || length * 2 >= bytes.buffer.byteLength)) {
      this.sealArena();
      this.pieces.push(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
    } else {
      this.copy(bytes, start, end);
    }
    this.queuedBytes += length;
    if (this.sentBytes === 0) this.mark();
  }

  private copy(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.arena === null || this.arenaEnd + length > this.arena.length) {
      this.sealArena();
      this.arena = Buffer.allocUnsafeSlow(Math.max(ARENA_BYTES, length));
      this.arenaStart = 0;
      this.arenaEnd = 0;
    }
    bytes.copy(this.arena, this.arenaEnd, start, end);
    this.arenaEnd += length;
  }

  private sealArena(): void {
    if (this.arena === null || this.arenaEnd === this.arenaStart) return;
    this.pieces.push(this.arena.subarray(this.arenaStart, this.arenaEnd));
    this.arenaStart = this.arenaEnd;
  }

  private mark(): void {
    if (this.marked) return;
    this.marked = true;
    this.scheduler.mark(this);
  }

  private discard(frames: number): void {
    if (this.discarding === 0) this.events.onDiscardStart();
    this.discarding += frames;
    this.discarded += frames;
  }

  /** The first message after a gap says so: copied, because the original bytes are shared with other clients. */
  private resume(bytes: Buffer, start: number, end: number): void {
    const frames = this.discarding;
    this.discarding = 0;
    const marked = Buffer.from(bytes.subarray(start, end));
    marked[0] |= HeaderFlag.discardIndication;
    this.append(marked, 0, marked.length);
    this.events.onDiscardEnd(frames);
  }
}
