import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Instrument, StreamKind } from '@bourseworks/domain';
import { bookOf, CoinbaseStandIn, eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { configOf, TIMES } from '../../test/harness.js';
import { CoinbaseMarketData } from './coinbase-market-data.js';

const TRADE = {
  trade_id: '1',
  product_id: 'BTC-USD',
  price: '1',
  size: '1',
  side: 'BUY',
  time: '2026-01-01T00:00:00Z',
};
const TICKER = { product_id: 'BTC-USD', best_bid: '1', best_bid_quantity: '1', best_ask: '2', best_ask_quantity: '1' };
const LEVEL = { side: 'bid', price_level: '1', new_quantity: '1' };

const tradeWith = (change: object): string => `"trades":[${JSON.stringify({ ...TRADE, ...change })}]`;
const tickerWith = (change: object): string => `"tickers":[${JSON.stringify({ ...TICKER, ...change })}]`;
const levelWith = (change: object): string =>
  `"product_id":"BTC-USD","updates":[${JSON.stringify({ ...LEVEL, ...change })}]`;

describe('numbered messages of Coinbase that cannot be read', () => {
  let venue: CoinbaseStandIn;
  let adapter: CoinbaseMarketData;
  let instrument: Instrument;
  beforeEach(async () => {
    venue = await CoinbaseStandIn.start();
    adapter = new CoinbaseMarketData(configOf(venue), { times: { ...TIMES, silenceMs: 30_000 } });
    [instrument] = await adapter.instruments();
  });
  afterEach(async () => {
    await adapter.close();
    await venue.close();
  });

  async function opened(kind: StreamKind): Promise<RecordingStreamSink> {
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind }, sink);
    return sink;
  }

  it.each([
    ['trade', 'market_trades', tradeWith({ price: '0' })],
    ['trade', 'market_trades', tradeWith({ price: '1.001' })],
    ['trade', 'market_trades', tradeWith({ size: '-1' })],
    ['trade', 'market_trades', tradeWith({ size: undefined })],
    ['trade', 'market_trades', tradeWith({ side: 'both' })],
    ['trade', 'market_trades', tradeWith({ trade_id: 'one' })],
    ['trade', 'market_trades', tradeWith({ time: '0001-01-01T00:00:00Z' })],
    ['quote', 'ticker', tickerWith({ best_bid: 'x' })],
    ['quote', 'ticker', tickerWith({ best_ask: '-2' })],
    ['quote', 'ticker', tickerWith({ best_ask_quantity: '99999999999999999999' })],
  ] as const)('are a gap of the %s stream alone: %s %s', async (kind, channel, rest) => {
    const [sink, other] = [await opened(kind), await opened(kind === 'trade' ? 'quote' : 'trade')];
    const before = await venue.publish(kind, 1);
    await eventually(() => sink.items.length === 1);
    venue.say(channel, rest);
    await eventually(() => sink.states.includes('GAP_END') && sink.live);
    expect([sink.counted('malformed'), other.counted('malformed')]).toEqual([1, 0]);
    expect(other.states).toEqual(['LIVE']);
    const after = await venue.publish(kind, 1);
    await eventually(() => sink.items.length === 2);
    expect(sink.items).toMatchObject([...before, ...after]);
    expect(venue.traffic.mostStreams).toBe(1);
  });

  it.each([
    levelWith({ side: 'ask' }),
    levelWith({ price_level: '0' }),
    levelWith({ price_level: '1.001' }),
    levelWith({ new_quantity: '0.-10000' }),
    '"product_id":"BTC-USD","updates":{}',
  ])('bring a new snapshot of the book over the same connection: %s', async (rest) => {
    const sink = await opened('book');
    await venue.publish('book', 2);
    await eventually(() => sink.items.length === 3);
    venue.say('level2', rest);
    await eventually(() => sink.states.includes('GAP_END') && sink.live);
    await venue.publish('book', 2);
    // The first snapshot, two changes, the word that it is not known, the second snapshot, two changes.
    await eventually(() => sink.items.length === 7);
    expect(sink.counted('malformed')).toBe(1);
    const { bids, asks } = await venue.book();
    expect(bookOf(sink.items).snapshot()).toMatchObject({ bids, asks });
    expect(venue.traffic.mostStreams).toBe(1);
  });
});
