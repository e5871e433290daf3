import { compute, findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { randomBars } from './bars.js';

const BARS = randomBars(300, 7);
const CLOSE = Array.from(BARS.close);
const VOLUME = Array.from(BARS.volume);
const HIGH = Array.from(BARS.high);
const LOW = Array.from(BARS.low);

type Series = readonly number[];
/** The last `n` of `xs` at i, oldest first; nothing while there are fewer or one of them is not known. */
const lastOf = (xs: Series, i: number, n: number): Series | undefined => {
  const window = xs.slice(Math.max(0, i - n + 1), i + 1);
  return window.length < n || window.some(Number.isNaN) ? undefined : window;
};
const sum = (xs: Series): number => xs.reduce((a, b) => a + b, 0);
const weigh = (xs: Series, n: number, weight: (k: number) => number): Series =>
  xs.map((_, i) => {
    const window = lastOf(xs, i, n);
    if (window === undefined) return NaN;
    const weights = window.map((__, k) => weight(k));
    return sum(window.map((x, k) => x * weights[k])) / sum(weights);
  });
const sma = (xs: Series, n: number): Series => weigh(xs, n, () => 1);
const wma = (xs: Series, n: number): Series => weigh(xs, n, (k) => k + 1);
const both = (xs: Series, ys: Series, f: (x: number, y: number) => number): Series => xs.map((x, i) => f(x, ys[i]));
/** Recursive average that begins with the mean of the first n known values. */
const recursive = (xs: Series, n: number, alpha: number): Series => {
  const begin = xs.findIndex((x) => !Number.isNaN(x)) + n - 1;
  const ys = xs.map(() => NaN);
  for (let i = begin; i < xs.length; i++)
    ys[i] = i === begin ? sum(lastOf(xs, i, n) ?? []) / n : alpha * xs[i] + (1 - alpha) * ys[i - 1];
  return ys;
};
const ema = (xs: Series, n: number): Series => recursive(xs, n, 2 / (n + 1));

function tillson(n: number, v: number): Series {
  const chain: Series[] = [CLOSE];
  for (let k = 0; k < 6; k++) chain.push(ema(chain[k], n));
  const w = 1 + v;
  const at = (k: number, i: number): number => chain[k][i];
  return CLOSE.map(
    (_, i) => w ** 3 * at(3, i) - 3 * v * w ** 2 * at(4, i) + 3 * v ** 2 * w * at(5, i) - v ** 3 * at(6, i),
  );
}

const zeroLag = (n: number): Series => {
  const lag = Math.floor((n - 1) / 2);
  return ema(
    CLOSE.map((x, i) => (i < lag ? NaN : x + (x - CLOSE[i - lag]))),
    n,
  );
};

const most = (xs: Series, n: number): Series => xs.map((_, i) => Math.max(...(lastOf(xs, i, n) ?? [NaN])));
const least = (xs: Series, n: number): Series => xs.map((_, i) => Math.min(...(lastOf(xs, i, n) ?? [NaN])));
const middleOf = (xs: Series, ys: Series): Series => both(xs, ys, (x, y) => (x + y) / 2);
/** Wilder's average true range from the second bar on. */
const atr = (n: number): Series =>
  recursive(
    CLOSE.map((_, i) =>
      i === 0 ? NaN : Math.max(HIGH[i] - LOW[i], Math.abs(HIGH[i] - CLOSE[i - 1]), Math.abs(LOW[i] - CLOSE[i - 1])),
    ),
    n,
    1 / n,
  );

/** A stop of bands that a close passes, kept as the trades that it would make. */
function trailing(upper: Series, lower: Series, bullish: (i: number) => boolean): Series {
  const begin = upper.findIndex((x) => !Number.isNaN(x));
  let up = bullish(begin);
  let since = begin;
  const stop = CLOSE.map(() => NaN);
  for (let i = begin; i < CLOSE.length; i++) {
    // Both bands are kept all the time: a band starts anew after a close beyond it.
    const at = (
      band: Series,
      better: (...xs: number[]) => number,
      beyond: (c: number, b: number) => boolean,
    ): number => {
      let kept = band[begin];
      for (let k = begin + 1; k <= i; k++) kept = beyond(CLOSE[k - 1], kept) ? band[k] : better(kept, band[k]);
      return kept;
    };
    const above = at(upper, Math.min, (c, b) => c > b);
    const below = at(lower, Math.max, (c, b) => c < b);
    const held = up ? CLOSE[i] > below : CLOSE[i] <= above;
    if (!held) {
      up = !up;
      since = i;
    }
    stop[i] = up ? below : above;
  }
  expect(since).toBeGreaterThan(begin);
  return stop;
}

/** Wilder's volatility system, trend by trend. */
function volatilitySystem(n: number, m: number): Series {
  const range = atr(n);
  const stop = CLOSE.map(() => NaN);
  let from = 0;
  let up = CLOSE[n] > CLOSE[0];
  for (let i = n + 1; i < CLOSE.length; i++) {
    const closes = CLOSE.slice(from, i);
    stop[i] = up ? Math.max(...closes) - m * range[i - 1] : Math.min(...closes) + m * range[i - 1];
    if (up ? CLOSE[i] >= stop[i] : CLOSE[i] <= stop[i]) continue;
    up = !up;
    from = i;
  }
  expect(from).toBeGreaterThan(n);
  return stop;
}

const trailingStop = (n: number, m: number): Series =>
  trailing(
    both(CLOSE, atr(n), (c, r) => c + m * r),
    both(CLOSE, atr(n), (c, r) => c - m * r),
    (i) => CLOSE[i] >= CLOSE[i - 1],
  );

interface Case {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, number | string>>;
  readonly expected: Readonly<Record<string, Series>>;
}

const CASES: readonly Case[] = [
  { name: 'wma', parameters: { length: 7 }, expected: { value: wma(CLOSE, 7) } },
  { name: 'wma', parameters: { length: 1 }, expected: { value: CLOSE } },
  { name: 'wilder', parameters: { length: 9 }, expected: { value: recursive(CLOSE, 9, 1 / 9) } },
  { name: 'trima', parameters: { length: 7 }, expected: { value: weigh(CLOSE, 7, (k) => Math.min(k + 1, 7 - k)) } },
  { name: 'trima', parameters: { length: 8 }, expected: { value: weigh(CLOSE, 8, (k) => Math.min(k + 1, 8 - k)) } },
  {
    name: 'hma',
    parameters: { length: 11 },
    expected: {
      value: wma(
        both(wma(CLOSE, 5), wma(CLOSE, 11), (a, b) => 2 * a - b),
        3,
      ),
    },
  },
  { name: 't3', parameters: { length: 4, factor: 0.6 }, expected: { value: tillson(4, 0.6) } },
  { name: 'zlema', parameters: { length: 8 }, expected: { value: zeroLag(8) } },
  {
    name: 'alma',
    parameters: { length: 10, offset: 0.8, sigma: 5 },
    expected: { value: weigh(CLOSE, 10, (k) => Math.exp(-((k - 7.2) ** 2) / 8)) },
  },
  {
    name: 'vwma',
    parameters: { length: 6 },
    expected: {
      value: both(
        sma(
          CLOSE.map((x, i) => x * VOLUME[i]),
          6,
        ),
        sma(VOLUME, 6),
        (a, b) => a / b,
      ),
    },
  },
  {
    name: 'relative-moving-average',
    parameters: { length: 5 },
    expected: { value: CLOSE.map((_, i) => sma(CLOSE, 5)[i] - sma(CLOSE, 10)[i] + sma(CLOSE, 15)[i]) },
  },
  { name: 'moving-average', parameters: { length: 5, average: 'ema' }, expected: { value: ema(CLOSE, 5) } },
  { name: 'midpoint', parameters: { length: 6 }, expected: { value: middleOf(most(CLOSE, 6), least(CLOSE, 6)) } },
  {
    name: 'starc-bands',
    parameters: { length: 5, multiplier: 2, rangeLength: 7 },
    expected: {
      middle: both(sma(CLOSE, 5), atr(7), (average, range) => (Number.isNaN(range) ? NaN : average)),
      upper: both(sma(CLOSE, 5), atr(7), (average, range) => average + 2 * range),
      lower: both(sma(CLOSE, 5), atr(7), (average, range) => average - 2 * range),
    },
  },
  {
    name: 'moving-average-envelopes',
    parameters: { length: 9, percent: 3, average: 'wma' },
    expected: { upper: wma(CLOSE, 9).map((x) => 1.03 * x), lower: wma(CLOSE, 9).map((x) => 0.97 * x) },
  },
  { name: 'atr-trailing-stop', parameters: { length: 6, multiplier: 2 }, expected: { value: trailingStop(6, 2) } },
  { name: 'volatility-stop', parameters: { length: 6, multiplier: 2 }, expected: { value: volatilitySystem(6, 2) } },
];

describe('overlap indicators against their formulas', () => {
  it.each(CASES)('$name $parameters', ({ name, parameters, expected }) => {
    const definition = findIndicator(name);
    const series = compute(
      definition,
      definition.inputs.map((input) => BARS[input]),
      parameters,
    );
    for (const [output, values] of Object.entries(expected)) {
      const got = series[output];
      expect(values.filter((value) => !Number.isNaN(value)).length).toBeGreaterThan(0);
      values.forEach((value, i) => {
        if (Number.isNaN(value)) expect({ i, got: got[i] }).toEqual({ i, got: NaN });
        else expect({ i, off: Math.abs(got[i] - value) <= 1e-9 * Math.abs(value) }).toEqual({ i, off: true });
      });
    }
  });
});

describe('flat markets', () => {
  const flat = new Float64Array(40).fill(100.1);
  const none = new Float64Array(40);

  it('have an efficiency of 1, a Vidya that stays, and no volume-weighted average without volume', () => {
    expect(compute(findIndicator('kama'), [flat])['efficiency'][39]).toBe(1);
    expect(compute(findIndicator('vidya'), [flat])['value'][39]).toBe(100.1);
    expect(compute(findIndicator('vwma'), [flat, none])['value'][39]).toBeNaN();
  });
});
