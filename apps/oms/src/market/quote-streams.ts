import { randomUUID } from 'node:crypto';
import { decodeMessage, JSON_CODEC, MARKET_DATA_REQUEST, type LiveDataReplyShape } from '@bourseworks/dto';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import type { BrokerDirectory } from '../brokers/broker-directory.js';

/** How soon a restarted market-data is noticed: until then the OMS works on prices that no longer move. */
const RENEW_US = 3_000_000;
const RETRY_US = 500_000;
const ASK_TIMEOUT_MS = 1_000;
const LEASE_SECONDS = 30;

interface Wanted {
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  leaseId: string | undefined;
}

/**
 * Keeps a quote stream running for every instrument that can be traded: without a reference price the price collar denies
 * every order. Leases are renewed; a lease that is no longer known (market data restarted) is asked for anew.
 */
export class QuoteStreams {
  private readonly wanted = new Map<string, Wanted>();
  private timer: Timer | undefined;
  private closed = false;

  constructor(
    private readonly session: SolaceSession,
    private readonly directory: BrokerDirectory,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  start(): void {
    this.timer = this.clock.setTimer(0, () => void this.round());
  }

  close(): void {
    this.closed = true;
    this.timer?.cancel();
  }

  private async round(): Promise<void> {
    for (const { adapter, instrument } of this.directory.instruments()) {
      if (!this.wanted.has(instrument.key)) {
        this.wanted.set(instrument.key, {
          adapter,
          venue: instrument.venue,
          symbol: instrument.symbol,
          leaseId: undefined,
        });
      }
    }
    // Side by side: while market-data is away, a time-out for each one after the other would add up.
    await Promise.all([...this.wanted.values()].map((wanted) => this.keep(wanted)));
    const complete = this.wanted.size > 0 && [...this.wanted.values()].every((one) => one.leaseId !== undefined);
    if (!this.closed) this.timer = this.clock.setTimer(complete ? RENEW_US : RETRY_US, () => void this.round());
  }

  private async keep(wanted: Wanted): Promise<void> {
    try {
      if (wanted.leaseId !== undefined) {
        await this.ask(MARKET_DATA_REQUEST.renew, { leaseId: wanted.leaseId, subscriber: 'oms' });
        return;
      }
      const { adapter, venue, symbol } = wanted;
      const request = {
        requestId: randomUUID(),
        venue,
        symbol,
        adapter,
        kind: 'quote',
        subscriber: 'oms',
        leaseSeconds: LEASE_SECONDS,
      };
      wanted.leaseId = (await this.ask<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, request)).leaseId;
    } catch (error) {
      if (wanted.leaseId !== undefined || this.closed) wanted.leaseId = undefined;
      else this.log.debug({ event: 'quotes.unavailable', symbol: wanted.symbol, reason: (error as Error).message });
    }
  }

  private async ask<Reply>(topic: string, body: unknown): Promise<Reply> {
    const reply = await this.session.request(topic, JSON_CODEC.encode(body), { timeoutMs: ASK_TIMEOUT_MS });
    const decoded = decodeMessage(reply);
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    return decoded.value as Reply;
  }
}
