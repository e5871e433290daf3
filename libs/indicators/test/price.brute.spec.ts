import { Renko } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { randomBars } from './bars.js';

/** End and direction of the last brick by brick after brick in a list, in whole prices. */
function bricksOf(closes: readonly number[], size: number): (readonly [number, number])[] {
  let bottom = closes[0];
  let top = closes[0];
  let trend = 0;
  return closes.map((close) => {
    while (close >= top + size) [bottom, top, trend] = [top, top + size, 1];
    while (close <= bottom - size) [bottom, top, trend] = [bottom - size, bottom, -1];
    return trend === 0 ? [NaN, NaN] : [trend === 1 ? top : bottom, trend];
  });
}

describe('renko', () => {
  it('lays one brick after another', () => {
    const closes = Array.from(randomBars(2_000, 3).close, (close) => Math.round(10 * close));
    const renko = new Renko(7);
    let last = closes[0];
    const expected = bricksOf(closes, 7);
    closes.forEach((close, i) => {
      const was = renko.trend;
      renko.update(close);
      expect([renko.value, renko.trend]).toEqual(expected[i]);
      if (!renko.ready) return;
      // A turn skips the brick that it goes back over.
      const turn = was === -renko.trend ? 1 : 0;
      expect(Math.abs(renko.value - last) / 7).toBe(Math.abs(renko.bricks) + (renko.bricks === 0 ? 0 : turn));
      last = renko.value;
    });
    expect(new Set(expected.map(([, trend]) => trend))).toEqual(new Set([NaN, 1, -1]));
  });

  it('needs two bricks to turn', () => {
    const renko = new Renko(1);
    expect([10, 12.5, 11.2, 10, 9.9, 11, 12].map((close) => renko.update(close))).toEqual([
      NaN,
      12,
      12,
      10,
      10,
      10,
      12,
    ]);
    expect([renko.trend, renko.bricks]).toEqual([1, 1]);
  });

  it('refuses a brick without a size', () => {
    expect(() => new Renko(0)).toThrow(RangeError);
  });
});
