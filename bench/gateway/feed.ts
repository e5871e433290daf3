import { JSON_CODEC, liveTopic, MARKET_DATA_REQUEST, type LiveDataRequestShape } from '@bourseworks/dto';
import { SolaceSession } from '@bourseworks/solace-transport';
import type { BusLogin } from '../bus/wire.js';
import type { Quote } from './wire.js';

/** Ticks of the instrument: 0.01. */
const BASE = 10_000;
const EPOCH = 1;

/** Market-data as the gateway knows it: grants leases, publishes quotes. */
export class Feed {
  private readonly sequences = new Map<string, number>();
  private readonly bases = new Map<string, number>();
  private n = 0;

  private constructor(private readonly session: SolaceSession) {}

  static async start(login: BusLogin): Promise<Feed> {
    const session = new SolaceSession(login);
    await session.connect();
    const feed = new Feed(session);
    await session.subscribe('marketdata/request/>', (message) => {
      const body = JSON.parse(message.payload.toString('utf8')) as LiveDataRequestShape & { leaseId?: string };
      const answer = message.topic === MARKET_DATA_REQUEST.live ? feed.grant(body) : { leaseId: body.leaseId };
      session.reply(message, JSON_CODEC.encode(answer));
    });
    return feed;
  }

  /** One new quote of each symbol, a message each. @returns what clients must hold then */
  burst(venue: string, symbols: readonly string[]): Record<string, Quote> {
    const held: Record<string, Quote> = {};
    for (const symbol of symbols) held[symbol] = this.publish(venue, symbol);
    return held;
  }

  stop(): Promise<void> {
    return this.session.close();
  }

  private publish(venue: string, symbol: string): Quote {
    const topic = liveTopic('quote', venue, symbol);
    const n = ++this.n;
    const [bid, ask] = [BASE + (n % 97), BASE + 100 + (n % 89)];
    const [bidSize, askSize] = [1 + (n % 7), 1 + (n % 11)];
    const timeUs = Math.floor((performance.timeOrigin + performance.now()) * 1_000);
    const seq0 = (this.sequences.get(topic) ?? 0) + 1;
    this.sequences.set(topic, seq0);
    const item = { time: `${timeUs}000`, bid: bid / 100, bidSize, ask: ask / 100, askSize };
    this.session.publish(topic, JSON_CODEC.encode({ epoch: EPOCH, seq0, items: [item] }));
    const base = this.bases.get(topic) ?? bid + ask;
    this.bases.set(topic, base);
    return {
      time: timeUs / 1_000,
      bid: bid / 100,
      bidSize,
      ask: ask / 100,
      askSize,
      mid: ((bid + ask) * 5) / 1_000,
      spread: (ask - bid) / 100,
      changePercent: Math.round(((bid + ask - base) / base) * 100 * 10_000) / 10_000,
    };
  }

  private grant({ kind, venue, symbol, leaseSeconds }: LiveDataRequestShape): object {
    const topic = liveTopic(kind, venue, symbol);
    const instrument = {
      venue,
      symbol,
      assetClass: 'crypto',
      currency: 'USD',
      base: 'X',
      multiplier: 1,
      tickSize: '0.01',
      lotSize: '1',
      priceScale: 2,
      qtyScale: 0,
      minQuantity: '1',
      maxQuantity: '100000',
    };
    const sequence = this.sequences.get(topic) ?? 0;
    return { topic, status: 'started', epoch: EPOCH, sequence, leaseId: `lease-${topic}`, leaseSeconds, instrument };
  }
}
