import { describe, expect, it } from '@jest/globals';
import { BinanceRecording } from '@bourseworks/adapters/binance';
import { DomainError, formatDecimal, type BookLevel, type Quote, type Trade } from '@bourseworks/domain';
import type { DepthDiff } from '@bourseworks/feeds';
import { describeWithData } from '@bourseworks/testkit';
import { type Json } from '../../test/market-data/oracle.js';
import { parserCases } from '../../test/market-data/recorded.js';
import { withMore } from '../../test/recorded.js';

/** Decimals that the recordings need. */
const SCALES = { priceScale: 8, qtyScale: 8 };
/** `localTimestamp` of all cases. */
const RECEIVED_US = Date.parse('2019-09-01T00:00:01.275Z') * 1_000;

/** What the platform has no kind for, or no event: it is refused by its code. */
const NO_KIND: Readonly<Record<string, readonly string[]>> = {
  binance: ['binance #4'],
  'binance-futures': [1, 2, 3, 4, 9, 10, 13, 14].map((n) => `binance futures #${n}`),
};
/** Given out and marked by us, left out by the expectation: a fill of the insurance fund. */
const MARKED = 'binance futures #11';

const price = (units: number): number => Number(formatDecimal(units, SCALES.priceScale));
const amount = (units: number): number => Number(formatDecimal(units, SCALES.qtyScale));
const levels = (side: readonly BookLevel[]): { price: number; amount: number }[] =>
  side.map(([at, quantity]) => ({ price: price(at), amount: amount(quantity) }));
const time = (us: number): string => new Date(us / 1_000).toISOString();

function ofTrade({ tradeId: id, price: at, quantity, aggressor, us }: Trade): Json {
  const side = aggressor?.toLowerCase();
  return { type: 'trade', id, price: price(at), amount: amount(quantity), side, timestamp: time(us) };
}

function ofQuote({ bidPrice, bidQuantity, askPrice, askQuantity, us }: Quote): Json {
  const bid = { bidPrice: price(bidPrice), bidAmount: amount(bidQuantity) };
  const ask = { askPrice: price(askPrice), askAmount: amount(askQuantity) };
  return { type: 'book_ticker', ...bid, ...ask, timestamp: time(us) };
}

type Side = ReturnType<typeof levels>;

/** Levels with the changes of them, by price. */
function changed(side: Side, changes: readonly Side[]): Side {
  const byPrice = new Map(side.map((level) => [level.price, level]));
  for (const change of changes.flat()) byPrice.set(change.price, change);
  return sorted([...byPrice.values()]);
}
const sorted = (side: Side): Side => side.toSorted((a, b) => a.price - b.price);

/** What is expected without what is the same everywhere; futures tell the time of the engine, which is ours, beside their own. */
function expectation(one: Json, data: Json): Json {
  const { exchange: _exchange, localTimestamp, symbol: _symbol, timestamp, ...rest } = one;
  expect(localTimestamp).toBe(time(RECEIVED_US));
  if (timestamp === localTimestamp) return { ...rest, timestamp };
  const { T: ofEngine, E: ofMessage } = data as { T?: number; E: number };
  expect([new Date(ofMessage).toISOString(), new Date(ofEngine ?? 0).toISOString()]).toContain(timestamp);
  return { ...rest, timestamp: new Date(ofEngine ?? ofMessage).toISOString() };
}

describeWithData('the cases of Binance', ['parser-cases/cases.jsonl.gz'], () => {
  describe.each(['binance', 'binance-futures'])('%s', (exchange) => {
    const reader = new BinanceRecording({ futures: exchange !== 'binance', scales: () => SCALES });
    const cases = parserCases(exchange);

    /** What a message comes to, in the words of the expectation; `waiting`: changes before their snapshot. */
    function read({ text, raw }: (typeof cases)[number], waiting: DepthDiff[]): Json | undefined {
      if (raw.stream.endsWith('@depthSnapshot')) {
        const symbol = raw.stream.split('@')[0].toUpperCase();
        const book = reader.snapshot(JSON.stringify(raw.data), symbol, RECEIVED_US);
        const later = waiting.splice(0).filter(({ lastId }) => lastId > book.lastUpdateId);
        const bids = changed(
          levels(book.bids),
          later.map((diff) => levels(diff.bids)),
        );
        const asks = changed(
          levels(book.asks),
          later.map((diff) => levels(diff.asks)),
        );
        return { type: 'book_change', isSnapshot: true, bids, asks, timestamp: time(book.us) };
      }
      const { symbol, kind, content } = reader.message(text, RECEIVED_US);
      expect(symbol).toBe(raw.stream.split('@')[0].toUpperCase());
      if (kind === 'trade') return ofTrade(content as Trade);
      if (kind === 'quote') return ofQuote(content as Quote);
      const diff = content as DepthDiff;
      waiting.push(diff);
      const sides = { bids: levels(diff.bids), asks: levels(diff.asks) };
      return { type: 'book_change', isSnapshot: false, ...sides, timestamp: time(diff.us) };
    }

    it('come to what is expected, or to a refusal', () => {
      const refused: string[] = [];
      const beforeSnapshot: string[] = [];
      const waiting: DepthDiff[] = [];
      let compared = 0;
      for (const one of cases) {
        const { name, raw, expected } = one;
        let got: Json | undefined;
        try {
          got = read(one, waiting);
        } catch (error) {
          if (!(error instanceof DomainError) || error.code !== 'KIND_UNSUPPORTED') throw error;
          for (const { type } of expected) expect(['derivative_ticker', 'liquidation']).toContain(type);
          refused.push(name);
          continue;
        }
        if (name === MARKED) {
          expect([got?.['id'], expected]).toEqual(['73701056', []]);
          continue;
        }
        if (expected.length === 0) {
          // It waits for the snapshot, in whose expectation it is.
          expect(got).toMatchObject({ type: 'book_change', isSnapshot: false });
          beforeSnapshot.push(name);
          continue;
        }
        const [wanted] = expected.map((each) => expectation(each, raw.data));
        const book = wanted['isSnapshot'] === true;
        const bySide = book && { bids: sorted(wanted['bids'] as Side), asks: sorted(wanted['asks'] as Side) };
        expect({ name, got }).toEqual({ name, got: { ...wanted, ...bySide } });
        compared++;
      }
      expect(refused).toEqual(NO_KIND[exchange]);
      expect([beforeSnapshot.length, compared]).toEqual({ binance: [2, 7], 'binance-futures': [1, 5] }[exchange]);
    });

    it('may have fields that nobody knows', () => {
      let read = 0;
      for (const { name, text, raw } of cases) {
        if (NO_KIND[exchange].includes(name)) continue;
        if (raw.stream.endsWith('@depthSnapshot')) {
          const of = (book: string): unknown => reader.snapshot(book, 'BTCUSDT', RECEIVED_US);
          const book = JSON.stringify(raw.data);
          expect(of(withMore(book))).toEqual(of(book));
        } else {
          expect(reader.message(withMore(text), RECEIVED_US)).toEqual(reader.message(text, RECEIVED_US));
        }
        read++;
      }
      expect(read).toBe(cases.length - NO_KIND[exchange].length);
    });
  });
});
