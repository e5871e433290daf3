import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { data, dataRoot, describeWithData, startProcess, tempDir } from '@bourseworks/testkit';
import { recordedBooks, type RecordedBook } from './support/binance-recording.js';
import { expectConsistent, runDemo, steadyFigures } from './support/demo.js';

const FILES = ['btcusdt', 'ethusdt'].map((symbol) => `binance-raw-feed/${symbol}_20240808.gz`);
const TIMEOUT_MS = 300_000;
/** Less than two of the five minutes and three quarters, with entries, exits, and fills over several levels. */
const SHORT = ['--feed', 'binance', '--to', '2024-08-08T23:58:10Z'];
/** Smallest parts of a coin that an order may have, in 10^-8. */
const LOTS: Readonly<Record<string, number>> = { BTCUSDT: 1_000, ETHUSDT: 10_000 };

const units = (text: string): number => Math.round(Number(text) * 1e8);
const microseconds = (nanos = ''): number => Number(nanos.slice(0, -3));

interface Order {
  readonly symbol: string;
  readonly side: string;
  readonly quantity: number;
  readonly decidedUs: number;
  readonly fills: { us: number; price: string; quantity: number }[];
}

/** Orders with their fills, as the demo reported them. */
function ordersOf(file: string): Order[] {
  const orders = new Map<string, Order>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const event = JSON.parse(line) as OrderEventShape;
    const { clOrdId, symbol, side } = event;
    if (event.execType === 'PendingNew') {
      const decidedUs = microseconds(event.time);
      orders.set(clOrdId, { symbol, side, quantity: units(event.quantity), decidedUs, fills: [] });
    } else if (event.execType === 'Trade') {
      const { lastPx = '', lastQty = '' } = event;
      orders.get(clOrdId)?.fills.push({ us: microseconds(event.venueTime), price: lastPx, quantity: units(lastQty) });
    }
  }
  return [...orders.values()];
}

/** What a market order gets of a book: whole lots of the best levels of the other side. */
function walk({ asks, bids }: RecordedBook, { symbol, side, quantity }: Order): { price: number; quantity: number }[] {
  const levels = [...(side === 'BUY' ? asks : bids)].map(([price, shown]) => ({
    price: Number(price),
    shown: units(shown),
  }));
  levels.sort((a, b) => (side === 'BUY' ? a.price - b.price : b.price - a.price));
  const taken: { price: number; quantity: number }[] = [];
  let left = quantity;
  for (const { price, shown } of levels) {
    const had = Math.min(left, shown - (shown % LOTS[symbol]));
    if (had > 0) taken.push({ price, quantity: had });
    left -= had;
    if (left === 0) break;
  }
  return taken;
}

/** Each order against the first book that was recorded after its decision. */
function compareWithRecording(symbol: string, orders: readonly Order[]): void {
  const waiting = orders.filter((order) => order.symbol === symbol).toSorted((a, b) => a.decidedUs - b.decidedUs);
  for (const book of recordedBooks(data(`binance-raw-feed/${symbol.toLowerCase()}_20240808.gz`))) {
    while (waiting.length > 0 && waiting[0].decidedUs < book.us) {
      const order = waiting.shift() as Order;
      const fills = order.fills.map(({ us, price, quantity }) => ({ us, price: Number(price), quantity }));
      expect(fills).toEqual(walk(book, order).map((level) => ({ us: book.us, ...level })));
    }
  }
  expect(waiting).toEqual([]);
}

describeWithData('demo on a recorded feed', FILES, () => {
  it(
    'trades on the recorded books, keeps exact books itself, and gives the same figures on every run',
    async () => {
      const events = ['first.jsonl', 'second.jsonl'].map((name) => join(tempDir(), name));
      const first = await runDemo(...SHORT, '--events', events[0]);
      expectConsistent(first, 1_000_000);
      expect(first.barsPublished).toBeGreaterThan(180);
      expect([first.ordersSubmitted, first.ordersDenied]).toEqual([8, 0]);
      expect(first.fees).toBeGreaterThan(0);

      const orders = ordersOf(events[0]);
      expect(orders.flatMap((order) => order.fills)).toHaveLength(first.fills);
      // One order at least took more than the best level.
      expect(Math.max(...orders.map((order) => order.fills.length))).toBeGreaterThan(1);
      for (const { quantity, fills } of orders)
        expect(fills.reduce((sum, fill) => sum + fill.quantity, 0)).toBe(quantity);
      for (const symbol of Object.keys(LOTS)) compareWithRecording(symbol, orders);

      const second = await runDemo(...SHORT, '--events', events[1]);
      expect(steadyFigures(second)).toEqual(steadyFigures(first));
      expect(readFileSync(events[1], 'utf8')).toBe(readFileSync(events[0], 'utf8'));
    },
    TIMEOUT_MS,
  );

  it(
    'says what the recording holds when the pair is not all there, and nothing else',
    async () => {
      const run = startProcess({
        entry: 'apps/cli/src/main.js',
        args: ['demo', '--feed', 'binance', '--venue', 'binance-usdm', '--data', dataRoot() ?? ''],
      });
      expect((await run.exited).code).toBe(1);
      expect(run.lines.map(({ text }) => text)).toEqual([
        expect.stringContaining('BTCUSDT,ETHUSDT on binance-usdm: learns 120 s'),
        'The demo failed: the recording has no ETHUSDT of binance-usdm: it holds BTCUSDT of that venue',
        'Choose the pair by --venue and --symbols.',
      ]);
    },
    TIMEOUT_MS,
  );
});
