import { describe, expect, it } from '@jest/globals';
import { parseExactJson } from '@bourseworks/venue-client';
import { secondsOf, totalOf } from './fields.js';

const scales = { priceScale: 1, qtyScale: 8 };

describe('numbers of Kraken', () => {
  it('of many digits stay what was written', () => {
    const [a, b] = ['80000000.00000001', '80000000.00000002'];
    expect(Number(a)).toBe(Number(b));
    const read = (text: string): number => totalOf((parseExactJson(`{"qty":${text}}`) as { qty: unknown }).qty, scales);
    expect([read(a), read(b)]).toEqual([8_000_000_000_000_001, 8_000_000_000_000_002]);
    expect(parseExactJson('{"id":12998414957712938427,"text":"12998414957712938427 or so","n":1.5}')).toEqual({
      id: '12998414957712938427',
      text: '12998414957712938427 or so',
      n: 1.5,
    });
  });

  it('of seconds are exact, as texts and as numbers', () => {
    expect(secondsOf('1762795433.9717445')).toEqual({ us: 1_762_795_433_971_744, ns: 500 });
    expect(secondsOf(1_762_820_248)).toEqual({ us: 1_762_820_248_000_000, ns: 0 });
    for (const wrong of ['', 'now', '-1', '1e9', null, -5, '9999999999']) {
      expect(() => secondsOf(wrong)).toThrow(expect.objectContaining({ code: 'DATA_FORMAT' }));
    }
  });
});
