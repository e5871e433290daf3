import { randomUUID } from 'node:crypto';
import { decodeMessage, JSON_CODEC, MARKET_DATA_REQUEST, type LiveDataReplyShape } from '@bourseworks/dto';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import { TransportError, type SolaceSession } from '@bourseworks/solace-transport';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { ToldState } from './marks.js';

/** How soon a restarted market-data is noticed: until then the OMS works on prices that no longer move. */
const RENEW_US = 3_000_000;
/** First pause before a stream is asked for again, doubled with each failure in a row up to the bound of its kind. */
const RETRY_US = 500_000;
/** While nobody answers: market-data may be back any moment. */
const MAX_UNANSWERED_US = 3_000_000;
/** While it is refused: an adapter that only trades has no quotes, and will have none. */
const MAX_REFUSED_US = 30_000_000;
const MAX_DOUBLINGS = 10;
/** Refusals in a row that are told: at the start market-data may not know its instruments yet. */
const TOLD_REFUSALS = 4;
const ASK_TIMEOUT_MS = 1_000;
const LEASE_SECONDS = 30;

interface Wanted {
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  leaseId: string | undefined;
  /** Failures in a row to get a stream. */
  failures: number;
  /** Monotonic time at which it is asked for, or renewed, next. */
  dueUs: number;
}

/**
 * Keeps a quote stream running for every instrument that can be traded: without a reference price the price collar denies
 * every order. Leases are renewed; a lease that is no longer known (market data restarted) is asked for anew. What is refused
 * is asked for less and less often.
 */
export class QuoteStreams {
  private readonly wanted = new Map<string, Wanted>();
  /** Adapters whose missing quotes are in the log. */
  private readonly told = new Set<string>();
  private timer: Timer | undefined;
  private closed = false;

  constructor(
    private readonly session: SolaceSession,
    private readonly directory: BrokerDirectory,
    private readonly clock: Clock,
    private readonly log: EventLog,
    /** How a stream stands that was granted: one that is halted may say nothing for hours. */
    private readonly standing: (told: ToldState) => void,
  ) {}

  start(): void {
    this.timer = this.clock.setTimer(0, () => void this.round());
  }

  close(): void {
    this.closed = true;
    this.timer?.cancel();
  }

  /** How many instruments of each adapter have no quote stream; adapters that have all are left out. */
  missing(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { adapter, leaseId } of this.wanted.values())
      if (leaseId === undefined) counts[adapter] = (counts[adapter] ?? 0) + 1;
    return counts;
  }

  private async round(): Promise<void> {
    for (const { adapter, instrument } of this.directory.instruments()) {
      const { key, venue, symbol } = instrument;
      if (!this.wanted.has(key))
        this.wanted.set(key, { adapter, venue, symbol, leaseId: undefined, failures: 0, dueUs: 0 });
    }
    const nowUs = this.clock.monotonicUs();
    const due = [...this.wanted.values()].filter(({ dueUs }) => dueUs <= nowUs);
    // Side by side: while market-data is away, a time-out for each one after the other would add up.
    await Promise.all(due.map((wanted) => this.keep(wanted)));
    if (!this.closed) this.timer = this.clock.setTimer(this.pause(), () => void this.round());
  }

  /** Until something is due, but no longer than it may take to see another instrument. */
  private pause(): number {
    let nextUs = this.wanted.size === 0 ? RETRY_US : RENEW_US;
    const nowUs = this.clock.monotonicUs();
    for (const { dueUs } of this.wanted.values()) nextUs = Math.min(nextUs, dueUs - nowUs);
    return Math.max(0, nextUs);
  }

  private async keep(wanted: Wanted): Promise<void> {
    try {
      if (wanted.leaseId === undefined) await this.begin(wanted);
      else await this.ask(MARKET_DATA_REQUEST.renew, { leaseId: wanted.leaseId, subscriber: 'oms' });
      wanted.dueUs = this.clock.monotonicUs() + RENEW_US;
    } catch (error) {
      if (this.closed) return;
      const renewing = wanted.leaseId !== undefined;
      wanted.leaseId = undefined;
      this.postpone(wanted, error as Error);
      if (!renewing) this.tell(wanted, error as Error);
    }
  }

  private async begin(wanted: Wanted): Promise<void> {
    const { adapter, venue, symbol } = wanted;
    const what = { requestId: randomUUID(), venue, symbol, adapter, kind: 'quote' };
    const request = { ...what, subscriber: 'oms', leaseSeconds: LEASE_SECONDS };
    const granted = await this.ask<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, request);
    wanted.leaseId = granted.leaseId;
    wanted.failures = 0;
    this.standing(granted);
    if (!this.told.has(adapter) || adapter in this.missing()) return;
    this.told.delete(adapter);
    this.log.info({ event: 'quotes.there', adapter });
  }

  private postpone(wanted: Wanted, error: Error): void {
    const bound = isRefusal(error) ? MAX_REFUSED_US : MAX_UNANSWERED_US;
    const pauseUs = Math.min(bound, RETRY_US * 2 ** Math.min(wanted.failures, MAX_DOUBLINGS));
    wanted.failures++;
    wanted.dueUs = this.clock.monotonicUs() + pauseUs;
  }

  /** Once for each adapter: that of a broker alone has a hundred instruments without a quote. */
  private tell({ adapter, symbol, failures }: Wanted, error: Error): void {
    const reason = error.message;
    if (!isRefusal(error) || failures < TOLD_REFUSALS || this.told.has(adapter)) {
      this.log.debug({ event: 'quotes.unavailable', adapter, symbol, reason });
      return;
    }
    this.told.add(adapter);
    this.log.warn({ event: 'quotes.missing', adapter, symbol, code: error.code, reason });
  }

  private async ask<Reply>(topic: string, body: unknown): Promise<Reply> {
    const reply = await this.session.request(topic, JSON_CODEC.encode(body), { timeoutMs: ASK_TIMEOUT_MS });
    const decoded = decodeMessage(reply);
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    return decoded.value as Reply;
  }
}

/** Market-data answered, and has no such stream. */
const isRefusal = (error: Error): error is TransportError => error instanceof TransportError && error.remote;
