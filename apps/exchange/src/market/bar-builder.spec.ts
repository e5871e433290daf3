import { describe, expect, it } from '@jest/globals';
import type { Bar } from '@bourseworks/domain';
import { BarBuilder } from './bar-builder.js';
import { BarSeries } from './bar-series.js';

/** 40 s past a minute. */
const START = 1_700_000_080;
const us = (seconds: number) => (START + seconds) * 1_000_000;

function builder(capacity = 300): { bars: BarBuilder; series: BarSeries; told: [string, Bar][] } {
  const series = new BarSeries(capacity, START);
  const told: [string, Bar][] = [];
  return { bars: new BarBuilder(series, (interval, bar) => told.push([interval, bar])), series, told };
}

describe('BarBuilder', () => {
  it('makes a bar of the trades of a second, flat ones where there are none', () => {
    const { bars, told } = builder();
    bars.trade(us(0.1), 100, 5);
    bars.trade(us(0.5), 103, 1);
    bars.trade(us(0.9), 99, 2);
    bars.roll(us(2));
    expect(told.map(([interval]) => interval)).toEqual(['1s', '1s']);
    expect(told[0][1]).toMatchObject({
      startUs: us(0),
      endUs: us(1),
      open: 100,
      high: 103,
      low: 99,
      close: 99,
      volume: 8,
      trades: 3,
    });
    expect(told[1][1]).toMatchObject({ startUs: us(1), open: 99, high: 99, low: 99, close: 99, volume: 0, trades: 0 });
  });

  it('closes the bar before it takes a trade of the next second', () => {
    const { bars, told } = builder();
    bars.trade(us(0.9), 100, 1);
    bars.trade(us(1.1), 200, 1);
    expect(told).toHaveLength(1);
    expect(told[0][1].close).toBe(100);
  });

  it('puts longer bars together on their boundaries', () => {
    const { bars, told } = builder();
    for (let second = 0; second < 20; second++) bars.trade(us(second), 100 + second, 1);
    bars.roll(us(20));
    // The minute ends at 20 as well, but its first part was before the start.
    const fives = told.filter(([interval]) => interval === '5s').map(([, bar]) => bar);
    expect(fives.map((bar) => [bar.startUs, bar.open, bar.close, bar.volume])).toEqual(
      [0, 5, 10, 15].map((s) => [us(s), 100 + s, 104 + s, 5]),
    );
    expect(told.some(([interval]) => interval === '1m')).toBe(false);
  });

  it('tells nothing before the first price', () => {
    const { bars, told, series } = builder();
    bars.roll(us(3));
    expect(told).toEqual([]);
    expect(series.range(1, 0, START + 10, 10, false)).toEqual([]);
  });

  it('forgets the oldest', () => {
    const { bars, series } = builder(10);
    for (let second = 0; second < 25; second++) bars.trade(us(second), 100 + second, 1);
    bars.roll(us(25));
    const held = series.range(1, 0, Number.MAX_SAFE_INTEGER, 100, false);
    expect(held.map((bar) => bar.close)).toEqual([115, 116, 117, 118, 119, 120, 121, 122, 123, 124]);
  });
});
