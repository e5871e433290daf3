import { formatDecimal, type Bar, type BookLevel, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { Clock, MarketDataAdapter } from '@bourseworks/ports';
import {
  FeedServer,
  ModelMarket,
  type FeedClient,
  type FeedFault,
  type FeedVenue,
  type MarketDataHarness,
  type VenueReply,
  type VenueRequest,
  type VenueScript,
} from '@bourseworks/testkit';
import { SimMarketData } from '../src/market-data/sim-market-data.js';
import { venueChannel } from '../src/market-data/sim-feed.js';

const SYMBOL = 'BTCUSD';
const SCALES = { price: 2, quantity: 5 };
const PAGE = 1_000;
const HEARTBEAT_MS = 100;
const TIMEOUT_MS = 500;

const price = (units: number): string => formatDecimal(units, SCALES.price);
const quantity = (units: number): string => formatDecimal(units, SCALES.quantity);
const levels = (side: readonly BookLevel[]): string[][] => side.map(([p, q]) => [price(p), quantity(q)]);

/** An event as the exchange says it, in its stream and its stored data alike. */
function wire(event: MarketDataEvent): object {
  switch (event.kind) {
    case 'trade': {
      const { us, aggressor, tradeId } = event;
      return {
        id: Number(tradeId),
        time: us,
        price: price(event.price),
        quantity: quantity(event.quantity),
        aggressor,
      };
    }
    case 'quote': {
      const [bid, ask] = [price(event.bidPrice), price(event.askPrice)];
      return { time: event.us, bid, bidSize: quantity(event.bidQuantity), ask, askSize: quantity(event.askQuantity) };
    }
    case 'bar': {
      const [open, high, low, close] = [event.open, event.high, event.low, event.close].map(price);
      const { startUs: start, endUs: end, trades } = event;
      return { start, end, open, high, low, close, volume: quantity(event.volume), trades };
    }
    default:
      return { sequence: event.venueSequence, time: event.us, bids: levels(event.bids), asks: levels(event.asks) };
  }
}

/** Says a model market in the words of the exchange. */
class ExchangeScript implements VenueScript {
  private readonly heartbeats = new Map<FeedClient, NodeJS.Timeout>();

  constructor(private readonly market: ModelMarket) {}

  answer({ path, query }: VenueRequest): VenueReply {
    const number = (name: string, fallback: number): number => Number(query.get(name) ?? fallback);
    const [from, to] = [number('from', 0), number('to', Number.MAX_SAFE_INTEGER)];
    const limit = Math.min(PAGE, number('limit', 500));
    if (path === '/api/instruments') return { body: { instruments: [listing] } };
    if (path === '/api/trades') {
      const after = number('after', 0);
      const found = this.market.trades.filter((one) => one.us >= from && one.us < to && Number(one.tradeId) > after);
      return { body: { symbol: SYMBOL, trades: found.slice(0, limit).map(wire) } };
    }
    if (path === '/api/bars') {
      const bars: readonly Bar[] = this.market.bars(`bar-${query.get('interval')}` as StreamKind);
      const found = bars.filter(({ startUs }) => startUs >= from && startUs < to);
      return { body: { symbol: SYMBOL, bars: found.slice(0, limit).map(wire) } };
    }
    return { status: 404, body: { error: { code: 'NOT_FOUND', message: 'no such resource' } } };
  }

  connected(client: FeedClient): void {
    client.send({ type: 'hello', instance: 'one', heartbeatMs: HEARTBEAT_MS });
    this.heartbeats.set(
      client,
      setInterval(() => client.send({ type: 'heartbeat' }), HEARTBEAT_MS),
    );
  }

  received(client: FeedClient, text: string): void {
    const { op, channel, id } = JSON.parse(text) as { op: string; channel: string; id: number };
    if (op === 'subscribe') client.topics.add(channel);
    else client.topics.delete(channel);
    client.send({ type: 'result', id, ok: true, channel, symbol: SYMBOL });
    if (op !== 'subscribe' || channel !== 'book') return;
    client.publish({ type: 'book', symbol: SYMBOL, action: 'snapshot', data: wire(this.market.book()) });
  }

  gone(client: FeedClient): void {
    clearInterval(this.heartbeats.get(client));
    this.heartbeats.delete(client);
  }
}

const listing = {
  symbol: SYMBOL,
  assetClass: 'crypto',
  base: 'BTC',
  currency: 'USD',
  tickSize: '0.01',
  lotSize: '0.00001',
  minQuantity: '0.00001',
  maxQuantity: '1000',
};

class StandIn implements FeedVenue {
  readonly symbol = SYMBOL;

  private constructor(
    private readonly market: ModelMarket,
    readonly traffic: FeedServer,
  ) {}

  static async start(): Promise<StandIn> {
    const market = new ModelMarket({ price: 60_000_00, tickSize: 1, lotSize: 1, past: 2 * PAGE + 500 });
    return new StandIn(market, await FeedServer.start(new ExchangeScript(market)));
  }

  publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]> {
    const type = venueChannel(kind) ?? kind;
    const events = Array.from({ length: count }, () => {
      const event = this.market.next(kind);
      const data = kind === 'trade' ? [wire(event)] : wire(event);
      const action = kind === 'book' ? { action: 'delta' } : {};
      this.traffic.publish(type, { type, symbol: SYMBOL, ...action, data });
      return event;
    });
    return Promise.resolve(events);
  }

  past(kind: StreamKind): Promise<readonly MarketDataEvent[]> {
    return Promise.resolve(kind === 'trade' ? [...this.market.trades] : [...this.market.bars(kind)]);
  }

  book(): ReturnType<FeedVenue['book']> {
    return Promise.resolve(this.market.book());
  }

  control(fault: FeedFault): void {
    this.traffic.control(fault);
  }

  close(): Promise<void> {
    return this.traffic.close();
  }
}

const message = (type: string, data: unknown): string => JSON.stringify({ type, symbol: SYMBOL, data });

export const simDataHarness: MarketDataHarness<StandIn> = {
  kinds: ['trade', 'quote', 'book', 'bar-1s', 'bar-5s', 'bar-1m'],
  historyKinds: ['trade', 'bar-1s', 'bar-5s', 'bar-1m'],
  page: PAGE,
  silenceMs: 3 * HEARTBEAT_MS,
  requestTimeoutMs: TIMEOUT_MS,
  excused: {
    'MD-402': 'the whole book comes in the stream',
    'MD-520': 'public data needs no login',
    'MD-521': 'public data needs no login',
  },
  malformed: {
    trade: [
      message('trades', null),
      message('trades', [{ id: 1 }]),
      message('trades', [{ id: -1, time: 1, price: '1.00', quantity: '1', aggressor: 'BUY' }]),
      message('trades', [{ id: 1, time: 1, price: '1.001', quantity: '1', aggressor: 'BUY' }]),
      message('trades', [{ id: 1, time: 1, price: '1e3', quantity: '1', aggressor: 'BUY' }]),
      message('trades', [{ id: 1, time: 1, price: '1.00', quantity: '1', aggressor: 'both' }]),
    ],
    quote: [message('quotes', { time: 1, bid: '1.00' })],
    book: [
      message('book', {}),
      JSON.stringify({ type: 'book', symbol: SYMBOL, action: 'delta', data: { sequence: 1 } }),
    ],
    'bar-1s': [message('bars:1s', { start: 1, end: 'soon' })],
  },
  start: () => StandIn.start(),
  createAdapter: ({ traffic: { url } }: StandIn, clock: Clock): MarketDataAdapter =>
    new SimMarketData({ url, requestTimeoutMs: TIMEOUT_MS, backoff: { firstMs: 20, maxMs: 100 } }, clock),
};
