import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import { RecordingStreamSink, VirtualClock } from '@bourseworks/testkit';
import { SimFeed } from './sim-feed.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'AUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);

/** An opened feed, and what it asked of its adapter. */
function opened(kind: StreamKind, pages: () => AsyncIterable<MarketDataEvent[]> = nothing) {
  const asked: string[] = [];
  const source = {
    pages,
    subscribe: () => void asked.push('subscribe'),
    restart: (reason: string) => void asked.push(`restart: ${reason}`),
  };
  const clock = new VirtualClock(1_700_000_000_000_000);
  const feed = new SimFeed({ instrument, kind }, source, clock);
  const sink = new RecordingStreamSink();
  feed.channel.join(sink);
  feed.channel.subscribed();
  return { feed, sink, asked, clock };
}

async function* nothing(): AsyncGenerator<MarketDataEvent[]> {}

async function* endless(): AsyncGenerator<MarketDataEvent[]> {
  await new Promise(() => undefined);
  yield [];
}

const trades = (from: number, count: number): Record<string, unknown> => ({
  data: Array.from({ length: count }, (_, i) => {
    return { id: from + i, time: 1_700_000_000_000_000 + from + i, price: '1.00', quantity: '5', aggressor: 'BUY' };
  }),
});

const book = (action: 'snapshot' | 'delta', sequence: number, bid: string): Record<string, unknown> => ({
  action,
  data: { sequence, time: sequence, bids: [[bid, '5']], asks: [['1.02', '5']] },
});

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('trades of the exchange', () => {
  it('that do not fit while others are fetched are counted, and no gap is closed without a reason', async () => {
    const { feed, sink } = opened('trade', endless);
    feed.receive(trades(1, 2));
    feed.lost('cut');
    feed.channel.subscribed();
    await settle();
    feed.receive(trades(10, 10_000));
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING']);
    feed.receive(trades(10_010, 1));
    expect(sink.states.slice(3)).toEqual(['GAP_END', 'LIVE']);
    expect(sink.counted('overflows')).toBe(1);
    expect(sink.reasons.at(-1)).toContain('more events came than may wait');
    expect(sink.items).toHaveLength(2 + 10_001);
  });

  it('of an exchange that was restarted are not fetched, which is told', async () => {
    const { feed, sink } = opened('trade');
    feed.receive(trades(7, 1));
    feed.lost('cut');
    feed.restarted();
    feed.channel.subscribed();
    await settle();
    expect(sink.reasons.at(-1)).toContain('the exchange was restarted');
    // It numbers anew.
    feed.receive(trades(1, 1));
    expect(sink.items).toHaveLength(2);
    expect(sink.live).toBe(true);
  });

  it('that are too many to fetch stay missed, which is told', async () => {
    const { feed, sink } = opened('trade', async function* () {
      for (let id = 2; ; id++) yield [{ kind: 'trade', us: id, ns: 0, price: 1, quantity: 1, tradeId: String(id) }];
    });
    feed.receive(trades(1, 1));
    feed.lost('cut');
    feed.channel.subscribed();
    for (let turns = 0; turns < 50; turns++) await settle();
    expect(sink.reasons.at(-1)).toContain('it is too much');
    expect(sink.counted('backfilled')).toBe(10);
  });
});

describe('a book of the exchange', () => {
  it('that lacks a change is asked for anew, and is silent until it is whole', () => {
    const { feed, sink, asked } = opened('book');
    feed.receive(book('snapshot', 10, '1.00'));
    feed.receive(book('delta', 11, '1.00'));
    feed.receive(book('delta', 13, '1.00'));
    feed.receive(book('delta', 14, '1.00'));
    expect(asked).toEqual(['subscribe']);
    feed.receive(book('snapshot', 15, '1.00'));
    feed.receive(book('delta', 15, '1.00'));
    feed.receive(book('delta', 16, '1.00'));
    expect(sink.order).toEqual([
      'book-snapshot',
      'LIVE',
      'book-delta',
      'GAP_START',
      'RESYNCING',
      // Without levels: nothing is known.
      'book-snapshot',
      'book-snapshot',
      'GAP_END',
      'LIVE',
      'book-delta',
    ]);
  });

  it('with a message that cannot be read is forgotten, and not live before it was asked for anew', () => {
    const { feed, sink, asked } = opened('book');
    feed.receive(book('snapshot', 10, '1.00'));
    feed.receive(book('delta', 11, 'none'));
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING']);
    expect(asked).toEqual(['subscribe']);
    expect(sink.items.at(-1)).toMatchObject({ kind: 'book-snapshot', bids: [], asks: [] });
    feed.receive(book('delta', 12, '1.00'));
    expect(sink.items).toHaveLength(2);
    feed.receive(book('snapshot', 13, '1.00'));
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
    expect(sink.reasons[0]).toContain('none');
    expect([sink.counted('malformed'), sink.counted('gaps')]).toEqual([1, 1]);
    feed.receive(book('delta', 14, '1.00'));
    expect(sink.items.at(-1)?.kind).toBe('book-delta');
  });

  it('that cannot be read while it is asked for anew waits for another connection', () => {
    const { feed, sink, asked } = opened('book');
    feed.receive(book('snapshot', 10, '1.00'));
    feed.receive(book('delta', 11, 'none'));
    feed.receive(book('snapshot', 12, 'none'));
    expect(asked).toEqual(['subscribe', expect.stringMatching(/^restart: .*none/)]);
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING']);
  });

  it('of a connection that is gone is forgotten, and not asked for before there is another', () => {
    const { feed, sink, asked } = opened('book');
    feed.receive(book('snapshot', 10, '1.00'));
    feed.lost('cut');
    feed.receive(book('delta', 11, '1.00'));
    expect(asked).toEqual([]);
    expect(sink.items.slice(1)).toMatchObject([{ bids: [], asks: [] }]);
    feed.channel.subscribed();
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING']);
    feed.receive(book('snapshot', 12, '1.00'));
    expect(sink.live).toBe(true);
  });

  it('that is wrong again before it was whole waits for another connection', () => {
    const { feed, asked } = opened('book');
    feed.receive(book('snapshot', 10, '1.00'));
    feed.receive(book('delta', 11, '1.05'));
    feed.receive(book('snapshot', 12, '1.05'));
    expect(asked).toEqual(['subscribe', 'restart: the book is crossed']);
  });
});

describe('quotes of the exchange', () => {
  it('that are told again with a subscription are no news', () => {
    const { feed, sink } = opened('quote');
    const quote = { data: { time: 5, bid: '1.00', bidSize: '1', ask: '1.02', askSize: '1' } };
    feed.receive(quote);
    feed.lost('cut');
    feed.channel.subscribed();
    feed.receive(quote);
    expect(sink.items).toHaveLength(1);
  });
});
