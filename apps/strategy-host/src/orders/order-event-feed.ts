import { refuse, type Refusal, type Result } from '@bourseworks/domain';
import {
  ORDER_QUERY,
  type EventsReplyShape,
  type OrderEventShape,
  decodeMessage,
  type EncodedMessage,
} from '@bourseworks/dto';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { InboundMessage, SolaceSession } from '@bourseworks/solace-transport';
import { ask, attempted, mayRetry } from '../bus/ask.js';
import { retry, type RetryOptions } from '../bus/backoff.js';
import { correlated } from '../bus/correlation.js';
import type { OrderEventSource } from './order-event-source.js';

const PAGE = 500;
const ASK_TIMEOUT_MS = 3_000;
const MAX_HELD = 65_536;
/** Latest events kept, two ids an order, for what the host has to say of an order itself. */
const MAX_LAST = 16_384;
/** Attempts to reach the OMS before it is said again that it is away. */
const MAX_TRIES = 60;

export interface FeedDeps {
  readonly session: SolaceSession;
  readonly source: OrderEventSource;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly account: string;
  readonly strategy: string;
  /** Events in stream order; `replayed` for those of before the start. */
  readonly deliver: (event: OrderEventShape, replayed: boolean, receivedUs: number) => void;
  /** Resolves when what was delivered has been taken: old events come page by page, not all into memory. */
  readonly written: () => Promise<void>;
  /**
   * How often the OMS is asked whether there are events that never came, microseconds; 0 = never. A lost last event shows in
   * no later one.
   */
  readonly lookEveryUs: number;
  /** A hole that the OMS could not fill. */
  readonly failed: (reason: string) => void;
}

/** The order events of one strategy, complete and in order: holes in the stream sequence are filled from the OMS. */
export class OrderEventFeed {
  gaps = 0;
  private last = 0;
  private held: (readonly [event: OrderEventShape, receivedUs: number])[] = [];
  private filling = true;
  private fillAgain = false;
  private closed = false;
  private timer: Timer | undefined;
  private readonly lastByOrder = new Map<string, OrderEventShape>();
  private readonly onMessage = (message: InboundMessage): void => correlated(message, () => this.receive(message));

  constructor(private readonly deps: FeedDeps) {}

  /** Stream sequence of the last event delivered. */
  get streamSequence(): number {
    return this.last;
  }

  /** By clOrdId, commandId, or the id of a list. */
  lastEvent(id: string): OrderEventShape | undefined {
    return this.lastByOrder.get(id);
  }

  /** Listens, then delivers everything that happened before, as replayed. Events that come meanwhile follow. */
  async start(tries: number): Promise<Result<void>> {
    const listening = await retry(this.patience(tries), () => attempted(() => this.listen()));
    if (!listening.ok) return listening;
    const filled = await this.readAll(true, tries);
    if (!filled.ok) return filled;
    this.filling = false;
    this.releaseHeld();
    if (this.deps.lookEveryUs > 0) this.scheduleLook();
    return filled;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.timer?.cancel();
    const { source, account, strategy } = this.deps;
    await source.unlisten(account, strategy, this.onMessage);
  }

  /** Asks the OMS for whatever is missing. */
  catchUp(): void {
    if (this.filling) this.fillAgain = true;
    else void this.fill();
  }

  private receive(message: EncodedMessage): void {
    const receivedUs = this.deps.clock.monotonicUs();
    const decoded = decodeMessage(message);
    if (!decoded.ok) {
      // Its sequence is then missing, and the next event shows it.
      this.deps.log.error({ event: 'order_event.malformed', strategy: this.deps.strategy, code: decoded.refusal.code });
      return;
    }
    const event = decoded.value as OrderEventShape;
    if (this.filling) return this.hold(event, receivedUs);
    if (event.streamSequence <= this.last) return;
    if (event.streamSequence === this.last + 1) return this.pass(event, false, receivedUs);
    this.gap(event);
    this.hold(event, receivedUs);
    void this.fill();
  }

  private gap(event: OrderEventShape): void {
    this.gaps += 1;
    this.deps.log.warn({
      event: 'order_event.gap',
      strategy: this.deps.strategy,
      expected: this.last + 1,
      received: event.streamSequence,
    });
  }

  private hold(event: OrderEventShape, receivedUs: number): void {
    // Beyond the bound the oldest go: the OMS is asked for them again.
    if (this.held.length >= MAX_HELD) this.held.shift();
    this.held.push([event, receivedUs]);
  }

  private async fill(): Promise<void> {
    this.filling = true;
    const filled = await this.readAll(false, MAX_TRIES);
    this.filling = false;
    if (this.closed) return;
    // The OMS is away: what the hole holds is still in its journal.
    if (!filled.ok && mayRetry(filled.refusal)) return this.fill();
    if (!filled.ok)
      return this.deps.failed(`order events after ${this.last} could not be read: ${filled.refusal.message}`);
    this.releaseHeld();
    if (!this.fillAgain) return;
    this.fillAgain = false;
    await this.fill();
  }

  private scheduleLook(): void {
    this.timer = this.deps.clock.setTimer(this.deps.lookEveryUs, () => void this.look());
  }

  /** Holds nothing back while it asks: only when there is news are the events put in order. */
  private async look(): Promise<void> {
    const { session, account, strategy } = this.deps;
    const query = { account, strategy, afterStreamSequence: this.last, limit: 1 };
    const page = await ask<EventsReplyShape>(session, ORDER_QUERY.events, query, ASK_TIMEOUT_MS);
    if (this.closed) return;
    if (page.ok && page.value.events.some((event) => event.streamSequence > this.last)) this.catchUp();
    this.scheduleLook();
  }

  private releaseHeld(): void {
    const held = this.held.sort(([a], [b]) => a.streamSequence - b.streamSequence);
    this.held = [];
    for (const [index, [event, receivedUs]] of held.entries()) {
      if (event.streamSequence <= this.last) continue;
      if (event.streamSequence > this.last + 1) {
        this.gap(event);
        this.held = held.slice(index);
        this.fillAgain = false;
        return void this.fill();
      }
      this.pass(event, false, receivedUs);
    }
  }

  private async listen(): Promise<Result<void>> {
    const { source, account, strategy } = this.deps;
    await source.listen(account, strategy, this.onMessage);
    return { ok: true, value: undefined };
  }

  private patience(tries: number): RetryOptions {
    const { clock, strategy, log } = this.deps;
    const onRetry = ({ code }: Refusal, attempt: number): void =>
      log.warn({ event: 'order_event.waiting', strategy, code, attempt });
    return { clock, tries, pauseUs: 100_000, maxPauseUs: 2_000_000, stopped: () => this.closed, onRetry };
  }

  private async readAll(replayed: boolean, tries: number): Promise<Result<void>> {
    const { session, account, strategy } = this.deps;
    for (;;) {
      const query = { account, strategy, afterStreamSequence: this.last, limit: PAGE };
      const page = await retry(this.patience(tries), () =>
        ask<EventsReplyShape>(session, ORDER_QUERY.events, query, ASK_TIMEOUT_MS),
      );
      if (!page.ok) return page;
      const { events, more } = page.value;
      for (const event of events) {
        if (event.streamSequence <= this.last) continue;
        if (event.streamSequence !== this.last + 1) {
          // No passing trouble: its journal has the hole, and to ask again would never end.
          return refuse('BAD_MESSAGE', `the OMS left out the order events after ${this.last} of ${strategy}`);
        }
        this.pass(event, replayed, 0);
      }
      await this.deps.written();
      if (!more || events.length === 0) return { ok: true, value: undefined };
    }
  }

  private pass(event: OrderEventShape, replayed: boolean, receivedUs: number): void {
    this.last = event.streamSequence;
    this.remember(event.clOrdId, event);
    this.remember(event.commandId, event);
    if (event.listId !== undefined) this.remember(event.listId, event);
    this.deps.deliver(event, replayed, receivedUs);
  }

  private remember(id: string, event: OrderEventShape): void {
    this.lastByOrder.delete(id);
    this.lastByOrder.set(id, event);
    if (this.lastByOrder.size <= MAX_LAST) return;
    const [oldest] = this.lastByOrder.keys();
    this.lastByOrder.delete(oldest);
  }
}
