import { setTimeout as sleep } from 'node:timers/promises';
import { MARKET_DATA_REQUEST, type SnapshotReplyShape, type StreamAddress } from '@bourseworks/dto/shapes';
import { given } from '../arguments/options.js';
import type { Bus } from '../bus.js';

/** A venue may need a moment for the first snapshot of a stream that has just been started. */
const WAIT_MS = 10_000;
const PAUSE_MS = 200;

export interface BookTaker {
  /** False when it is of no use, and another one is wanted. */
  book(reply: SnapshotReplyShape): boolean;
  failed(reason: string): void;
}

/** Asks for the book of a running stream, once for all who want one at the same time. */
export class BookRequests {
  private wanted = false;
  private asking = false;
  private closed = false;

  constructor(
    private readonly bus: Bus,
    private readonly address: StreamAddress,
    private readonly taker: BookTaker,
  ) {}

  ask(): void {
    this.wanted = true;
    if (!this.asking) void this.answerAll();
  }

  close(): void {
    this.closed = true;
  }

  private async answerAll(): Promise<void> {
    this.asking = true;
    while (this.wanted && !this.closed) {
      this.wanted = false;
      await this.answerOne();
    }
    this.asking = false;
  }

  private async answerOne(): Promise<void> {
    const { venue, symbol, adapter } = this.address;
    const body = { venue, symbol, ...given('adapter', adapter) };
    const until = performance.now() + WAIT_MS;
    let reason = 'it is of an owner of the stream who has been replaced';
    do {
      try {
        const reply = await this.bus.query<SnapshotReplyShape>(MARKET_DATA_REQUEST.snapshot, body);
        if (this.closed || this.taker.book(reply)) return;
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
      await sleep(PAUSE_MS);
    } while (performance.now() < until && !this.closed);
    if (!this.closed) this.taker.failed(reason);
  }
}
