import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DomainError, type StreamKind } from '@bourseworks/domain';
import { BinanceRecording } from '@bourseworks/adapters/binance';
import { data, describeWithData } from '@bourseworks/testkit';
import {
  expectedBar,
  expectedDiff,
  expectedQuote,
  expectedRow,
  expectedSnapshot,
  expectedTrade,
  unitsOf,
  type Json,
} from '../../test/market-data/oracle.js';
import { parserCases } from '../../test/market-data/recorded.js';
import { recorded, withMore } from '../../test/recorded.js';
import { parseBars } from '../parse/market/bar.js';
import { parseDepth } from '../parse/market/depth.js';
import { parseAggregates, parseListedTrades } from '../parse/market/trade.js';
import { parseExchangeInfo } from '../parse/exchange-info.js';
import { toDataInstrument } from '../mapper/instrument.mapper.js';

/** Decimals that the recordings need. */
const SCALES = { priceScale: 8, qtyScale: 8 };
const NOW = 1_700_000_000_000_000;

const expectation: Readonly<Record<string, (data: Json) => unknown>> = {
  trade: (message) => expectedTrade(message, SCALES, NOW),
  quote: (message) => expectedQuote(message, SCALES, NOW),
  book: (message) => expectedDiff(message, SCALES, NOW),
  'bar-1m': (message) => expectedBar(message, SCALES, NOW),
};

function reader(futures: boolean): BinanceRecording {
  return new BinanceRecording({ futures, scales: () => SCALES });
}

/** The message becomes what the oracle says, of this kind, whatever else it says. */
function expectRead(futures: boolean, text: string, kind: StreamKind): void {
  const { stream, data: message } = JSON.parse(text) as { stream: string; data: Json };
  const read = reader(futures).message(text, NOW);
  expect(reader(futures).message(withMore(text), NOW)).toEqual(read);
  expect(read).toEqual({ symbol: stream.split('@')[0].toUpperCase(), kind, content: expectation[kind](message) });
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'it was taken';
}

/** Streams of which there is no kind: tickers of a day, marks, open interest, liquidations, aggregates of trades. */
const NO_KIND = 'KIND_UNSUPPORTED';
/** A snapshot of the book among the messages: an answer of REST that whoever recorded them put there. */
const SNAPSHOT = 'snapshot';

const SPOT_CASES: Readonly<Record<string, StreamKind | typeof NO_KIND | typeof SNAPSHOT>> = {
  'binance #1': 'trade',
  'binance #2': 'trade',
  'binance #3': 'quote',
  'binance #4': NO_KIND,
  'binance #5': SNAPSHOT,
  'binance #6': 'book',
  'binance #7': 'book',
  'binance #8': 'book',
  'binance #9': SNAPSHOT,
  'binance #10': 'book',
};

const FUTURES_CASES: typeof SPOT_CASES = {
  'binance futures #1': NO_KIND,
  'binance futures #2': NO_KIND,
  'binance futures #3': NO_KIND,
  'binance futures #4': NO_KIND,
  'binance futures #5': 'trade',
  'binance futures #6': 'book',
  'binance futures #7': SNAPSHOT,
  'binance futures #8': 'book',
  'binance futures #9': NO_KIND,
  'binance futures #10': NO_KIND,
  // Of the insurance fund: not at the market's price, and marked so.
  'binance futures #11': 'trade',
  'binance futures #12': 'trade',
  'binance futures #13': NO_KIND,
  'binance futures #14': NO_KIND,
  'binance futures #15': 'quote',
};

describeWithData('recorded cases of parsers', ['parser-cases/cases.jsonl.gz'], () => {
  describe.each([
    ['binance', false, SPOT_CASES],
    ['binance-futures', true, FUTURES_CASES],
  ] as const)('%s', (exchange, futures, table) => {
    const cases = parserCases(exchange);

    it('are those of the table', () => {
      expect(cases.map(({ name }) => name)).toEqual(Object.keys(table));
    });

    it.each(cases)('$name', ({ name, text, raw }) => {
      const what = table[name];
      if (what === SNAPSHOT) {
        const symbol = raw.stream.split('@')[0].toUpperCase();
        expect(reader(futures).snapshot(JSON.stringify(raw.data), symbol, NOW)).toEqual(
          expectedSnapshot(raw.data, SCALES, NOW),
        );
      } else if (what === NO_KIND) {
        expect(refusal(() => reader(futures).message(text, NOW))).toMatch(/^KIND_UNSUPPORTED: .*has no kind here/);
      } else expectRead(futures, text, what);
    });
  });
});

const NAUTILUS = 'nautilus-adapter-messages';
const FUTURES_STREAMS = `${NAUTILUS}/binance/futures/market_data_json`;
const OTHER_STREAMS = `${NAUTILUS}/binance-http-ws/ws_messages`;
const SPOT_REST = `${NAUTILUS}/binance/spot/http_json`;
const OTHER_REST = `${NAUTILUS}/binance-http-ws/http_responses`;

/** What a stream of its kind is called; messages that were kept without their envelope get it back. */
const CHANNELS: Readonly<Record<string, string>> = {
  trade: 'trade',
  aggTrade: 'aggTrade',
  bookTicker: 'bookTicker',
  depthUpdate: 'depth@100ms',
  kline: 'kline_1m',
  forceOrder: 'forceOrder',
  markPriceUpdate: 'markPrice',
  '24hrTicker': 'ticker',
};

function enveloped(text: string): string {
  const message = JSON.parse(text) as Json;
  if (message['stream'] !== undefined) return text;
  const order = message['o'] as Json;
  const symbol = ((message['s'] as string | undefined) ?? (order['s'] as string)).toLowerCase();
  return `{"stream":"${symbol}@${CHANNELS[message['e'] as string]}","data":${text}}`;
}

const STREAM_FILES: readonly (readonly [string, string, boolean, StreamKind | typeof NO_KIND])[] = [
  [FUTURES_STREAMS, 'agg_trade_stream.json', true, NO_KIND],
  [FUTURES_STREAMS, 'book_ticker_stream.json', true, 'quote'],
  [FUTURES_STREAMS, 'depth_update_stream.json', true, 'book'],
  [FUTURES_STREAMS, 'kline_stream_closed.json', true, 'bar-1m'],
  [FUTURES_STREAMS, 'kline_stream_open.json', true, 'bar-1m'],
  [FUTURES_STREAMS, 'liquidation_stream.json', true, NO_KIND],
  [FUTURES_STREAMS, 'mark_price_stream.json', true, NO_KIND],
  [FUTURES_STREAMS, 'ticker_stream.json', true, NO_KIND],
  [FUTURES_STREAMS, 'trade_stream.json', true, 'trade'],
  [OTHER_STREAMS, 'ws_futures_book_ticker.json', true, 'quote'],
  [OTHER_STREAMS, 'ws_futures_depth_diff_update.json', true, 'book'],
  [OTHER_STREAMS, 'ws_futures_depth_update.json', true, 'book'],
  [OTHER_STREAMS, 'ws_futures_ticker_24hr.json', true, NO_KIND],
  [OTHER_STREAMS, 'ws_spot_agg_trade.json', false, NO_KIND],
  [OTHER_STREAMS, 'ws_spot_ticker_24hr.json', false, NO_KIND],
  [OTHER_STREAMS, 'ws_spot_ticker_book.json', false, 'quote'],
  [OTHER_STREAMS, 'ws_spot_trade.json', false, 'trade'],
];

/** Those of the user data streams are the broker's. */
const OF_ORDERS = /execution_report|order_update|algo_update|trade_lite/;

describeWithData('recorded messages of market streams', [FUTURES_STREAMS, OTHER_STREAMS], () => {
  it('are those of the table', () => {
    for (const folder of [FUTURES_STREAMS, OTHER_STREAMS]) {
      const there = readdirSync(data(folder)).filter((file) => !OF_ORDERS.test(file));
      expect(there.sort()).toEqual(STREAM_FILES.filter(([of]) => of === folder).map(([, file]) => file));
    }
  });

  it.each(STREAM_FILES)('%s/%s', (folder, file, futures, what) => {
    const text = enveloped(recorded(folder, file));
    if (what === NO_KIND) expect(refusal(() => reader(futures).message(text, NOW))).toMatch(/^KIND_UNSUPPORTED/);
    else expectRead(futures, text, what);
  });
});

describeWithData('recorded answers with market data', [SPOT_REST, OTHER_REST], () => {
  const bodyOf = (folder: string, file: string): unknown => JSON.parse(recorded(folder, file));
  const rows = (folder: string, file: string): Json[] => bodyOf(folder, file) as Json[];
  const listed = ({ id, price, qty, time, isBuyerMaker }: Json): Json => ({
    t: id,
    p: price,
    q: qty,
    T: time,
    m: isBuyerMaker,
  });
  /** REST tells no time of receipt. */
  const withoutReceipt = (message: Json): Json => {
    const { receivedUs: _us, receivedNs: _ns, ...rest } = expectedTrade(message, SCALES, 0);
    return rest;
  };

  it.each([
    [SPOT_REST, 'trades_response.json'],
    [OTHER_REST, 'http_spot_market_trades.json'],
    [OTHER_REST, 'http_spot_market_historical_trades.json'],
    [OTHER_REST, 'http_futures_market_trades.json'],
    [OTHER_REST, 'http_futures_market_historical_trades.json'],
  ])('%s/%s: trades one by one', (folder, file) => {
    const raw = rows(folder, file);
    const read = parseListedTrades(raw, SCALES);
    expect(read.map(({ trade }) => trade)).toEqual(raw.map((row) => withoutReceipt(listed(row))));
    expect(read.map(({ firstId, lastId }) => [firstId, lastId])).toEqual(raw.map(({ id }) => [id, id]));
  });

  it.each([
    [OTHER_REST, 'http_spot_market_agg_trades.json'],
    [OTHER_REST, 'http_futures_market_agg_trades.json'],
  ])('%s/%s: trades of one order together, with the id of the last', (folder, file) => {
    const raw = rows(folder, file);
    const read = parseAggregates(raw, SCALES);
    expect(read.map(({ trade }) => trade)).toEqual(raw.map((row) => withoutReceipt({ ...row, t: row['l'] })));
    expect(read.map(({ id, firstId, lastId }) => [id, firstId, lastId])).toEqual(raw.map(({ a, f, l }) => [a, f, l]));
  });

  it.each([
    [SPOT_REST, 'depth_response.json'],
    [OTHER_REST, 'http_spot_market_depth.json'],
    [OTHER_REST, 'http_futures_market_depth.json'],
  ])('%s/%s: a snapshot of a book', (folder, file) => {
    const raw = bodyOf(folder, file);
    expect(parseDepth(raw, SCALES, NOW)).toEqual(expectedSnapshot(raw as Json, SCALES, NOW));
  });

  it.each([
    [SPOT_REST, 'klines_response.json'],
    [OTHER_REST, 'http_spot_market_klines.json'],
    [OTHER_REST, 'http_futures_market_klines.json'],
  ])('%s/%s: bars', (folder, file) => {
    const raw = bodyOf(folder, file) as unknown[][];
    expect(parseBars(raw, SCALES)).toEqual(raw.map((row) => expectedRow(row, SCALES)));
  });

  it.each([
    [OTHER_REST, 'http_spot_market_exchange_info.json', 'crypto', ['BTCUSDT', 'ETHUSDT']],
    [OTHER_REST, 'http_futures_market_exchange_info.json', 'future', ['BTCUSDT', 'ETHUSDT']],
  ] as const)('%s/%s: instruments with the tick and lot of the venue', (folder, file, assetClass, symbols) => {
    const raw = bodyOf(folder, file) as { symbols: Json[] };
    const read = parseExchangeInfo(raw).symbols.map((symbol) => toDataInstrument(symbol, 'binance', assetClass));
    expect(read.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining([...symbols]));
    for (const instrument of read) {
      const { filters, baseAsset } = raw.symbols.find(({ symbol }) => symbol === instrument.symbol) as Json & {
        filters: Json[];
      };
      const filter = (name: string) => filters.find(({ filterType }) => filterType === name);
      expect(instrument).toMatchObject({
        base: baseAsset,
        tickSize: unitsOf(filter('PRICE_FILTER')?.['tickSize'], instrument.priceScale),
        lotSize: unitsOf(filter('LOT_SIZE')?.['stepSize'], instrument.qtyScale),
        minQuantity: unitsOf(filter('LOT_SIZE')?.['minQty'], instrument.qtyScale),
      });
    }
  });

  it('a symbol without the filters that orders need is no instrument', () => {
    expect(parseExchangeInfo(bodyOf(SPOT_REST, 'exchange_info_response.json')).symbols).toEqual([]);
  });
});
