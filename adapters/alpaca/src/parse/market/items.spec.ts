import { describe, expect, it } from '@jest/globals';
import { FLAG, MAX_CONDITIONS } from '@bourseworks/domain';
import type { Raw } from '../fields.js';
import { parseText, type Scales } from './fields.js';
import { barOf, correctionOf, depthOf, quoteOf, statusOf, tradeOf } from './items.js';

const STOCK: Scales = { priceScale: 4, qtyScale: 5, assetClass: 'equity' };
const COIN: Scales = { priceScale: 9, qtyScale: 9, assetClass: 'crypto' };
const RECEIPT = { receivedUs: 1, receivedNs: 0 };
const bad = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;

const read = (text: string): Raw => parseText(text) as Raw;
const trade = (more: string): Raw => read(`{"t":"2026-11-30T15:00:00Z","x":"V","p":10.5,"s":1,"i":1${more}}`);
const quote = (more: object): ReturnType<typeof quoteOf> =>
  quoteOf({ t: '2026-01-05T15:00:00Z', bp: 1, bs: 3, ap: 2, as: 4, ...more }, STOCK);

describe('a trade', () => {
  it('has the digits of its text, and what is finer than a unit rounded, but a size never to nothing', () => {
    const of = (p: string, s: string) => tradeOf(trade(`,"p":${p},"s":${s}`), STOCK);
    expect(of('3376.3001', '0.00001')).toMatchObject({ price: 33_763_001, quantity: 1 });
    expect(of('1.00005', '0.719755')).toMatchObject({ price: 10_001, quantity: 71_976 });
    expect(of('4.35', '0.000001')).toMatchObject({ price: 43_500, quantity: 1 });
  });

  it('has its id exactly, though no double holds it', () => {
    expect(tradeOf(trade(',"i":18446744073709551615'), COIN).tradeId).toBe('18446744073709551615');
    expect(tradeOf(trade(',"i":null'), STOCK)).not.toHaveProperty('tradeId');
  });

  it('of a day in New York is numbered by that day, whatever day it is in London', () => {
    const late = read('{"t":"2026-12-01T00:59:59Z","x":"D","p":1,"s":1,"i":5}');
    expect(tradeOf(late, STOCK).tradeId).toBe('20261130-D-5');
    expect(tradeOf({ ...late, t: '2026-12-01T05:00:00Z' }, STOCK).tradeId).toBe('20261201-D-5');
  });

  it.each([
    ['["@"]', 0, undefined],
    ['[" ","T"]', 0, ['T']],
    ['["@","F","I"]', FLAG.ODD_LOT, ['F', 'I']],
    ['["O","X"]', FLAG.AUCTION, ['O', 'X']],
    ['["M"]', FLAG.AUCTION | FLAG.CONDITION, ['M']],
    ['["Z","4"]', FLAG.LATE | FLAG.CONDITION, ['Z', '4']],
    ['"g"', 0, ['g']],
    ['null', 0, undefined],
  ])('with the conditions %s has the flags %d', (codes, flags, conditions) => {
    const { flags: given = 0, conditions: kept } = tradeOf(trade(`,"c":${codes}`), STOCK);
    expect([given, kept]).toEqual([flags, conditions]);
  });

  it('keeps no more conditions than an event may have, and refuses what is none', () => {
    const codes = JSON.stringify(Array.from({ length: 40 }, () => 'T'));
    expect(tradeOf(trade(`,"c":${codes}`), STOCK).conditions).toHaveLength(MAX_CONDITIONS);
    expect(() => tradeOf(trade(',"c":[7]'), STOCK)).toThrow(bad);
  });

  it('that corrects another one names both', () => {
    const raw = read('{"t":"2026-11-30T15:00:00Z","x":"V","cp":1,"cs":1,"oi":1}');
    expect(() => correctionOf(raw, STOCK, RECEIPT)).toThrow(bad);
  });
});

describe('a quote', () => {
  it('has no size where it has no price', () => {
    expect(quote({ bp: 0, bs: 3 })).toMatchObject({ bidPrice: 0, bidQuantity: 0, askQuantity: 400_000 });
    expect(quote({ ap: 0 })).toMatchObject({ askPrice: 0, askQuantity: 0, bidQuantity: 300_000 });
  });

  it('counts round lots up to November 2, 2025 in New York, and shares from then on', () => {
    expect(quote({ t: '2025-11-03T04:59:59.999999999Z' })).toMatchObject({ bidQuantity: 300 * 100_000 });
    expect(quote({ t: '2025-11-03T05:00:00Z' })).toMatchObject({ bidQuantity: 3 * 100_000 });
    const coin = { t: '2024-01-01T00:00:00Z', bp: 1, bs: 3, ap: 2, as: 4 };
    expect(quoteOf(coin, COIN)).toMatchObject({ bidQuantity: 3_000_000_000 });
  });

  it('that is not firm says so', () => {
    expect(quote({ c: ['R'] })).not.toHaveProperty('flags');
    expect(quote({ c: ['N'] })).toMatchObject({ flags: FLAG.CONDITION, conditions: ['N'] });
  });
});

describe('a bar', () => {
  it.each([{ h: 1 }, { l: 3 }, { o: 0 }, { v: -1 }, { n: 0.5 }, { t: 'now' }])('with %j is refused', (more) => {
    const raw = { t: '2026-11-30T15:00:00Z', o: 2, h: 3, l: 1, c: 2, v: 0, ...more };
    expect(() => barOf(raw, STOCK, 60_000_000)).toThrow(bad);
  });
});

describe('a book', () => {
  it('has what a message names, and no more', () => {
    const raw = { t: '2026-11-30T15:00:00Z', b: [{ p: 0.000000001, s: 0 }], r: true };
    expect(depthOf(raw, COIN, RECEIPT)).toMatchObject({ bids: [[1, 0]], asks: [], whole: true });
    expect(() => depthOf({ ...raw, a: [[1, 2]] }, COIN, RECEIPT)).toThrow(bad);
  });
});

describe('a status', () => {
  it('of words beyond measure is cut', () => {
    const status = statusOf({ sc: 'P', sm: 'x'.repeat(1_000), rm: '' });
    expect(status.kind === 'halted' && status.reason.length).toBe(200);
    expect(statusOf({ sc: '2' })).toEqual({ kind: 'halted', reason: '2' });
  });
});

it('a quote of more round lots than there can be shares is refused', () => {
  const lots = { t: '2020-01-06T15:00:00Z', bs: '9999999999' };
  expect(() => quote(lots)).toThrow(bad);
  expect(quote({ ...lots, bs: 3 }).bidQuantity).toBe(300 * 10 ** STOCK.qtyScale);
});
