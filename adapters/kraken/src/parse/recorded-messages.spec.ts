import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { MarketDataEvent } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { toPair } from '../mapper/pair.mapper.js';
import { parseFrame, read, type Raw, type Receipt } from './fields.js';
import { parseAssetPairs } from './rest/asset-pairs.js';
import { parseBars, parseBook, parseTrades } from './rest/history.js';
import { parseCandle, parseDepth, parseQuote, parseTrade } from './v2/items.js';
import { parseMessage } from './v2/message.js';

const FOLDER = 'nautilus-adapter-messages/kraken';
const receipt: Receipt = { receivedUs: 1_700_000_000_000_000, receivedNs: 0 };
const scales = { priceScale: 2, qtyScale: 8 };
const refusal = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;

const text = (file: string): string => readFileSync(data(FOLDER, file), 'utf8');
const result = (file: string): Raw => read.asRaw(read.asRaw(parseFrame(text(file)), 'an answer')['result'], 'a result');

/** Units by text alone. */
function units(decimal: string, scale: number): number {
  const [whole, fraction = ''] = decimal.split('.');
  if (/[1-9]/.test(fraction.slice(scale))) throw new Error(`${decimal} at ${scale}`);
  return Number(BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0')));
}
const p = (decimal: string): number => units(decimal, scales.priceScale);
const q = (decimal: string): number => units(decimal, scales.qtyScale);
const us = (iso: string): number => {
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d{1,6})\d*)?Z$/.exec(iso) ?? [];
  return Date.parse(`${seconds}Z`) * 1_000 + Number(fraction.padEnd(6, '0'));
};
/** Rows of flat lists, as their texts. */
const rows = (file: string, cells: number): string[][] =>
  [...text(file).matchAll(/\[([^[\]{}]+)\]/g)]
    .map(([, inner]) => inner.split(',').map((cell) => cell.trim().replaceAll('"', '')))
    .filter((row) => row.length === cells);

function items(file: string): readonly Raw[] {
  const message = parseMessage(text(file));
  if (message.kind !== 'data') throw new Error(`${file} has no data`);
  return message.items;
}

/** Files that have market data of the spot market, and what they come to. */
const EVENTS: Readonly<Record<string, () => readonly MarketDataEvent[]>> = {
  'ws_trade_update.json': () => items('ws_trade_update.json').map((item) => parseTrade(item, scales, receipt)),
  'ws_ticker_snapshot.json': () =>
    items('ws_ticker_snapshot.json').flatMap((item) => parseQuote(item, scales, receipt) ?? []),
  'ws_ohlc_update.json': () => items('ws_ohlc_update.json').map((item) => parseCandle(item, scales, receipt)),
  'http_trades.json': () => parseTrades(result('http_trades.json'), scales),
  'http_ohlc.json': () => parseBars(result('http_ohlc.json'), scales, 60_000_000).bars,
};

/** Read, but no market data: answers to what was asked. */
const REPLIES = ['ws_pong.json', 'ws_subscribe_response.json'];
/** Other channels, which are not subscribed; whatever comes of them is passed over. */
const OTHERS = /^ws_l3_.*\.json$/;
/** Answers that the adapter does not ask for. Taken for those that it does, they are refused. */
const NOT_ASKED = ['http_ticker.json', 'http_server_time.json', 'http_system_status.json'];
const BOOKS = ['ws_book_snapshot.json', 'ws_book_update.json', 'http_order_book.json'];
const PAIRS = ['http_asset_pairs.json', 'http_asset_pairs_tokenized.json'];
/** The futures' own interface, orders and accounts: no public data of the spot market. */
const ELSEWHERE =
  /futures|orders?_|_order|order\.|_orders|batch|trades_history|spot_(?:balance|open|trade)|cancel|amend|positions/;
const filesElsewhere = (of: string): string[] =>
  readdirSync(data(FOLDER)).filter(
    (file) => file.startsWith(of) && ELSEWHERE.test(file) && !BOOKS.includes(file) && !OTHERS.test(file),
  );

describeWithData('recorded messages of Kraken', [FOLDER], () => {
  it('are each accounted for', () => {
    const known = new Set([...Object.keys(EVENTS), ...REPLIES, ...NOT_ASKED, ...BOOKS, ...PAIRS]);
    const left = readdirSync(data(FOLDER)).filter(
      (file) => !known.has(file) && !OTHERS.test(file) && !ELSEWHERE.test(file),
    );
    expect(left).toEqual([]);
  });

  it('come to trades', () => {
    const [first, second] = EVENTS['ws_trade_update.json']();
    const common = { kind: 'trade', ns: 0, ...receipt };
    expect(first).toEqual({
      ...common,
      us: us('2023-10-06T17:35:55.440295Z'),
      price: p('105944.20'),
      quantity: q('0.00027625'),
      aggressor: 'BUY',
      tradeId: '10218208',
    });
    expect(second).toEqual({
      ...common,
      us: us('2023-10-06T17:35:56.123456Z'),
      price: p('105910.50'),
      quantity: q('0.00012460'),
      aggressor: 'SELL',
      tradeId: '10218209',
    });
  });

  it('come to quotes and bars', () => {
    expect(EVENTS['ws_ticker_snapshot.json']()).toEqual([
      {
        kind: 'quote',
        us: us('2022-12-25T09:30:59.123456Z'),
        ns: 0,
        ...receipt,
        bidPrice: p('105944.20'),
        bidQuantity: q('2.5'),
        askPrice: p('105944.30'),
        askQuantity: q('3.2'),
      },
    ]);
    expect(EVENTS['ws_ohlc_update.json']()).toEqual([
      {
        kind: 'bar',
        startUs: us('2023-10-04T16:25:00Z'),
        endUs: us('2023-10-04T16:26:00Z'),
        ...receipt,
        open: p('106038.2'),
        high: p('106044.3'),
        low: p('106038.1'),
        close: p('106040.1'),
        volume: q('30927.68066226'),
        trades: 12,
      },
    ]);
  });

  it('come to every trade of the past, to the tenth of a microsecond', () => {
    const expected = rows('http_trades.json', 7).map(([price, quantity, time, side, , , id]) => {
      const [whole, fraction] = time.split('.');
      const digits = fraction.padEnd(9, '0');
      return {
        kind: 'trade',
        us: Number(whole + digits.slice(0, 6)),
        ns: Number(digits.slice(6)),
        price: p(price),
        quantity: q(quantity),
        aggressor: side === 'b' ? 'BUY' : 'SELL',
        tradeId: id,
      };
    });
    expect(expected.length).toBeGreaterThan(100);
    expect(expected.some(({ ns }) => ns > 0)).toBe(true);
    expect(EVENTS['http_trades.json']()).toEqual(expected);
  });

  it('come to every bar in which there were trades and that is over', () => {
    const last = Number(/"last": (\d+)/.exec(text('http_ohlc.json'))?.[1]);
    const all = rows('http_ohlc.json', 8);
    const expected = all
      .filter(([time, , , , , , , trades]) => Number(time) <= last && Number(trades) > 0)
      .map(([time, open, high, low, close, , volume, trades]) => ({
        kind: 'bar',
        startUs: Number(time) * 1_000_000,
        endUs: (Number(time) + 60) * 1_000_000,
        open: p(open),
        high: p(high),
        low: p(low),
        close: p(close),
        volume: q(volume),
        trades: Number(trades),
      }));
    expect(EVENTS['http_ohlc.json']()).toEqual(expected);
    expect(all.length).toBeGreaterThan(expected.length);
    expect(expected.length).toBeGreaterThan(10);
  });

  it('come to books', () => {
    const [snapshot] = items('ws_book_snapshot.json').map((item) => parseDepth(item, scales, receipt));
    expect(snapshot).toEqual({
      us: us('2023-10-06T17:35:55.440295Z'),
      ns: 0,
      ...receipt,
      bids: [
        [p('105944.20'), q('0.136')],
        [p('105935.40'), q('0.024')],
        [p('105920.10'), q('0.052')],
      ],
      asks: [
        [p('105944.30'), q('0.136')],
        [p('105946.90'), q('0.095')],
        [p('105955.80'), q('0.003')],
      ],
      checksum: 2_439_117_997,
    });
    const [update] = items('ws_book_update.json').map((item) => parseDepth(item, scales, receipt));
    expect(update).toMatchObject({ bids: [[p('105944.20'), q('0.250')]], asks: [], checksum: 2_114_181_697 });
    const levels = rows('http_order_book.json', 3).map(([price, quantity]) => [p(price), q(quantity)]);
    const book = parseBook(result('http_order_book.json'), scales);
    expect([...book.asks, ...book.bids]).toEqual(levels);
    const newest = Math.max(...rows('http_order_book.json', 3).map(([, , made]) => Number(made)));
    expect(book.us).toBe(newest * 1_000_000);
  });

  it('come to instruments', () => {
    const pairs = PAIRS.flatMap((file) => parseAssetPairs(result(file)).map(toPair));
    expect(pairs).toMatchObject([
      {
        rest: 'XBTUSDT',
        v1: 'XBT/USDT',
        v2: 'BTC/USDT',
        written: { priceScale: 1, qtyScale: 8 },
        instrument: { key: 'kraken/BTC-USDT', base: 'BTC', currency: 'USDT', tickSize: 1, lotSize: 1, priceScale: 1 },
      },
      {
        v2: 'AAPLx/USD',
        instrument: { symbol: 'AAPLx-USD', base: 'AAPLx', currency: 'USD', tickSize: 1, priceScale: 2, minQuantity: 1 },
      },
    ]);
    expect(pairs).toHaveLength(2);
  });

  it('that answer or tell of other channels are no data', () => {
    expect(parseMessage(text('ws_pong.json'))).toEqual({ kind: 'reply', id: 42, refusal: undefined });
    expect(parseMessage(text('ws_subscribe_response.json'))).toEqual({ kind: 'reply', id: 1, refusal: undefined });
    const others = readdirSync(data(FOLDER)).filter((file) => OTHERS.test(file));
    expect(others.length).toBeGreaterThan(3);
    for (const file of others) expect([file, parseMessage(text(file))]).toEqual([file, { kind: 'other' }]);
  });

  it('that are not asked for are refused where others are', () => {
    const elsewhere = filesElsewhere('http_');
    expect(elsewhere).toHaveLength(25);
    for (const file of [...NOT_ASKED, ...elsewhere]) {
      expect(() => parseTrades(result(file), scales)).toThrow(refusal);
      expect(() => parseBars(result(file), scales, 60_000_000)).toThrow(refusal);
      expect(() => parseBook(result(file), scales)).toThrow(refusal);
    }
  });

  it('of orders and of the futures are no data, if they come', () => {
    const elsewhere = filesElsewhere('ws_');
    expect(elsewhere).toHaveLength(20);
    for (const file of elsewhere)
      expect([file, parseMessage(text(file)).kind]).toEqual([file, expect.stringMatching(/^(?:reply|other)$/)]);
    const failure = parseMessage(text('ws_add_order_response_failure.json'));
    expect(failure).toEqual({ kind: 'reply', id: 99, refusal: 'EOrder:Insufficient funds' });
  });

  it('may have fields that nobody knows', () => {
    const extra = { news: { of: ['tomorrow', -1.5e-7] } };
    /** Before and behind the known fields of every object. */
    const more = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(more);
      if (typeof value !== 'object' || value === null) return value;
      const known = Object.entries(value).map(([key, inner]) => [key, more(inner)] as const);
      return { ...extra, ...Object.fromEntries(known), price_before: null };
    };
    const told = (said: string): unknown => {
      const message = parseMessage(said);
      if (message.kind !== 'data') return message;
      const events = message.items.map((item) => {
        if (message.channel === 'trade') return parseTrade(item, scales, receipt);
        if (message.channel === 'book') return parseDepth(item, scales, receipt);
        return message.channel === 'ohlc' ? parseCandle(item, scales, receipt) : parseQuote(item, scales, receipt);
      });
      return [message.channel, message.snapshot, events];
    };
    const ofStream = [...Object.keys(EVENTS), ...REPLIES, ...BOOKS].filter((file) => file.startsWith('ws_'));
    expect(ofStream).toHaveLength(7);
    for (const file of ofStream) {
      const strange = JSON.stringify(more(JSON.parse(text(file))));
      expect({ file, told: told(strange) }).toEqual({ file, told: told(text(file)) });
    }
    // A field of a result is a pair there; what is new stands in a pair, or at the end of a row.
    for (const file of PAIRS) {
      const pairs = Object.entries(result(file)).map(([name, pair]) => [name, more(pair)] as const);
      expect(parseAssetPairs(Object.fromEntries(pairs))).toEqual(parseAssetPairs(result(file)));
    }
    const longer = (file: string): Raw =>
      JSON.parse(JSON.stringify(result(file)), (_, value: unknown) =>
        Array.isArray(value) && !Array.isArray(value[0]) ? [...(value as unknown[]), 'news'] : value,
      ) as Raw;
    expect(parseTrades(longer('http_trades.json'), scales)).toEqual(EVENTS['http_trades.json']());
    expect(parseBars(longer('http_ohlc.json'), scales, 60_000_000).bars).toEqual(EVENTS['http_ohlc.json']());
    const book = parseBook(result('http_order_book.json'), scales);
    expect(parseBook(longer('http_order_book.json'), scales)).toEqual(book);
  });
});
