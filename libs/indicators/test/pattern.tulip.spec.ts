import { compute, findIndicator, pattern } from '@bourseworks/indicators';
import { describeWithData } from '@bourseworks/testkit';
import { expect, it } from '@jest/globals';
import { candleAt, candleCases, CANDLES, isCandleAt } from './vectors/candles.js';

it('has all of Tulip candles, and no others by that name', () => {
  const names = pattern.map((definition) => definition.name).filter((name) => name.startsWith('tulip-'));
  expect(new Set(Object.values(CANDLES).map(([name]) => name))).toEqual(new Set(names));
  expect(Object.keys(CANDLES)).toHaveLength(26);
});

describeWithData('Tulip candles', ['tulip-vectors/candles.txt'], () => {
  const cases = candleCases();

  it('has cases for nearly all of them', () => {
    const tested = new Set(cases.filter((one) => one.isThere).map((one) => one.tulip));
    expect(Object.keys(CANDLES).filter((name) => !tested.has(name))).toEqual(['shooting_star']);
  });

  it.each(cases)('$name', (one) => {
    for (const index of one.indices) expect([-100, 0, 100]).toContain(candleAt(one, index));
    const found = one.indices.map((index) => isCandleAt(one, index));
    expect(found).toEqual(one.indices.map(() => one.isThere));
  });
});

it('finds a shooting star above the body before, and not beside it', () => {
  const bars = Array.from({ length: 12 }, () => [5, 7, 4, 6]);
  bars.push([6.5, 9, 6.5, 6.6], [6.5, 9, 6.5, 6.6]);
  const series = [0, 1, 2, 3].map((k) => Float64Array.from(bars, (bar) => bar[k]));
  expect([...compute(findIndicator('tulip-shooting-star'), series)['value'].subarray(11)]).toEqual([0, -100, 0]);
});
