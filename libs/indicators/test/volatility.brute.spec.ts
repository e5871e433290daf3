import { findIndicator, checkParameters } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import {
  before,
  both,
  CLOSE,
  describeBrute,
  HIGH,
  LOW,
  mean,
  moment,
  OPEN,
  recursive,
  rolling,
  sum,
  type Values,
} from './brute.js';

const LAST = before(CLOSE);
const RANGE = both(HIGH, LOW, (high, low) => high - low);
const TRUE_RANGE = HIGH.map((high, i) =>
  i === 0 ? NaN : Math.max(high - LOW[i], Math.abs(high - LAST[i]), Math.abs(LOW[i] - LAST[i])),
);
const ln = (xs: Values, ys: Values): number[] => both(xs, ys, (x, y) => Math.log(x) - Math.log(y));
const sampleVariance = (xs: Values): number => (moment(xs, 2) * xs.length) / (xs.length - 1);
const annual = (variances: Values): number => Math.sqrt(252 * mean(variances));

const ROGERS_SATCHELL = CLOSE.map((close, i) => {
  const [h, l, c] = [HIGH[i], LOW[i], close].map((price) => Math.log(price) - Math.log(OPEN[i]));
  return h * (h - c) + l * (l - c);
});
const JUMPS = ln(OPEN, LAST);
const BODIES = ln(CLOSE, OPEN);

const DEVIATIONS = rolling(CLOSE, 8, (xs) => Math.sqrt(moment(xs, 2)));
const rises = (sign: number): number[] =>
  DEVIATIONS.map((deviation, i) => (deviation > 0 && sign * (CLOSE[i] - LAST[i]) <= 0 ? 0 : deviation));

describe('volatility by a second definition', () => {
  describeBrute([
    {
      name: 'atr',
      parameters: { length: 9, average: 'simple' },
      expected: { value: rolling(TRUE_RANGE, 9, mean) },
    },
    {
      name: 'atr',
      parameters: { length: 9, first: 'range' },
      expected: { value: recursive([RANGE[0], ...TRUE_RANGE.slice(1)], 1 / 9, 9) },
    },
    {
      name: 'average-day-range',
      parameters: { length: 6 },
      expected: {
        value: rolling(RANGE, 6, mean),
        percent: both(rolling(RANGE, 6, mean), CLOSE, (range, close) => (range / close) * 100),
      },
    },
    {
      name: 'choppiness-index',
      parameters: { length: 12 },
      expected: {
        value: rolling(TRUE_RANGE, 12, (ranges, i) => {
          const spread = Math.max(...HIGH.slice(i - 11, i + 1)) - Math.min(...LOW.slice(i - 11, i + 1));
          return (Math.log(sum(ranges) / spread) / Math.log(12)) * 100;
        }),
      },
    },
    {
      name: 'historical-volatility',
      parameters: { length: 15, periods: 365 },
      expected: { value: rolling(ln(CLOSE, LAST), 15, (rs) => Math.sqrt(365 * sampleVariance(rs))) },
    },
    {
      name: 'parkinson-volatility',
      parameters: { length: 15 },
      expected: { value: rolling(ln(HIGH, LOW), 15, (rs) => annual(rs.map((r) => r ** 2 / Math.log(16)))) },
    },
    {
      name: 'garman-klass-volatility',
      parameters: { length: 15 },
      expected: {
        value: rolling(
          both(ln(HIGH, LOW), BODIES, (r, b) => 0.5 * r ** 2 - (Math.log(4) - 1) * b ** 2),
          15,
          annual,
        ),
      },
    },
    {
      name: 'rogers-satchell-volatility',
      parameters: { length: 15 },
      expected: { value: rolling(ROGERS_SATCHELL, 15, annual) },
    },
    {
      name: 'yang-zhang-volatility',
      parameters: { length: 15 },
      expected: {
        value: rolling(JUMPS, 15, (jumps, i) => {
          const k = 0.34 / (1.34 + 16 / 14);
          const bodies = k * sampleVariance(BODIES.slice(i - 14, i + 1));
          const ranges = (1 - k) * mean(ROGERS_SATCHELL.slice(i - 14, i + 1));
          return Math.sqrt(252 * (sampleVariance(jumps) + bodies + ranges));
        }),
      },
    },
    {
      name: 'relative-volatility-index',
      parameters: { length: 11, deviations: 8 },
      expected: {
        value: both(recursive(rises(1), 1 / 11, 11), recursive(rises(-1), 1 / 11, 11), (up, down) => {
          return (100 * up) / (up + down);
        }),
      },
    },
  ]);
});

describe('volatility of prices that do not move', () => {
  it.each([
    ['atr', 0],
    ['average-day-range', 0],
    ['chaikin-volatility', 0],
    ['choppiness-index', NaN],
    ['garman-klass-volatility', 0],
    ['historical-volatility', 0],
    ['parkinson-volatility', 0],
    ['relative-volatility-index', 50],
    ['rogers-satchell-volatility', 0],
    ['ulcer-index', 0],
    ['yang-zhang-volatility', 0],
  ])('%s is %d', (name, expected) => {
    const definition = findIndicator(name);
    const indicator = definition.create(checkParameters(definition));
    for (let i = 0; i < 60; i++) indicator.update(...definition.inputs.map(() => 12.34));
    expect(indicator.value).toBe(expected);
  });

  it.each(['historical-volatility', 'parkinson-volatility', 'garman-klass-volatility', 'yang-zhang-volatility'])(
    '%s leaves out a price of 0',
    (name) => {
      const definition = findIndicator(name);
      const [one, other] = [0, 1].map(() => definition.create(checkParameters(definition)));
      for (let i = 0; i < 60; i++) {
        const bar = definition.inputs.map((_, k) => 10 + ((i * 7 + k * 3) % 5));
        if (name !== 'historical-volatility' && i % 9 === 4) one.update(...definition.inputs.map(() => 0));
        one.update(...bar);
        other.update(...bar);
      }
      expect(one.value).toBe(other.value);
      if (name === 'historical-volatility') one.update(0);
      expect(one.value).toBe(other.value);
    },
  );
});
