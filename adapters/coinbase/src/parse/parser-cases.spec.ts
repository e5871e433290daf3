import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { formatDecimal, formatNanos, type BookLevel } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { exchangeDepth, exchangeQuote, exchangeTrade, parseExchange } from './exchange/message.js';

interface Case {
  readonly case: string;
  readonly exchange: string;
  readonly localTimestamp: string;
  readonly raw: unknown;
  readonly expected: readonly Readonly<Record<string, unknown>>[];
}

const FILE = 'parser-cases/cases.jsonl.gz';
/** Finer than any of the products. */
const scales = { priceScale: 8, qtyScale: 8 };

/** What is refused, and why: a change at a time that is none, and a quantity that is no number. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'coinbase #5': /no time in time/,
  'coinbase #6': /the number "0\.-10000"/,
};

const price = (units: number): number => Number(formatDecimal(units, scales.priceScale));
const amount = (units: number): number => Number(formatDecimal(units, scales.qtyScale));
const timestamp = ({ us, ns }: { us: number; ns: number }): string => formatNanos(us, ns);
const levels = (side: readonly BookLevel[]): unknown[] =>
  side.map(([at, quantity]) => ({ price: price(at), amount: amount(quantity) }));

/** Nanoseconds by text alone. */
function nanos(text: string): string {
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return `${Date.parse(`${seconds}Z`) / 1_000}${fraction.padEnd(9, '0')}`;
}

function parsed({ raw, localTimestamp }: Case): unknown[] {
  const message = parseExchange(JSON.stringify(raw));
  if (message === undefined) return [];
  const receipt = { receivedUs: Number(nanos(localTimestamp).slice(0, -3)), receivedNs: 0 };
  const { product: symbol, type } = message;
  if (type === 'match') {
    const trade = exchangeTrade(message, scales, receipt);
    const { tradeId: id, aggressor } = trade;
    const told = { price: price(trade.price), amount: amount(trade.quantity), side: aggressor?.toLowerCase() };
    return [{ type: 'trade', symbol, id, ...told, timestamp: timestamp(trade) }];
  }
  if (type === 'ticker') {
    const quote = exchangeQuote(message, scales, receipt);
    if (quote === undefined) return [];
    const { bidPrice, bidQuantity, askPrice, askQuantity } = quote;
    const bid = { bidPrice: price(bidPrice), bidAmount: amount(bidQuantity) };
    const ask = { askPrice: price(askPrice), askAmount: amount(askQuantity) };
    return [{ type: 'book_ticker', symbol, ...bid, ...ask, timestamp: timestamp(quote) }];
  }
  const depth = exchangeDepth(message, scales, receipt);
  const sides = { bids: levels(depth.bids), asks: levels(depth.asks) };
  return [{ type: 'book_change', symbol, isSnapshot: type === 'snapshot', ...sides, timestamp: timestamp(depth) }];
}

/** What is expected, with times in nanoseconds, without what is the same everywhere. A quantity that is not told is 0 here. */
function expectation({ exchange, localTimestamp, timestamp: at, ...rest }: Readonly<Record<string, unknown>>): unknown {
  expect([exchange, typeof localTimestamp]).toEqual(['coinbase', 'string']);
  const amounts = ['bidAmount', 'askAmount'].filter((name) => rest[name] === null).map((name) => [name, 0]);
  return { ...rest, ...Object.fromEntries(amounts), timestamp: nanos(String(at)) };
}

describeWithData('the cases of Coinbase', [FILE], () => {
  const cases = (): Case[] =>
    gunzipSync(readFileSync(data(FILE)))
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Case)
      .filter(({ exchange }) => exchange === 'coinbase');

  it('are nine', () => {
    expect(cases().map(({ case: name }) => name)).toEqual(Array.from({ length: 9 }, (_, i) => `coinbase #${i + 1}`));
  });

  it('come to what is expected, whatever fields they have besides, or to a refusal', () => {
    const refused: string[] = [];
    for (const one of cases()) {
      const { case: name, expected } = one;
      if (Object.hasOwn(REFUSED, name)) {
        refused.push(name);
        const refusal = { code: 'DATA_FORMAT', message: expect.stringMatching(REFUSED[name]) };
        expect(() => parsed(one)).toThrow(expect.objectContaining(refusal));
      } else {
        expect({ name, got: parsed(one) }).toEqual({ name, got: expected.map(expectation) });
        // With fields that nobody knows.
        const raw = { news: { of: ['tomorrow', -1.5e-7] }, ...(one.raw as object), price_before: null };
        expect({ name, got: parsed({ ...one, raw }) }).toEqual({ name, got: expected.map(expectation) });
      }
    }
    expect(refused).toEqual(Object.keys(REFUSED));
  });
});
