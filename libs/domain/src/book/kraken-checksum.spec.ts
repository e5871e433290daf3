import { readFileSync } from 'node:fs';
import { crc32, gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { data, describeWithData } from '@bourseworks/testkit';
import { formatDecimal, parseDecimalBig } from '../decimal.js';
import type { BookLevel } from '../market-data.js';
import { expectOk } from '../result.js';
import { krakenChecksum, type BookDecimals } from './kraken-checksum.js';
import { OrderBook } from './order-book.js';

type Texts = readonly (readonly string[])[];

/** At the bottom of a recorded book lie quantities beyond the 2^50 units of an order, but within the exact integers. */
function units(text: string, scale: number): number {
  const value = Number(expectOk(parseDecimalBig(text, scale)));
  if (!Number.isSafeInteger(value)) throw new Error(`${text} has no exact units at ${scale} decimals`);
  return value;
}

const levelsOf = (levels: Texts, { priceScale, qtyScale }: BookDecimals): BookLevel[] =>
  levels.map(([price, quantity]) => [units(price, priceScale), units(quantity, qtyScale)]);

function bookOf(bids: readonly BookLevel[], asks: readonly BookLevel[]): OrderBook {
  const book = new OrderBook();
  book.applySnapshot({ kind: 'book-snapshot', us: 1, ns: 0, venueSequence: 1, bids, asks });
  return book;
}

describe('the checksum of a book at Kraken', () => {
  it('is that of the example for version 1', () => {
    const asks = [5005, 5010, 5015, 5020, 5025, 5030, 5035, 5040, 5045, 5050].map((price): BookLevel => [price, 500]);
    const bids = [5000, 4995, 4990, 4980, 4975, 4970, 4965, 4960, 4955, 4950].map((price): BookLevel => [price, 500]);
    expect(krakenChecksum(bookOf(bids, asks), { priceScale: 5, qtyScale: 8 })).toBe(974_947_235);
  });

  it('is that of the example for version 2, whatever zeros its numbers lack', () => {
    const scales = { priceScale: 1, qtyScale: 8 };
    const texts = (list: string): BookLevel[] =>
      levelsOf(
        list.split(', ').map((level) => level.split(' ')),
        scales,
      );
    const bids = texts(
      '45283.5 0.1, 45283.4 1.54582015, 45282.1 0.1, 45281 0.1, 45280.3 1.54592586, 45279 0.0799, 45277.6 0.03310103, ' +
        '45277.5 0.3, 45277.3 1.54602737, 45276.6 0.15445238',
    );
    const asks = texts(
      '45285.2 0.001, 45286.4 1.54571953, 45286.6 1.54571109, 45289.6 1.54560911, 45290.2 0.1589066, 45291.8 1.54553491, ' +
        '45294.7 0.04454749, 45296.1 0.3538, 45297.5 0.09945542, 45299.5 0.18772827',
    );
    expect(krakenChecksum(bookOf(bids, asks), scales)).toBe(3_310_070_434);
  });

  it('is the CRC-32 of the texts, of ten levels a side, at whatever scales the book is kept', () => {
    const units = fc.integer({ min: 1, max: 2 ** 50 });
    const side = fc.uniqueArray(fc.tuple(units, units), { selector: ([price]) => price, maxLength: 14 });
    const decimals = fc.record({ priceScale: fc.nat(6), qtyScale: fc.nat(6) });
    fc.assert(
      fc.property(side, side, decimals, decimals, (bids, asks, kept, sent) => {
        // Units that are whole at the decimals sent, too.
        const price = 10 ** Math.max(0, kept.priceScale - sent.priceScale);
        const quantity = 10 ** Math.max(0, kept.qtyScale - sent.qtyScale);
        const whole = (levels: [number, number][]): BookLevel[] =>
          levels.map(([p, q]): BookLevel => [(p % 1e9) * price + price, (q % 1e9) * quantity + quantity]);
        const book = bookOf(whole(bids), whole(asks));
        const text = (value: number, scale: number, digits: number): string => {
          const [left, right = ''] = formatDecimal(value, scale).split('.');
          return (left + right.padEnd(digits, '0').slice(0, digits)).replace(/^0+/, '');
        };
        const written = [...book.asks.levels(10), ...book.bids.levels(10)].map(
          ([p, q]) => text(p, kept.priceScale, sent.priceScale) + text(q, kept.qtyScale, sent.qtyScale),
        );
        expect(krakenChecksum(book, kept, sent)).toBe(crc32(written.join('')));
      }),
    );
  });

  it('is refused for a price of more decimals than the venue sends', () => {
    const kept = { priceScale: 2, qtyScale: 0 };
    const sent = { priceScale: 1, qtyScale: 0 };
    expect(krakenChecksum(bookOf([[110, 1]], []), kept, sent)).toBe(crc32('111'));
    expect(() => krakenChecksum(bookOf([[111, 1]], []), kept, sent)).toThrow(
      expect.objectContaining({ code: 'NUMBER_RANGE' }),
    );
  });
});

const RECORDING = 'exchange-recordings/KRAKEN.ws.50.0.gz';
type Message = [number, ...Partial<Record<'a' | 'b' | 'as' | 'bs', Texts> & { c: string }>[], string, string];

const decimalsOf = (text: string): number => text.length - text.indexOf('.') - 1;

/** Changes of books, each with its pair. */
function recorded(): { pair: string; parts: Partial<Record<'a' | 'b' | 'as' | 'bs', Texts> & { c: string }>[] }[] {
  const lines = gunzipSync(readFileSync(data(RECORDING)))
    .toString()
    .split('\n');
  const texts = lines.flatMap((line) => /^[\d.]+: (\[.*\])$/.exec(line)?.[1] ?? []);
  return texts.map((text) => {
    const message = JSON.parse(text) as Message;
    return { pair: message.at(-1) as string, parts: message.filter((part) => typeof part === 'object') };
  });
}

/** Prices are kept at the decimals that they use: the venue fills them up with zeros. */
function pricesUse(messages: ReturnType<typeof recorded>): Map<string, number> {
  const used = new Map<string, number>();
  for (const { pair, parts } of messages)
    for (const [price] of parts.flatMap(({ a, b, as, bs }) => [a, b, as, bs].flatMap((levels) => levels ?? [])))
      used.set(pair, Math.max(used.get(pair) ?? 0, decimalsOf(price.replace(/0+$/, ''))));
  return used;
}

interface Kept {
  readonly book: OrderBook;
  readonly kept: BookDecimals;
  readonly sent: BookDecimals;
}

describeWithData('recorded books of Kraken', [RECORDING], () => {
  it('have their checksum after each of 4 269 changes, and had another one before a change that it covers', () => {
    const messages = recorded();
    const used = pricesUse(messages);
    const books = new Map<string, Kept>();
    let held = 0;
    let noticed = 0;
    for (const { pair, parts } of messages) {
      const [{ as, bs }] = parts;
      if (as !== undefined && bs !== undefined) {
        const sent = { priceScale: decimalsOf(as[0][0]), qtyScale: decimalsOf(as[0][1]) };
        const kept = { ...sent, priceScale: used.get(pair) ?? 0 };
        books.set(pair, { book: bookOf(levelsOf(bs, kept), levelsOf(as, kept)), kept, sent });
        continue;
      }
      const { book, kept, sent } = books.get(pair)!;
      const top = (): string => JSON.stringify([book.bids.levels(10), book.asks.levels(10)]);
      const [topBefore, sumBefore] = [top(), krakenChecksum(book, kept, sent)];
      const bids = levelsOf(
        parts.flatMap(({ b }) => b ?? []),
        kept,
      );
      const asks = levelsOf(
        parts.flatMap(({ a }) => a ?? []),
        kept,
      );
      const venueSequence = book.venueSequence + 1;
      book.applyDelta({ kind: 'book-delta', us: venueSequence, ns: 0, venueSequence, bids, asks });
      const sum = Number(parts.find(({ c }) => c !== undefined)?.c);
      expect(krakenChecksum(book, kept, sent)).toBe(sum);
      held++;
      if (top() === topBefore) continue;
      expect(sumBefore).not.toBe(sum);
      noticed++;
    }
    expect([books.size, held]).toEqual([10, 4_269]);
    expect(noticed).toBeGreaterThan(1_000);
    expect([...books.values()].some(({ kept, sent }) => kept.priceScale < sent.priceScale)).toBe(true);
  });
});
