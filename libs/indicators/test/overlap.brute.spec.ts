import { compute, findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { randomBars } from './bars.js';

const BARS = randomBars(300, 7);
const CLOSE = Array.from(BARS.close);
const VOLUME = Array.from(BARS.volume);

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
