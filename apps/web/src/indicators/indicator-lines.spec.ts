import { describe, expect, it } from '@jest/globals';
import * as library from '@bourseworks/indicators';
import type { Candle } from '../market/bar-series.js';
import { indicatorLines, isOffered, labelOf, MAX_INDICATORS, readChosen } from './indicator-lines.js';

const MINUTE = 60_000;
const candles = Array.from({ length: 60 }, (_, index): Candle => {
  const close = 100 + 5 * Math.sin(index / 6);
  return { start: index * MINUTE, open: close, high: close + 1, low: close - 1, close, volume: 10 };
});
const linesOf = (name: string, parameters = {}) => indicatorLines(library, { name, parameters }, candles, MINUTE);

describe('the lines of an indicator', () => {
  it('are its values at the candles that it knows them at', () => {
    const [line, ...others] = linesOf('sma', { length: 5 });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ title: 'SMA 5', pane: 'price' });
    expect(line.points[0]).toEqual({
      start: 4 * MINUTE,
      value: library.compute(library.findIndicator('sma'), [Float64Array.from(candles, ({ close }) => close)], {
        length: 5,
      })['value'][4],
    });
    expect(line.points).toHaveLength(56);
  });

  it('are those outputs that share a scale: bands, without their width in percent', () => {
    const titles = linesOf('bollinger-bands').map(({ title }) => title);
    expect(titles).toHaveLength(3);
    expect(titles.join()).not.toMatch(/width|%/i);
  });

  it('have a pane of their own where they are no prices', () => {
    expect(linesOf('rsi', { length: 7 })).toMatchObject([{ pane: 'RSI 7', title: 'RSI 7' }]);
    expect(new Set(linesOf('macd').map(({ pane }) => pane))).toEqual(new Set(['MACD']));
  });

  it('are drawn later or earlier where they are to be', () => {
    const ichimoku = linesOf('ichimoku');
    const last = Math.max(...ichimoku.flatMap(({ points }) => points.map(({ start }) => start)));
    expect(last).toBe((59 + 26) * MINUTE);
  });

  it('are none of what this version does not have, and of no candles', () => {
    expect(linesOf('no-such')).toEqual([]);
    expect(indicatorLines(library, { name: 'sma', parameters: {} }, [], MINUTE)).toEqual([]);
  });

  it('refuse a parameter out of its range', () => {
    expect(() => linesOf('sma', { length: 0 })).toThrow(expect.objectContaining({ code: 'INDICATOR_PARAMETER' }));
  });

  it('can be had of every indicator that takes candles only, which are most', () => {
    const offered = library.INDICATORS.filter(isOffered);
    expect(offered.length).toBeGreaterThan(200);
    for (const { name } of offered) expect(() => linesOf(name)).not.toThrow();
  });
});

describe('what a layout says of indicators', () => {
  it('is read as far as it makes sense', () => {
    const sma = { name: 'sma', parameters: { length: 20 } };
    expect(readChosen([sma, { name: 7, parameters: {} }, { name: 'ema' }, null])).toEqual([sma]);
    expect(readChosen('sma')).toEqual([]);
    expect(readChosen(Array.from({ length: 99 }, () => sma))).toHaveLength(MAX_INDICATORS);
  });

  it('is shown by name and parameters', () => {
    expect(labelOf({ name: 'macd', parameters: { fast: 5, slow: 20 } })).toBe('MACD 5 20');
  });
});
