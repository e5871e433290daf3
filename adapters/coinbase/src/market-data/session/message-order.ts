import { SequenceGuard } from '@bourseworks/feeds';
import type { Clock, Timer } from '@bourseworks/ports';
import type { NumberedMessage } from '../../parse/advanced/message.js';

/** A message, and when it came. */
export interface Arrived {
  readonly message: NumberedMessage;
  readonly receivedUs: number;
}

/** Takes the messages of a connection in their order. */
export interface OrderSink {
  message(arrived: Arrived): void;
  /** So many messages did not come: what is told next is behind them. */
  missing(count: number): void;
  /** All that was behind them was told. */
  caughtUp(count: number): void;
  /** It came before. */
  repeated(arrived: Arrived): void;
  /** It overtook others, or was overtaken; it is told in its place. */
  reordered(arrived: Arrived): void;
  /** It was given up as missing before. */
  late(arrived: Arrived): void;
  /** What came could not be dealt with, though nobody was heard just now. */
  failed(error: unknown): void;
}

/** Messages that wait for those that they overtook. */
const WINDOW = 1_024;

/** Puts the messages of one connection, which are numbered by one, in order: the wait for missing ones is bounded. */
export class MessageOrder {
  private readonly guard: SequenceGuard<Arrived>;
  private readonly waitUs: number;
  private timer: Timer | undefined;
  private lost = 0;

  constructor(
    private readonly sink: OrderSink,
    waitMs: number,
    private readonly clock: Clock,
  ) {
    this.waitUs = waitMs * 1_000;
    const pass = (arrived: Arrived): void => sink.message(arrived);
    const missing = (from: number, to: number): void => {
      this.lost += to - from + 1;
      sink.missing(to - from + 1);
    };
    this.guard = new SequenceGuard({ pass, missing }, { window: WINDOW, waitUs: this.waitUs });
  }

  offer(arrived: Arrived): void {
    const verdict = this.guard.offer(arrived.message.sequence, arrived, this.clock.monotonicUs());
    if (verdict === 'duplicate') this.sink.repeated(arrived);
    else if (verdict === 'reordered') this.sink.reordered(arrived);
    else if (verdict === 'late') this.sink.late(arrived);
    this.catchUp();
    this.wait();
  }

  /** The connection is gone; leaves no timer. */
  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.guard.reset();
  }

  private catchUp(): void {
    const { lost } = this;
    this.lost = 0;
    if (lost > 0) this.sink.caughtUp(lost);
  }

  /** What overtook others does not wait for ever, though nothing else comes. */
  private wait(): void {
    const sinceUs = this.guard.waitingSinceUs;
    if (this.timer !== undefined || sinceUs === undefined) return;
    const leftUs = Math.max(0, sinceUs + this.waitUs - this.clock.monotonicUs());
    this.timer = this.clock.setTimer(leftUs, () => {
      this.timer = undefined;
      try {
        this.guard.expire(this.clock.monotonicUs());
        this.catchUp();
        this.wait();
      } catch (error) {
        this.sink.failed(error);
      }
    });
  }
}
