import type { Refusal } from '@bourseworks/domain';
import type { OrderEventShape } from '@bourseworks/dto';
import { delay } from '@bourseworks/ports';
import type { StrategyThread } from '@bourseworks/strategy';
import type { KnownInstrument } from '../streams/instrument-book.js';
import type { RunnerDeps } from './runner-deps.js';

const FIND_TRIES = 60;
const LOOK_EVERY_US = 10_000;

/** Writes order events into a strategy's lane, in order, each after the definition of its instrument. */
export class OrderEventWriter {
  /** Events that wait until their instrument is known. */
  private readonly waiting: (readonly [event: OrderEventShape, replayed: boolean, receivedUs: number])[] = [];
  private learning = false;
  private closed = false;

  constructor(
    private readonly thread: Pick<StrategyThread, 'instrument' | 'orderEvent'>,
    private readonly deps: Pick<RunnerDeps, 'instruments' | 'clock'>,
    private readonly failed: (refusal: Refusal) => void,
  ) {}

  write(event: OrderEventShape, replayed: boolean, receivedUs: number): void {
    if (this.closed) return;
    const known = this.deps.instruments.get(event.venue, event.symbol);
    if (known !== undefined && this.waiting.length === 0) return this.put(known, event, replayed, receivedUs);
    this.waiting.push([event, replayed, receivedUs]);
    if (!this.learning) void this.learn();
  }

  close(): void {
    this.closed = true;
    this.waiting.length = 0;
  }

  /** Resolves when no event waits any more. */
  async whenWritten(): Promise<void> {
    while (this.waiting.length > 0 && !this.closed) await delay(this.deps.clock, LOOK_EVERY_US);
  }

  private async learn(): Promise<void> {
    this.learning = true;
    while (this.waiting.length > 0 && !this.closed) {
      const [[event, replayed, receivedUs]] = this.waiting;
      const { venue, symbol, adapter } = event;
      const query = { venue, symbol, ...(adapter === '' ? {} : { adapter }) };
      const found = await this.deps.instruments.find(query, FIND_TRIES);
      if (this.closed) return;
      if (!found.ok) {
        const message = `order event ${event.sequence} of ${venue}/${symbol}: ${found.refusal.message}`;
        return this.failed({ code: found.refusal.code, message });
      }
      this.waiting.shift();
      this.put(found.value, event, replayed, receivedUs);
    }
    this.learning = false;
  }

  private put(known: KnownInstrument, event: OrderEventShape, replayed: boolean, receivedUs: number): void {
    this.thread.instrument(known.index, known.shape);
    this.thread.orderEvent(Buffer.from(JSON.stringify(event)), replayed, receivedUs);
  }
}
