import { findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { before, both, BARS, CLOSE, describeBrute, mean, moment, OTHER, rolling, sum, type Values } from './brute.js';

const sampleDeviation = (xs: Values): number => Math.sqrt((moment(xs, 2) * xs.length) / (xs.length - 1));
const RETURNS = both(CLOSE, before(CLOSE), (x, last) => x / last - 1);
const OTHER_RETURNS = both(OTHER, before(OTHER), (x, last) => x / last - 1);

/** Of pairs, by windows of the places of both. */
const ofPairs = (xs: Values, ys: Values, n: number, of: (xs: Values, ys: Values) => number): number[] =>
  rolling(xs, n, (window, i) => of(window, ys.slice(i - n + 1, i + 1)));

const covariance = (xs: Values, ys: Values): number => mean(both(xs, ys, (x, y) => (x - mean(xs)) * (y - mean(ys))));

/** Solves the normal equations of y = a + b i. */
function line(ys: Values): { a: number; b: number; sse: number } {
  const n = ys.length;
  const is = ys.map((_, i) => i);
  const sxx = sum(is.map((i) => i * i));
  const sxy = sum(both(is, ys, (i, y) => i * y));
  const b = (n * sxy - sum(is) * sum(ys)) / (n * sxx - sum(is) ** 2);
  const a = (sum(ys) - b * sum(is)) / n;
  return { a, b, sse: sum(ys.map((y, i) => (y - a - b * i) ** 2)) };
}

function entropy(xs: Values, bins: number): number {
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const shares = Array.from({ length: bins }, (_, k) => {
    const from = low + ((high - low) * k) / bins;
    const to = low + ((high - low) * (k + 1)) / bins;
    return xs.filter((x) => x >= from && (k === bins - 1 || x < to)).length / xs.length;
  });
  return -sum(shares.filter((share) => share > 0).map((share) => share * Math.log2(share)));
}

function rescaledRange(xs: Values): number {
  const path = xs.map((_, i) => sum(xs.slice(0, i + 1)) - (i + 1) * mean(xs));
  return (Math.max(...path) - Math.min(...path)) / Math.sqrt(moment(xs, 2));
}

/** For windows of 64: pieces of 64, 32, 16 and 8. */
function hurst(xs: Values): number {
  const sizes = [64, 32, 16, 8];
  const ranges = sizes.map((size) =>
    mean(Array.from({ length: 64 / size }, (_, k) => rescaledRange(xs.slice(k * size, (k + 1) * size)))),
  );
  const logs = sizes.map(Math.log);
  return (
    covariance(
      logs,
      ranges.map((range) => Math.log(range)),
    ) / moment(logs, 2)
  );
}

const quantile = (xs: Values, share: number): number => {
  const sorted = xs.toSorted((a, b) => a - b);
  const place = share * (xs.length - 1);
  const [low, high] = [Math.floor(place), Math.ceil(place)];
  return low === high ? sorted[low] : sorted[low] * (high - place) + sorted[high] * (place - low);
};

const ranks = (xs: Values): Values =>
  xs.map((x) => xs.filter((y) => y < x).length + (xs.filter((y) => y === x).length + 1) / 2);

describe('statistics by a second definition', () => {
  describeBrute([
    {
      name: 'autocorrelation',
      parameters: { length: 30, lag: 3 },
      expected: {
        value: rolling(CLOSE, 30, (xs) => {
          const ds = xs.map((x) => x - mean(xs));
          return sum(ds.slice(3).map((d, i) => d * ds[i])) / sum(ds.map((d) => d * d));
        }),
      },
    },
    {
      name: 'beta',
      parameters: { length: 12 },
      expected: {
        value: ofPairs(RETURNS, OTHER_RETURNS, 12, (rs, ms) => covariance(rs, ms) / moment(ms, 2)),
        alpha: ofPairs(RETURNS, OTHER_RETURNS, 12, (rs, ms) => {
          return mean(rs) - (covariance(rs, ms) / moment(ms, 2)) * mean(ms);
        }),
      },
    },
    {
      name: 'covariance',
      parameters: { length: 9, divisor: 'sample' },
      expected: { value: ofPairs(CLOSE, OTHER, 9, (xs, ys) => (covariance(xs, ys) * 9) / 8) },
    },
    {
      name: 'entropy',
      parameters: { length: 40, bins: 7 },
      expected: { value: rolling(CLOSE, 40, (xs) => entropy(xs, 7)) },
    },
    {
      name: 'hurst',
      parameters: { length: 64 },
      expected: {
        value: rolling(
          RETURNS.map((r) => Math.log(1 + r)),
          64,
          hurst,
        ),
      },
    },
    {
      name: 'information-ratio',
      parameters: { length: 20 },
      expected: {
        value: rolling(
          both(RETURNS, OTHER_RETURNS, (r, b) => r - b),
          20,
          (ds) => mean(ds) / sampleDeviation(ds),
        ),
      },
    },
    {
      name: 'kurtosis',
      parameters: { length: 25 },
      expected: { value: rolling(CLOSE, 25, (xs) => moment(xs, 4) / moment(xs, 2) ** 2 - 3) },
    },
    {
      name: 'linear-regression',
      parameters: { length: 10 },
      expected: {
        angle: rolling(CLOSE, 10, (ys) => (Math.atan2(line(ys).b, 1) / Math.PI) * 180),
        residualDeviation: rolling(CLOSE, 10, (ys) => Math.sqrt(line(ys).sse / 8)),
        rSquared: rolling(CLOSE, 10, (ys) => 1 - line(ys).sse / (10 * moment(ys, 2))),
      },
    },
    { name: 'median', parameters: { length: 7 }, expected: { value: rolling(CLOSE, 7, (xs) => quantile(xs, 0.5)) } },
    { name: 'median', parameters: { length: 8 }, expected: { value: rolling(CLOSE, 8, (xs) => quantile(xs, 0.5)) } },
    {
      name: 'percent-rank',
      parameters: { length: 30 },
      expected: { value: rolling(CLOSE, 31, (xs) => (xs.filter((x) => x < xs[30]).length / 30) * 100) },
    },
    {
      name: 'quantile',
      parameters: { length: 21, share: 0.83 },
      expected: { value: rolling(CLOSE, 21, (xs) => quantile(xs, 0.83)) },
    },
    {
      name: 'rank-correlation',
      parameters: { length: 15 },
      expected: {
        value: ofPairs(CLOSE, OTHER, 15, (xs, ys) => {
          const [a, b] = [ranks(xs), ranks(ys)];
          return covariance(a, b) / Math.sqrt(moment(a, 2) * moment(b, 2));
        }),
      },
    },
    {
      name: 'sharpe-ratio',
      parameters: { length: 20, riskFree: 0.0001 },
      expected: { value: rolling(RETURNS, 20, (rs) => (mean(rs) - 0.0001) / sampleDeviation(rs)) },
    },
    {
      name: 'skewness',
      parameters: { length: 25 },
      expected: { value: rolling(CLOSE, 25, (xs) => moment(xs, 3) / moment(xs, 2) ** 1.5) },
    },
    {
      name: 'standard-error',
      parameters: { length: 9, divisor: 'sample' },
      expected: { value: rolling(CLOSE, 9, (xs) => sampleDeviation(xs) / 3) },
    },
    {
      name: 'variance',
      parameters: { length: 9, divisor: 'sample' },
      expected: { value: rolling(CLOSE, 9, (xs) => sampleDeviation(xs) ** 2) },
    },
    {
      name: 'z-score',
      parameters: { length: 9, divisor: 'sample' },
      expected: { value: rolling(CLOSE, 9, (xs) => (xs[8] - mean(xs)) / sampleDeviation(xs)) },
    },
  ]);
});

describe('statistics of what does not vary', () => {
  it.each([
    ['autocorrelation', NaN],
    ['beta', NaN],
    ['correlation', NaN],
    ['covariance', 0],
    ['entropy', 0],
    ['hurst', NaN],
    ['information-ratio', NaN],
    ['kurtosis', NaN],
    ['linear-regression', 0.1],
    ['mean-deviation', 0],
    ['percent-rank', 0],
    ['rank-correlation', NaN],
    ['sharpe-ratio', NaN],
    ['skewness', NaN],
    ['standard-deviation', 0],
    ['z-score', NaN],
  ])('%s is %d', (name, expected) => {
    const definition = findIndicator(name);
    const values = Object.fromEntries(definition.parameters.map((one) => [one.name, one.default]));
    const indicator = definition.create(values);
    const count = definition.inputs.length;
    for (let i = 0; i < 50; i++) indicator.update(...[BARS.close[i], BARS.other[i]].slice(0, count));
    for (let i = 0; i < 250; i++) indicator.update(...[0.1, 0.1].slice(0, count));
    expect(indicator.value).toEqual(Number.isNaN(expected) ? NaN : expect.closeTo(expected, 12));
  });
});
