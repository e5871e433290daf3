import { describe, expect, it } from '@jest/globals';
import { renkoBars } from './renko-bars.js';
import { tickBars } from './tick-bars.js';
import { timeBars } from './time-bars.js';
import { MAX_WINDOW_TRADES } from './trade-window.js';
import { volumeBars } from './volume-bars.js';

const DAY = 86_400_000_000;

describe('a builder of bars', () => {
  it.each([
    ['no length', () => timeBars(0)],
    ['a broken length', () => timeBars(1.5)],
    ['a length of more than a year', () => timeBars(367 * DAY)],
    ['more late bars than are held', () => timeBars(1, { lateUs: 100_001 })],
    ['more than a day for late trades', () => timeBars(DAY, { lateUs: DAY + 1 })],
    ['no trades', () => tickBars(0)],
    ['a negative quantity', () => volumeBars(-1)],
    ['a quantity beyond the exact range', () => volumeBars(2 ** 50 + 1)],
    ['bricks without height', () => renkoBars(NaN)],
  ])('refuses %s', (_, build) => {
    expect(build).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
  });

  it('keeps a bounded number of trades for late ones', () => {
    const builder = tickBars(MAX_WINDOW_TRADES * 2, { lateUs: DAY });
    for (let us = 1; us <= MAX_WINDOW_TRADES + 2; us++)
      builder.add({ kind: 'trade', us, ns: 0, price: 1, quantity: 1 });
    for (const us of [1, 2]) builder.add({ kind: 'trade', us, ns: 0, price: 1, quantity: 1 });
    expect(builder.ignored).toBe(1);
    expect(builder.flush(Infinity)).toMatchObject([{ trades: MAX_WINDOW_TRADES + 3 }]);
  });
});
