import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOf } from '../calendar/index.js';
import type { Bar, Quote, Trade } from '../market-data.js';
import { expectOk } from '../result.js';
import { adjusted } from './adjust.js';
import { FactorTable, type CorporateAction, type FactorRow } from './factor-table.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const ZONE = 'America/New_York';
const table = (...actions: CorporateAction[]): FactorTable => expectOk(FactorTable.ofActions(actions, ZONE));
const split = (date: string, n: number, m: number): CorporateAction => ({ kind: 'split', date, n, m });
const dividend = (date: string, amount: number, close: number): CorporateAction => ({
  kind: 'dividend',
  date,
  amount,
  close,
});

const bar = (start: string, price: number, volume: number): Bar => ({
  kind: 'bar',
  startUs: us(start),
  endUs: us(start) + 60_000_000,
  open: price,
  high: price + 7,
  low: price - 7,
  close: price + 1,
  volume,
  trades: 3,
});

describe('a table of factors', () => {
  it('changes at midnight of the venue', () => {
    const factors = table(split('2014-06-09', 7, 1));
    expect(factors.at(us('2014-06-09T03:59:59.999Z')).splits).toEqual({ n: 1n, d: 7n });
    expect(factors.at(us('2014-06-09T04:00:00Z')).splits).toEqual({ n: 1n, d: 1n });
  });

  it('multiplies all that came after, in whatever order it was told', () => {
    const actions = [split('2014-06-09', 7, 1), dividend('2014-05-08', 329, 59_233), split('2020-08-31', 4, 1)];
    for (const told of [actions, actions.toReversed()]) {
      const { splits, all } = table(...told).at(us('2014-05-07T12:00:00Z'));
      expect(splits).toEqual({ n: 1n, d: 28n });
      expect(all).toEqual({ n: 58_904n / 4n, d: (59_233n * 28n) / 4n });
    }
  });

  it('takes several actions of one day as one step', () => {
    const factors = table(split('2024-01-02', 2, 1), dividend('2024-01-02', 1, 100));
    expect(factors.at(us('2024-01-01T12:00:00Z'))).toEqual({ splits: { n: 1n, d: 2n }, all: { n: 99n, d: 200n } });
    expect(factors.at(us('2024-01-02T12:00:00Z'))).toEqual({ splits: { n: 1n, d: 1n }, all: { n: 1n, d: 1n } });
  });

  it('can leave the prices of any moment as they were traded', () => {
    const factors = table(split('2014-06-09', 7, 1), split('2020-08-31', 4, 1)).asOf(us('2014-06-10T12:00:00Z'));
    const at = (iso: string): unknown => factors.at(us(iso)).splits;
    expect([at('2014-06-06T12:00:00Z'), at('2014-06-10T12:00:00Z'), at('2021-01-04T12:00:00Z')]).toEqual([
      { n: 1n, d: 7n },
      { n: 1n, d: 1n },
      { n: 4n, d: 1n },
    ]);
  });

  const row: FactorRow = { date: '2014-06-06', dividends: '0.9', splits: '0.25' };
  it.each<[string, FactorRow[]]>([
    ['a date that is none', [{ ...row, date: '20140606' }]],
    ['dates that do not rise', [row, row]],
    ['a factor of 0', [{ ...row, splits: '0' }]],
    ['a negative factor', [{ ...row, dividends: '-1' }]],
    ['a factor that is no number', [{ ...row, dividends: 'NaN' }]],
    ['more rows than it may have', Array.from({ length: 1_001 }, (_, n) => ({ ...row, date: dateOf(n) }))],
  ])('refuses %s', (_name, rows) => {
    expect(FactorTable.of(rows, ZONE)).toMatchObject({ ok: false, refusal: { code: 'DATA_FORMAT' } });
  });

  it('refuses a time zone that does not exist', () => {
    const refused = { ok: false, refusal: { code: 'DATA_FORMAT' } };
    expect(FactorTable.of([row], 'America/Springfield')).toMatchObject(refused);
    expect(FactorTable.ofActions([], 'America/Springfield')).toMatchObject(refused);
  });

  it.each<[string, CorporateAction]>([
    ['a split into nothing', split('2014-06-09', 0, 1)],
    ['a fraction of a share', split('2014-06-09', 1.5, 1)],
    ['a dividend of the whole price', dividend('2014-06-09', 100, 100)],
    ['a dividend of nothing', dividend('2014-06-09', 0, 100)],
    ['a day that does not exist', split('2014-06-31', 7, 1)],
  ])('refuses %s', (_name, action) => {
    expect(FactorTable.ofActions([action], ZONE)).toMatchObject({ ok: false, refusal: { code: 'DATA_FORMAT' } });
  });
});

describe('adjusted', () => {
  const factors = table(dividend('2014-05-08', 329, 59_233), split('2014-06-09', 7, 1));

  it('divides prices and multiplies quantities by a split, and leaves what is later', () => {
    const before = bar('2014-06-06T15:00:00Z', 6_455_700, 121);
    const after = bar('2014-06-09T15:00:00Z', 926_900, 121);
    expect(adjusted(before, factors, 'split')).toEqual({
      ...before,
      open: 922_243,
      high: 922_244,
      low: 922_242,
      close: 922_243,
      volume: 847,
    });
    expect(adjusted(after, factors, 'split')).toBe(after);
    expect(adjusted(before, factors, 'raw')).toBe(before);
  });

  it('takes a dividend off the price and not off the quantity', () => {
    const trade: Trade = { kind: 'trade', us: us('2014-05-07T15:00:00Z'), ns: 0, price: 59_233, quantity: 3 };
    const quote: Quote = {
      kind: 'quote',
      us: trade.us,
      ns: 1,
      bidPrice: 0,
      bidQuantity: 0,
      askPrice: 59_233,
      askQuantity: 3,
    };
    // 589.04 / 7 = 84.148...
    expect(adjusted(trade, factors, 'all')).toEqual({ ...trade, price: 8_415, quantity: 21 });
    expect(adjusted(quote, factors, 'all')).toEqual({ ...quote, askPrice: 8_415, askQuantity: 21 });
  });

  it('keeps a bar a bar, its value within the rounding, and rounds once', () => {
    const ratio = fc.integer({ min: 1, max: 50 });
    const price = fc.integer({ min: 1_000, max: 10_000_000 });
    const law = fc.property(
      ratio,
      ratio,
      ratio,
      price,
      fc.integer({ min: 1_000, max: 1_000_000 }),
      (n, m, paid, at, volume) => {
        const raw = bar('2014-01-06T15:00:00Z', at, volume);
        const both = table(dividend('2014-05-08', paid, 1_000), split('2014-06-09', n, m));
        for (const adjustment of ['split', 'all'] as const) {
          const { open, high, low, close } = adjusted(raw, both, adjustment);
          expect(Math.max(open, close, low)).toBeLessThanOrEqual(high);
          expect(Math.min(open, close, high)).toBeGreaterThanOrEqual(low);
        }
        const done = adjusted(raw, both, 'split');
        const value = done.open * done.volume;
        expect(Math.abs(value - raw.open * raw.volume)).toBeLessThanOrEqual((done.open + done.volume + 1) / 2);
        // open * m * (1000 - paid) / (n * 1000), in whole numbers.
        const [top, bottom] = [BigInt(at) * BigInt(m) * BigInt(1_000 - paid), BigInt(n) * 1_000n];
        expect(BigInt(adjusted(raw, both, 'all').open)).toBe((2n * top + bottom) / (2n * bottom));
      },
    );
    fc.assert(law);
  });
});
