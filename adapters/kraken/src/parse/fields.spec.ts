import { describe, expect, it } from '@jest/globals';
import { parseExactJson, secondsOf, totalOf } from './fields.js';

const scales = { priceScale: 1, qtyScale: 8 };

describe('numbers of Kraken', () => {
  it('of many digits stay what was written', () => {
    // As doubles these two are the same.
    const [a, b] = ['45035996.27370497', '90071992.54740991'].map(
      (text) => (parseExactJson(`{"qty":${text}}`) as { qty: unknown }).qty,
    );
    expect(totalOf(a, scales)).toBe(4_503_599_627_370_497);
    expect(totalOf(b, scales)).toBe(Number.MAX_SAFE_INTEGER);
    expect(Number('90071992.54740991') * 1e8).not.toBe(Number.MAX_SAFE_INTEGER);
    expect(parseExactJson('{"id":12998414957712938427,"text":"12998414957712938427 or so","n":1.5}')).toEqual({
      id: '12998414957712938427',
      text: '12998414957712938427 or so',
      n: 1.5,
    });
  });

  it('of seconds are exact, as texts and as numbers', () => {
    expect(secondsOf('1762795433.9717445')).toEqual({ us: 1_762_795_433_971_744, ns: 500 });
    expect(secondsOf(1_762_820_248)).toEqual({ us: 1_762_820_248_000_000, ns: 0 });
    for (const wrong of ['', 'now', '-1', '1e9', null, -5]) {
      expect(() => secondsOf(wrong)).toThrow(expect.objectContaining({ code: 'DATA_FORMAT' }));
    }
  });
});
