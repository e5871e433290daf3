import { checkParameters, compute, findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { BARS, both, CLOSE, describeBrute, HIGH, LOW, mean, OTHER, recursive, rolling, type Values } from './brute.js';
import { candlesOf, coarseBars } from './candles.js';

/** What the library says of an output over BARS. */
function ours(name: string, output = 'value', parameters: Readonly<Record<string, number>> = {}): Values {
  const definition = findIndicator(name);
  const inputs = definition.inputs.map((input) => BARS[input]);
  return [...compute(definition, inputs, checkParameters(definition, parameters))[output]];
}

/** Of each window the place of its least or largest value in the series, the last one of equals. */
const placeOf = (xs: Values, n: number, of: (...window: number[]) => number): number[] =>
  rolling(xs, n, (window, i) => i - n + 1 + window.lastIndexOf(of(...window)));
const since = (places: Values): number[] => places.map((place, i) => i - place);
const largest = (n: number): number[] => rolling(CLOSE, n, (window) => Math.max(...window));
const smallest = (n: number): number[] => rolling(CLOSE, n, (window) => Math.min(...window));

/** 1 where a stop is below the bar, -1 where it is above. */
const sideOf = (stop: Values): number[] =>
  stop.map((value, i) => (Number.isNaN(value) ? NaN : value <= LOW[i] ? 1 : -1));

/** Where one series stands beside the other is not where it stood: to which side it went. */
const CROSSED = CLOSE.map((close, i) => {
  if (i === 0) return NaN;
  const [was, is] = [Math.sign(CLOSE[i - 1] - 2 * OTHER[i - 1]), Math.sign(close - 2 * OTHER[i])];
  return is === 0 || is === was ? 0 : is;
});

/** The value `right` bars ago where nothing of `left` bars before and of the bars after reaches it, else NaN. */
const extremes = (xs: Values, left: number, right: number, sign: 1 | -1): number[] =>
  rolling(xs, left + right + 1, (window) => {
    const middle = window[left];
    return window.every((x, k) => k === left || sign * x < sign * middle) ? middle : NaN;
  });
/** The last one that is known. */
const held = (xs: Values): number[] => xs.map((_, i) => xs.slice(0, i + 1).findLast((x) => !Number.isNaN(x)) ?? NaN);

const UP = extremes(HIGH, 3, 2, 1);
const DOWN = extremes(LOW, 3, 2, -1);

describe('outputs that no source prints, by second definitions', () => {
  describeBrute([
    {
      name: 'min-max',
      parameters: { length: 9 },
      expected: {
        min: smallest(9),
        max: largest(9),
        minIndex: placeOf(CLOSE, 9, Math.min),
        maxIndex: placeOf(CLOSE, 9, Math.max),
      },
    },
    {
      name: 'max',
      parameters: { length: 9 },
      expected: { index: placeOf(CLOSE, 9, Math.max), age: since(placeOf(CLOSE, 9, Math.max)) },
    },
    {
      name: 'min',
      parameters: { length: 9 },
      expected: { index: placeOf(CLOSE, 9, Math.min), age: since(placeOf(CLOSE, 9, Math.min)) },
    },
    { name: 'variance', parameters: { length: 9 }, expected: { mean: rolling(CLOSE, 9, mean) } },
    {
      name: 'moving-average-envelopes',
      parameters: { length: 9, average: 'sma' },
      expected: { middle: rolling(CLOSE, 9, mean) },
    },
    { name: 'klinger-oscillator', expected: { signal: recursive(ours('klinger-oscillator'), 2 / 14) } },
    { name: 'fractals', parameters: { left: 3, right: 2 }, expected: { high: held(UP), low: held(DOWN) } },
    { name: 'parabolic-sar', expected: { trend: sideOf(ours('parabolic-sar')) } },
    {
      name: 'supertrend',
      expected: {
        trend: both(ours('supertrend'), ours('supertrend', 'lower'), (stop, lower) => (stop === lower ? 1 : -1)).map(
          (side, i) => (i < 10 ? NaN : side),
        ),
      },
    },
    {
      name: 'atr-trailing-stop',
      expected: {
        trend: ours('atr-trailing-stop').map((stop, i) => (Number.isNaN(stop) ? NaN : stop <= CLOSE[i] ? 1 : -1)),
      },
    },
    {
      name: 'volatility-stop',
      expected: {
        trend: ours('volatility-stop').map((stop, i) => (Number.isNaN(stop) ? NaN : stop <= CLOSE[i] ? 1 : -1)),
      },
    },
  ]);

  it('fractals are told at their bar alone', () => {
    const [up, down] = [ours('fractals', 'up', { left: 3, right: 2 }), ours('fractals', 'down', { left: 3, right: 2 })];
    expect([up, down]).toEqual([UP, DOWN]);
    expect(UP.filter((high) => !Number.isNaN(high)).length).toBeGreaterThan(20);
  });

  it('crossover tells the side', () => {
    const other = BARS.other.map((value) => 2 * value);
    const { value, above, below, any } = compute(findIndicator('crossover'), [BARS.close, other]);
    expect([...value]).toEqual(CROSSED);
    expect([...above]).toEqual(CROSSED.map((side, i) => (i === 0 ? NaN : Number(side > 0))));
    expect([...below]).toEqual(CROSSED.map((side, i) => (i === 0 ? NaN : Number(side < 0))));
    expect([...any]).toEqual(CROSSED.map(Math.abs));
    expect(new Set(CROSSED.slice(1))).toEqual(new Set([0, 1, -1]));
  });
});

const PART = 0.03;

/** Turning points one after the other, each found by looking ahead from the one before: where it is, which, and when it is known. */
function turnsOf(): { readonly at: number; readonly sign: 1 | -1; readonly known: number }[] {
  const price = (sign: 1 | -1, i: number): number => (sign > 0 ? HIGH[i] : LOW[i]);
  const goesBack = (sign: 1 | -1, from: number, i: number): boolean =>
    sign * (price(sign, from) - price(sign > 0 ? -1 : 1, i)) >= PART * price(sign, from);
  let sign: 1 | -1 | 0 = 0;
  let from = 0;
  for (; sign === 0; from++) {
    const [top, bottom] = [
      HIGH.indexOf(Math.max(...HIGH.slice(0, from + 1))),
      LOW.indexOf(Math.min(...LOW.slice(0, from + 1))),
    ];
    if (goesBack(-1, bottom, from)) sign = 1;
    else if (goesBack(1, top, from)) sign = -1;
  }
  from -= 1;
  const turns = [];
  for (let i = from + 1, at = from; i < HIGH.length; i++) {
    const way: 1 | -1 = sign;
    if (way * (price(way, i) - price(way, at)) >= 0) at = i;
    else if (goesBack(way, at, i)) {
      turns.push({ at, sign: way, known: i });
      sign = way > 0 ? -1 : 1;
      at = i;
    }
  }
  return turns;
}

describe('zigzag, bar by bar', () => {
  const turns = turnsOf();
  const last = HIGH.map((_, i) => turns.findLast(({ known }) => known <= i));
  const legOf = (i: number): Values => {
    const { sign, known } = last[i]!;
    return (sign > 0 ? LOW : HIGH).slice(known, i + 1);
  };
  const farthest = (i: number): number => (last[i]!.sign > 0 ? Math.min(...legOf(i)) : Math.max(...legOf(i)));
  const where = (of: (i: number) => number): number[] => last.map((turn, i) => (turn === undefined ? NaN : of(i)));

  describeBrute([
    {
      name: 'zigzag',
      parameters: { percent: 100 * PART },
      expected: {
        pivot: where((i) => (last[i]!.sign > 0 ? HIGH : LOW)[last[i]!.at]),
        age: where((i) => i - last[i]!.at),
      },
    },
  ]);

  it('tells the leg since the last turning point', () => {
    const given = { percent: 100 * PART };
    const from = turns[0].known;
    const [trend, extreme, age] = ['trend', 'extreme', 'extremeAge'].map((output) => ours('zigzag', output, given));
    expect(trend.slice(from)).toEqual(where((i) => -last[i]!.sign).slice(from));
    expect(extreme.slice(from)).toEqual(where(farthest).slice(from));
    expect(age.slice(from)).toEqual(where((i) => legOf(i).length - 1 - legOf(i).lastIndexOf(farthest(i))).slice(from));
    expect(turns.length).toBeGreaterThan(10);
  });
});

/** Tulip's own vectors have no case of it. */
describe('tulip-shooting-star', () => {
  it('is where its words say over random candles', () => {
    const bars = coarseBars(6_000, 11);
    const candles = candlesOf(bars);
    const expected = candles.map((x, i) => {
      if (i < 11) return NaN;
      const isSmall = 2 * x.body <= x.meanBody;
      const isHung = x.upper >= 0.6 * x.meanRange && x.lower <= 0.05 * x.meanRange;
      return isSmall && isHung && x.bottom > candles[i - 1].top ? -100 : 0;
    });
    const series = [0, 1, 2, 3].map((k) => Float64Array.from(bars, (bar) => bar[k]));
    const got = compute(findIndicator('tulip-shooting-star'), series)['value'];
    expect(expected.flatMap((value, i) => (Number.isNaN(value) || Object.is(value, got[i]) ? [] : [i]))).toEqual([]);
    expect(expected.filter((value) => value === -100).length).toBeGreaterThan(20);
  });
});
