import type { WritePacket } from '@nestjs/microservices';
import type { Subscription } from 'rxjs';
import type { SolaceSession } from '../session/solace-session.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import type { ReplyWriter } from './reply-writer.js';
import type { SolaceContext } from './solace.context.js';

/** One request while its handler works and its answer is sent. */
export class RunningAnswer {
  /** Milliseconds that the caller waits for a part; 0 = it did not say. */
  readonly patienceMs: number;
  private lastSign = performance.now();
  private stream: Subscription | undefined;
  private endWatch: (() => void) | undefined;
  private ended = false;
  private cancelled = false;

  constructor(
    private readonly session: SolaceSession,
    private readonly message: InboundMessage,
    private readonly context: SolaceContext,
    private readonly writer: ReplyWriter,
    private readonly onEnd: (answer: RunningAnswer) => void,
  ) {
    this.patienceMs = message.unwrap().getTimeToLive() ?? 0;
  }

  get isCancelled(): boolean {
    return this.cancelled;
  }

  /**
   * Sends one part. Rejects when the answer cannot be sent, which ends it. A method and no function of each instance: with
   * one, every answer outlived the collections of the young generation, at several times the cost of the answer.
   */
  async write(part: WritePacket): Promise<void> {
    try {
      await this.writer.write(part);
      this.lastSign = performance.now();
    } catch (error) {
      part.isDisposed = true; // an answer that cannot be sent is over; the stream is stopped by the rejection
      throw error;
    } finally {
      if (part.isDisposed === true || part.err !== undefined) this.end();
    }
  }

  /** From now on a cancel of the caller ends the stream. */
  follow(stream: Subscription): void {
    this.stream = stream;
    if (this.cancelled) stream.unsubscribe();
    else if (!this.ended) this.endWatch = this.session.onCancel(this.message, () => this.cancel());
  }

  /** Whether the caller has given up by its own deadline. */
  isLate(now: number): boolean {
    return this.patienceMs > 0 && now - this.lastSign > this.patienceMs;
  }

  /** Nobody waits any more: tells the handler, and stops what it returned. It counts as running until it has ended. */
  cancel(): void {
    if (this.cancelled || this.ended) return;
    this.cancelled = true;
    this.session.metrics.cancelled++;
    this.writer.abandon();
    this.context.abort();
    this.stream?.unsubscribe();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.endWatch?.();
    this.onEnd(this);
  }
}

/** How often the deadlines of callers are looked at, ms. */
const SWEEP_MS = 500;

/** All answers of a server that are under way. One timer looks after all deadlines: one a request would cost each of them. */
export class RunningAnswers {
  private readonly running = new Set<RunningAnswer>();
  private timer: NodeJS.Timeout | undefined;

  add(answer: RunningAnswer): void {
    this.running.add(answer);
    this.timer ??= setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  delete(answer: RunningAnswer): void {
    this.running.delete(answer);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private sweep(): void {
    const now = performance.now();
    for (const answer of this.running) if (answer.isLate(now)) answer.cancel();
    if (this.running.size === 0) this.stop();
  }
}
