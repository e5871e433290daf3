import { expect, it } from '@jest/globals';
import { barSeconds, type StreamKind } from '@bourseworks/domain';
import { alpacaMessages, alpacaTradesPage, describeWithData } from '@bourseworks/testkit';
import { asWritten, expectedEvent, instrumentFor, type Written } from '../../../test/oracle.js';
import { RECORDED } from '../../../test/recorded.js';
import { streamFailure } from '../../mapper/data-error.mapper.js';
import type { Raw } from '../fields.js';
import { parseText, type Scales } from './fields.js';
import { barOf, cancelOf, depthOf, quoteOf, statusOf, tradeOf } from './items.js';
import { parseMessage, type StreamItem } from './message.js';
import { itemsOfPage, nextPageOf, type Resource } from './page.js';

const RECEIPT = { receivedUs: 1_700_000_000_000_000, receivedNs: 0 };
const TYPES: Readonly<Record<string, StreamKind>> = { t: 'trade', q: 'quote', b: 'bar-1m', d: 'bar-1d' };
const RESOURCES: Readonly<Record<Resource, StreamKind>> = { trades: 'trade', quotes: 'quote', bars: 'bar-1d' };

/** Read, and not turned into events of these kinds; below each has its own test. */
const OTHERS = [
  'stream:u',
  'stream:s',
  'stream:o',
  'stream:x',
  'stream:success',
  'stream:subscription',
  'stream:error',
];
/** No event of the platform: price bands and news. */
const PASSED_OVER = ['stream:l', 'stream:n'];
/** Asked for nowhere: the last point alone, which the streams have, snapshots of these, and news. The points are read below. */
const NOT_ASKED = ['rest:trade', 'rest:quote', 'rest:bar', 'rest:snapshots', 'rest:news'];
/** Orders, accounts and assets, which `recorded.spec.ts` of the broker reads, and what is of neither side. */
const ELSEWHERE = /^(?:client|trading-stream):|^rest:(?:account|orders?|positions?|other|clock|error)/;

const ofKind = (kind: string) => alpacaMessages().filter((each) => each.kind.replace(/:paged$/, '') === kind);

function eventOf(raw: Raw, scales: Scales, kind: StreamKind): unknown {
  if (kind === 'trade') return tradeOf(raw, scales);
  return kind === 'quote' ? quoteOf(raw, scales) : barOf(raw, scales, barSeconds(kind) * 1_000_000);
}

/** The data of a message, with what it says besides. */
function dataOf(raw: string): Extract<StreamItem, { kind: 'data' }>[] {
  return parseMessage(raw).map((item) => {
    if (item.kind !== 'data') throw new Error(`no data: ${raw}`);
    return item;
  });
}
/** Of another tape, with codes of its own: no instrument of the adapter. */
const OPTION = /\d{6}[CP]\d{8}$/;

interface Point {
  readonly symbol: string;
  readonly item: Raw;
  readonly written: Written;
}

/** Data points at any depth of an answer, each with its text and the symbol under which it stands. */
function pointsOf(value: unknown, written: unknown, symbol: string): Point[] {
  if (typeof value !== 'object' || value === null) return [];
  const item = value as Raw;
  if (typeof item['t'] === 'string' && ['s', 'bp', 'o'].some((field) => field in item))
    return [{ symbol, item, written: written as Written }];
  const named = typeof item['symbol'] === 'string' ? item['symbol'] : symbol;
  return Object.entries(item).flatMap(([key, inner]) =>
    pointsOf(inner, (written as Raw)[key], /^[A-Z0-9/]+$/.test(key) ? key : named),
  );
}

describeWithData('recorded messages of market data', [RECORDED, 'alpaca-messages/trades.json.gz'], () => {
  it('are each accounted for', () => {
    const known = new Set([
      ...Object.keys(TYPES).map((type) => `stream:${type}`),
      ...Object.keys(RESOURCES).map((resource) => `rest:${resource}`),
      ...OTHERS,
      ...PASSED_OVER,
      ...NOT_ASKED,
    ]);
    const left = alpacaMessages().filter(
      ({ kind }) => !known.has(kind.replace(/:paged$/, '')) && !ELSEWHERE.test(kind),
    );
    expect(left).toEqual([]);
  });

  it.each(Object.entries(TYPES))('of type %s become events, digit for digit', (type, kind) => {
    let count = 0;
    for (const { id, raw } of ofKind(`stream:${type}`)) {
      const written = [asWritten(raw)].flat() as Written[];
      dataOf(raw).forEach((item, at) => {
        const instrument = instrumentFor(item.symbol, written[at]);
        const expected = expectedEvent(written[at], instrument, kind);
        expect({ id, event: eventOf(item.raw, instrument, kind) }).toEqual({ id, event: expected });
        count++;
      });
    }
    expect(count).toBe({ t: 6, q: 8, b: 5, d: 1 }[type]);
  });

  it('of type u, whose placeholders close above their high, are refused, and put right an event', () => {
    const [{ raw }] = ofKind('stream:u');
    const right = raw.replace('"h": 101.2', '"h": 101.4');
    const [[bad], [good]] = [raw, right].map(dataOf);
    const instrument = instrumentFor(bad.symbol, bad.raw);
    expect([bad.channel, good.channel]).toEqual(['bars', 'bars']);
    expect(() => eventOf(bad.raw, instrument, 'bar-1m')).toThrow(expect.objectContaining({ code: 'DATA_FORMAT' }));
    const expected = expectedEvent(asWritten(right) as Written, instrument, 'bar-1m');
    expect(eventOf(good.raw, instrument, 'bar-1m')).toEqual(expected);
  });

  it.each(Object.entries(RESOURCES))('are pages of %s, digit for digit', (resource, kind) => {
    let [pages, events] = [0, 0];
    for (const { id, raw } of ofKind(`rest:${resource}`)) {
      const page = parseText(raw) as Raw;
      const written = (asWritten(raw) as Raw)[resource] as readonly Written[] | Readonly<Record<string, unknown>>;
      const symbols = Array.isArray(written) ? [String(page['symbol'])] : Object.keys(written);
      for (const symbol of symbols) {
        const here = Array.isArray(written) ? written : (written as Record<string, unknown>)[symbol];
        // The calls for the latest point alone have it without a list.
        const texts = (Array.isArray(here) ? here : [here]) as readonly Written[];
        const held = page[resource] as Raw;
        const items = Array.isArray(here) ? itemsOfPage(page, resource as Resource, symbol) : [held[symbol] as Raw];
        texts.forEach((text, at) => {
          const instrument = instrumentFor(symbol, text);
          const expected = expectedEvent(text, instrument, kind);
          expect({ id, event: eventOf(items[at], instrument, kind) }).toEqual({ id, event: expected });
          events++;
        });
      }
      pages++;
    }
    expect([pages, events]).toEqual({ trades: [22, 31], quotes: [15, 31], bars: [26, 73] }[resource]);
  });

  it('are a page of trades that was kept apart', () => {
    const raw = alpacaTradesPage();
    const page = parseText(raw) as Raw;
    const [symbol] = Object.keys((asWritten(raw) as { trades: object }).trades);
    const items = itemsOfPage(page, 'trades', symbol);
    const written = (asWritten(raw) as { trades: Record<string, Written[]> }).trades[symbol];
    expect(items.length).toBe(written.length);
    const instrument = instrumentFor(symbol, written[0]);
    items.forEach((item, at) =>
      expect(tradeOf(item, instrument)).toEqual(expectedEvent(written[at], instrument, 'trade')),
    );
  });

  it('tell by their token whether there are more', () => {
    const tokens = (kind: RegExp): boolean[] =>
      alpacaMessages()
        .filter((each) => kind.test(each.kind))
        .map(({ raw }) => nextPageOf(parseText(raw) as Raw) !== undefined);
    expect(tokens(/^rest:(?:trades|quotes|bars):paged$/)).toEqual(Array(19).fill(true));
    expect(tokens(/^rest:(?:trades|quotes|bars)$/)).toEqual(Array(44).fill(false));
  });

  it('of books are levels, with all of their digits', () => {
    const depths = ofKind('stream:o').map(({ raw }) => {
      const [item] = dataOf(raw);
      return [item.symbol, depthOf(item.raw, { priceScale: 9, qtyScale: 9, assetClass: 'crypto' }, RECEIPT)];
    });
    expect(depths).toEqual([
      [
        'TEST',
        {
          us: Date.parse('2022-04-04T16:00:30Z') * 1_000,
          ns: 0,
          ...RECEIPT,
          whole: false,
          bids: [
            [111_100_000_000, 222_200_000_000],
            [333_300_000_000, 444_400_000_000],
          ],
          asks: [
            [555_500_000_000, 666_600_000_000],
            [777_700_000_000, 888_800_000_000],
          ],
        },
      ],
      [
        'BTC/USD',
        {
          us: 10_000_000,
          ns: 10,
          ...RECEIPT,
          whole: false,
          bids: [[65_128_100_000_000, 1_654_200_000]],
          asks: [[65_128_100_000_000, 1_654_200_000]],
        },
      ],
    ]);
  });

  it('of statuses say whether trading is halted', () => {
    const statuses = ofKind('stream:s').map(({ raw }) => {
      const [{ channel, symbol, raw: item }] = dataOf(raw);
      return [channel, symbol, statusOf(item)];
    });
    const reason = 'Trading Halt: Trading Halted; For information requested by NASDAQ';
    expect(statuses).toEqual([
      ['statuses', 'AAPL', { kind: 'halted', reason }],
      ['statuses', 'BIIB', { kind: 'resumed' }],
      ['statuses', 'STRR', { kind: 'resumed' }],
    ]);
  });

  it('take a trade back', () => {
    const [{ raw }] = ofKind('stream:x');
    const [{ channel, raw: item }] = dataOf(raw);
    expect(channel).toBe('trades');
    expect(cancelOf(item, instrumentFor('TEST', {}), RECEIPT)).toEqual({
      kind: 'trade',
      us: Date.parse('2021-12-07T13:32:00Z') * 1_000,
      ns: 0,
      ...RECEIPT,
      price: 1_000_000,
      quantity: 1_000_000,
      tradeId: '20211207-X-123',
      corrects: '20211207-X-123',
      flags: 4,
    });
  });

  it('of price bands and news are passed over', () => {
    const kinds = PASSED_OVER.flatMap(ofKind).flatMap(({ raw }) => parseMessage(raw).map(({ kind }) => kind));
    expect(kinds).toEqual(['other', 'other']);
  });

  it('welcome, and list what is subscribed', () => {
    const kinds = (kind: string): string[] =>
      ofKind(kind).flatMap(({ raw }) => parseMessage(raw).map((item) => item.kind));
    expect(kinds('stream:success')).toEqual(['connected', 'authenticated', 'authenticated']);
    expect(kinds('stream:subscription')).toEqual(Array(10).fill('subscription'));
  });

  it('that tell an error have a code of ours, and are about something', () => {
    const errors = ofKind('stream:error').flatMap(({ raw }) => parseMessage(raw));
    expect(errors).toHaveLength(13);
    const scopes = errors.map((item) => {
      if (item.kind !== 'error') throw new Error('no error');
      const { scope, error } = streamFailure(item.code, item.said);
      expect(error.message).toContain(`(${item.code ?? ''} ${item.said})`);
      return [item.code, `${scope} ${error.code}`];
    });
    expect(Object.fromEntries(scopes)).toEqual({
      400: 'request INSTRUMENT_UNKNOWN',
      401: 'connection ADAPTER_FAILED',
      402: 'login ADAPTER_LOGIN',
      403: 'connection ADAPTER_FAILED',
      404: 'connection ADAPTER_FAILED',
      405: 'request STREAM_LIMIT',
      406: 'occupied ADAPTER_FAILED',
      407: 'connection ADAPTER_FAILED',
      408: 'login ADAPTER_LOGIN',
      409: 'login ADAPTER_LOGIN',
      500: 'connection ADAPTER_FAILED',
    });
  });

  it('of points that are not asked for become events as well, digit for digit', () => {
    const kinds = { trade: 0, quote: 0, bar: 0 };
    for (const { id, kind, raw } of alpacaMessages('rest:')) {
      if (!/^rest:(?:trade|quote|bar|snapshots|other)(?::|$)/.test(kind)) continue;
      for (const { symbol, item, written } of pointsOf(parseText(raw), asWritten(raw), 'TEST')) {
        if (OPTION.test(symbol)) continue;
        const stream = 'o' in item ? 'bar-1m' : 'bp' in item ? 'quote' : 'trade';
        const instrument = instrumentFor(symbol, written);
        const event = eventOf(item, instrument, stream);
        expect({ id, event }).toEqual({ id, event: expectedEvent(written, instrument, stream) });
        kinds[stream === 'bar-1m' ? 'bar' : stream]++;
      }
    }
    expect(kinds).toEqual({ trade: 12, quote: 12, bar: 32 });
  });

  it('may have fields that nobody knows', () => {
    const strange = { news: { of: ['tomorrow', -1.5e-7] }, price_before: null };
    let count = 0;
    for (const { id, raw } of alpacaMessages('stream:')) {
      for (const item of [parseText(raw)].flat() as Raw[]) {
        const more = { news: strange, ...item, price_before: null };
        const [known, told] = [item, more].map((one) => parseMessage(JSON.stringify(one))[0]);
        if (known.kind !== 'data') {
          // A list of subscriptions is passed on whole.
          if (known.kind !== 'subscription') expect({ id, told }).toEqual({ id, told: known });
          continue;
        }
        const instrument = instrumentFor(known.symbol, item);
        const kind = TYPES[String(item['T'])];
        if (kind === undefined) continue;
        expect({ id, event: eventOf((told as typeof known).raw, instrument, kind) }).toEqual({
          id,
          event: eventOf(known.raw, instrument, kind),
        });
        count++;
      }
    }
    expect(count).toBe(20);
  });
});
