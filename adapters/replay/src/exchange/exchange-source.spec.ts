import { beforeAll, describe, expect, it } from '@jest/globals';
import { OrderBook, type Instrument, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { RecordedVenue } from '@bourseworks/feeds';
import { data, describeWithData, exchangeRecording, type RecordedLine } from '@bourseworks/testkit';
import { coinbaseRecordings } from '../../../coinbase/src/market-data/recorded.js';
import { krakenRecordings } from '../../../kraken/src/market-data/recorded.js';
import { ReplayMarketData } from '../market-data/replay-market-data.js';
import { ALL_VENUES, follow } from '../test/recorded.js';

type Stamped = Exclude<RecordedLine, { readonly kind: 'configuration' }>;
const linesOf = (file: string): Stamped[] =>
  [...exchangeRecording(file)].filter((line): line is Stamped => line.kind !== 'configuration');

/** All that a venue's own reader makes of some files, by kind and symbol. */
function expected(
  venue: RecordedVenue,
  answers: string,
  streams: string,
): (key: string, kind: StreamKind) => unknown[] {
  const market = venue.open(
    linesOf(answers).flatMap((line) =>
      line.kind === 'answer' ? [{ url: line.url, text: line.text, receivedUs: line.us, receivedNs: line.ns }] : [],
    ),
  );
  const feed = market.feed();
  const all = linesOf(streams).flatMap((line) =>
    line.kind === 'received' ? feed.accept(line.text, line.us, line.ns) : [],
  );
  return (key, kind) =>
    all
      .filter(({ instrument, event }) => instrument.key === key && event.kind.split('-')[0] === kind)
      .map(({ event }) => event);
}

describeWithData('recordings of exchanges', ['exchange-recordings'], () => {
  let adapter: ReplayMarketData;
  let instruments: readonly Instrument[];

  beforeAll(async () => {
    adapter = await ReplayMarketData.load({ dataRoot: data('exchange-recordings'), venues: ALL_VENUES });
    instruments = await adapter.instruments();
  });

  const find = (key: string): Instrument => {
    const instrument = instruments.find((each) => each.key === key);
    if (instrument === undefined) throw new Error(`no ${key}`);
    return instrument;
  };

  async function read(
    key: string,
    kind: StreamKind,
    fromUs = 0,
    toUs = Number.MAX_SAFE_INTEGER,
  ): Promise<MarketDataEvent[]> {
    const events: MarketDataEvent[] = [];
    const take = (some: readonly MarketDataEvent[]): Promise<void> => Promise.resolve(void events.push(...some));
    await adapter.history({ instrument: find(key), kind, fromUs, toUs }, take, new AbortController().signal);
    return events;
  }

  it('offer what was subscribed, of the venues that are understood', () => {
    const kinds = (venue: string) =>
      instruments.filter((each) => each.venue === venue).map((each) => [each.symbol, adapter.kinds(each).join(' ')]);
    expect(kinds('kraken')).toEqual(
      [
        'ADA-BTC',
        'BTC-CHF',
        'ETH-CHF',
        'GRT-ETH',
        'KSM-BTC',
        'OCEAN-BTC',
        'OMG-USD',
        'SC-EUR',
        'WAVES-EUR',
        'XMR-USD',
      ].map((symbol) => [symbol, 'book quote trade']),
    );
    expect(kinds('coinbase')).toHaveLength(10);
    expect(kinds('coinbase')).toContainEqual(['SKL-USD', 'book quote trade']);
    expect(kinds('binance')).toEqual(
      ['BLZETH', 'LRCBTC', 'NKNUSDT', 'RUNEEUR'].map((symbol) => [symbol, 'bar-1m book quote']),
    );
    expect(new Set(instruments.map(({ venue }) => venue))).toEqual(new Set(['kraken', 'coinbase', 'binance']));
  });

  it('of Kraken tell its trades, quotes and books, each checksum held against the book', async () => {
    const trades = expected(krakenRecordings, 'KRAKEN.0.gz', 'KRAKEN.ws.48.0.gz');
    const quotes = expected(krakenRecordings, 'KRAKEN.0.gz', 'KRAKEN.ws.49.0.gz');
    let told = 0;
    for (const { key } of instruments.filter(({ venue }) => venue === 'kraken')) {
      const events = [await read(key, 'trade'), await read(key, 'quote')];
      expect({ key, events }).toEqual({ key, events: [trades(key, 'trade'), quotes(key, 'quote')] });
      told += events[0].length + events[1].length;
    }
    expect(told).toBe(10 + 18);
    const key = 'kraken/XMR-USD';
    const book = await read(key, 'book');
    expect(book).toEqual(expected(krakenRecordings, 'KRAKEN.0.gz', 'KRAKEN.ws.50.0.gz')(key, 'book'));
    expect(book.filter((event) => 'checksum' in event).length).toBeGreaterThan(100);
    expect(book.filter(({ kind }) => kind === 'book-snapshot')).toHaveLength(1);
  });

  it('of Coinbase tell its trades, quotes and books', async () => {
    const truth = expected(coinbaseRecordings, 'COINBASE.0.gz', 'COINBASE.ws.28.0.gz');
    const key = 'coinbase/SKL-USD';
    for (const kind of ['trade', 'quote', 'book'] as const) {
      const events = await read(key, kind);
      expect(events.length).toBeGreaterThan(0);
      expect(events).toEqual(truth(key, kind));
    }
  });

  it('of Binance join the snapshots that were asked for beside the streams', async () => {
    const book = new OrderBook();
    const events = await read('binance/NKNUSDT', 'book');
    expect(events.map((event) => follow(book, event)).slice(1)).toEqual(events.slice(1).map(() => 'applied'));
    const { priceScale, qtyScale } = find('binance/NKNUSDT');
    const told = (side: 'bids' | 'asks'): unknown =>
      book.snapshot()[side].map(([price, quantity]) => [price / 10 ** priceScale, quantity / 10 ** qtyScale]);
    expect([told('bids'), told('asks')]).toEqual(oracleBook('NKNUSDT'));
    // The first change that the snapshot does not have.
    expect(events[0]).toMatchObject({
      kind: 'book-snapshot',
      us: 1_633_998_512_568_000,
      receivedUs: 1_633_998_512_564_785,
    });
  });

  it('of Binance have quotes and bars that are closed', async () => {
    const texts = linesOf('BINANCE.ws.1.0.gz').flatMap((line) => (line.kind === 'received' ? [line.text] : []));
    const count = (pattern: RegExp): number => texts.filter((text) => pattern.test(text)).length;
    expect(await read('binance/NKNUSDT', 'quote')).toHaveLength(count(/"nknusdt@bookTicker"/));
    expect(await read('binance/NKNUSDT', 'bar-1m')).toHaveLength(count(/"nknusdt@kline_1m".*"x":true/));
  });

  it('are read in ranges: a book begins as it stood', async () => {
    const all = await read('kraken/XMR-USD', 'book');
    const fromUs = (all[100] as { us: number }).us;
    const toUs = (all[200] as { us: number }).us;
    const part = await read('kraken/XMR-USD', 'book', fromUs, toUs);
    expect(part[0]).toMatchObject({ kind: 'book-snapshot', us: fromUs });
    const [whole, cut] = [new OrderBook(), new OrderBook()];
    const end = all.findIndex((event) => 'us' in event && event.us >= toUs);
    for (const event of all.slice(0, end)) follow(whole, event);
    for (const event of part)
      follow(cut, event.kind === 'book-delta' ? { ...event, venueSequence: cut.venueSequence + 1 } : event);
    expect(cut.snapshot().bids).toEqual(whole.snapshot().bids);
    await expect(read('kraken/XMR-USD', 'trade', 1, 2)).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    expect(await read('kraken/BTC-CHF', 'trade', 1_618_678_133_000_000, 1_618_678_134_000_000)).toEqual([]);
  });

  /** Maps of texts. */
  function oracleBook(symbol: string): [number, number][][] {
    const answer = linesOf('BINANCE.http.0.0.gz').find((line) => line.kind === 'answer' && line.url.includes(symbol));
    type Depth = Record<string, number & [string, string][]>;
    const snapshot = JSON.parse((answer as { text: string }).text) as Depth;
    const sides = ['bids', 'asks'].map((side) => new Map(snapshot[side].map(([p, q]) => [Number(p), Number(q)])));
    for (const line of linesOf('BINANCE.ws.1.0.gz')) {
      if (line.kind !== 'received' || !line.text.includes(`"${symbol.toLowerCase()}@depth`)) continue;
      const { data: change } = JSON.parse(line.text) as { data: Depth };
      if (change['u'] <= snapshot['lastUpdateId']) continue;
      (['b', 'a'] as const).forEach((name, index) => {
        for (const [price, quantity] of change[name])
          if (Number(quantity) === 0) sides[index].delete(Number(price));
          else sides[index].set(Number(price), Number(quantity));
      });
    }
    return sides.map((side, index) => [...side].sort(([a], [b]) => (index === 0 ? b - a : a - b)));
  }
});

describe('the venues of recordings', () => {
  it('know their addresses, and no other', () => {
    expect(krakenRecordings.isOf('wss://ws.kraken.com')).toBe(true);
    expect(krakenRecordings.isOf('wss://ws.kraken.com.example')).toBe(false);
    expect(coinbaseRecordings.isOf('https://api.exchange.coinbase.com/products')).toBe(true);
    expect(coinbaseRecordings.isOf('https://api.kraken.com/0/public/AssetPairs')).toBe(false);
  });
});
