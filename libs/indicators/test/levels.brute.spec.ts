import {
  compute,
  Decay,
  findIndicator,
  McginleyDynamic,
  ParabolicSarExtended,
  Vwap,
  type Series,
} from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { randomBars } from './bars.js';

const COUNT = 300;
const BARS = randomBars(COUNT, 11);
const { open, high, low, close, volume, time } = BARS;
const places = Array.from({ length: COUNT }, (_, i) => i);

function run(name: string, parameters: Readonly<Record<string, number | string>> = {}): Series {
  const definition = findIndicator(name);
  return compute(
    definition,
    definition.inputs.map((input) => BARS[input]),
    parameters,
  );
}

function expectNear(got: Float64Array, expected: readonly number[]): void {
  expect(expected.some((value) => !Number.isNaN(value))).toBe(true);
  expected.forEach((value, i) => {
    if (Number.isNaN(value)) expect({ i, got: got[i] }).toEqual({ i, got: NaN });
    else
      expect({ i, got: got[i], near: Math.abs(got[i] - value) <= 1e-9 * Math.abs(value) }).toMatchObject({
        near: true,
      });
  });
}

const month = (i: number): string => new Date(time[i] / 1_000).toISOString().slice(0, 7);
/** The places of the bars of the month before that of bar i. */
function monthBefore(i: number): readonly number[] {
  const names = [...new Set(places.map(month))];
  return places.filter((k) => month(k) === names[names.indexOf(month(i)) - 1]);
}

/** Levels of the bars at `at`, before one that opens at `next`, from the highest resistance to the lowest support. */
function levels(kind: string, at: readonly number[], next: number): readonly number[] {
  const o = open[at[0]];
  const h = Math.max(...at.map((k) => high[k]));
  const l = Math.min(...at.map((k) => low[k]));
  const c = close[at[at.length - 1]];
  const r = h - l;
  const third = (h + l + c) / 3;
  const floor = (p: number): number[] => [
    NaN,
    h + 2 * (p - l),
    p + r,
    2 * p - l,
    p,
    2 * p - h,
    p - r,
    l - 2 * (h - p),
    NaN,
  ];
  const x = c > o ? 2 * h + l + c : c < o ? h + 2 * l + c : h + l + 2 * c;
  switch (kind) {
    case 'classic':
      return floor(third);
    case 'woodie':
      return floor((h + l + 2 * next) / 4);
    case 'camarilla':
      return [1.1 / 2, 1.1 / 4, 1.1 / 6, 1.1 / 12, 0, -1.1 / 12, -1.1 / 6, -1.1 / 4, -1.1 / 2].map((f) => c + f * r);
    case 'fibonacci':
      return [NaN, 1, 0.618, 0.382, 0, -0.382, -0.618, -1, NaN].map((f) => third + f * r);
    default:
      return [NaN, NaN, NaN, x / 2 - l, x / 4, x / 2 - h, NaN, NaN, NaN];
  }
}

const LEVELS = ['r4', 'r3', 'r2', 'r1', 'pivot', 's1', 's2', 's3', 's4'];

describe.each(['classic', 'woodie', 'camarilla', 'fibonacci', 'demark'])('pivot points, %s', (kind) => {
  const check = (series: Series, windowOf: (i: number) => readonly number[], nextOf: (i: number) => number): void => {
    for (const i of places) {
      const window = windowOf(i);
      const got = LEVELS.map((name) => series[name][i]);
      const expected = window.length === 0 ? LEVELS.map(() => NaN) : levels(kind, window, open[nextOf(i)]);
      got.forEach((value, k) => {
        if (Number.isNaN(expected[k])) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(expected[k], 9);
      });
    }
  };

  it('are of the month before', () => {
    const first = (i: number): number => places.find((k) => month(k) === month(i)) ?? NaN;
    check(run('pivot-points', { kind }), monthBefore, first);
  });

  it('are of a rolling window before the bar', () => {
    const window = (i: number): readonly number[] => (i < 8 ? [] : places.slice(i - 8, i));
    check(run('rolling-pivots', { kind, length: 8 }), window, (i) => i);
  });
});

describe('Vwap', () => {
  it('has the mean and the deviation of prices by volume since the week began', () => {
    // 2024-01-01 was a Monday.
    const week = (i: number): readonly number[] => places.slice(i - (i % 7), i + 1);
    const price = (k: number): number => (high[k] + low[k] + close[k]) / 3;
    const stats = places.map((i) => {
      const total = week(i).reduce((sum, k) => sum + volume[k], 0);
      const mean = week(i).reduce((sum, k) => sum + price(k) * volume[k], 0) / total;
      const variance = week(i).reduce((sum, k) => sum + volume[k] * (price(k) - mean) ** 2, 0) / total;
      return [mean, mean + 1.5 * Math.sqrt(variance), mean - 1.5 * Math.sqrt(variance)];
    });
    const series = run('vwap', { anchor: 'week', deviations: 1.5 });
    ['value', 'upper', 'lower'].forEach((name, k) =>
      expectNear(
        series[name],
        stats.map((row) => row[k]),
      ),
    );
  });

  it('is unknown while nothing traded, and takes a late bar into the stretch that there is', () => {
    const day = 86_400_000_000;
    const vwap = new Vwap('day');
    expect(vwap.update(10, 10, 10, 0, 0)).toBeNaN();
    expect(vwap.ready).toBe(false);
    expect(vwap.update(10, 10, 10, 5, 1)).toBe(10);
    expect(vwap.update(20, 20, 20, 5, day)).toBe(20);
    expect(vwap.update(10, 10, 10, 5, day - 1)).toBe(15);
    expect(vwap.update(10, 10, 10, 0, 2 * day)).toBeNaN();
  });
});

/** TA-Lib's procedure: the stop of the next bar follows from this one. */
function sarExtended(start: number, offset: number, up: readonly number[], down: readonly number[]): readonly number[] {
  const rise = high[1] - high[0];
  const fall = low[0] - low[1];
  let isLong = start === 0 ? !(fall > 0 && fall > rise) : start > 0;
  let extreme = isLong ? high[1] : low[1];
  let sar = start === 0 ? (isLong ? low[0] : high[0]) : Math.abs(start);
  let factor = isLong ? up[0] : down[0];
  const told = [NaN];
  for (let i = 1; i < COUNT; i++) {
    const before = i === 1 ? 1 : i - 1;
    const [lowest, highest] = [Math.min(low[before], low[i]), Math.max(high[before], high[i])];
    if (isLong ? low[i] <= sar : high[i] >= sar) {
      sar = isLong ? Math.max(extreme, highest) * (1 + offset) : Math.min(extreme, lowest) * (1 - offset);
      isLong = !isLong;
      factor = isLong ? up[0] : down[0];
      extreme = isLong ? high[i] : low[i];
      told.push(isLong ? sar : -sar);
    } else {
      told.push(isLong ? sar : -sar);
      if (isLong ? high[i] > extreme : low[i] < extreme) {
        extreme = isLong ? high[i] : low[i];
        factor = isLong ? Math.min(factor + up[1], up[2]) : Math.min(factor + down[1], down[2]);
      }
    }
    sar += factor * (extreme - sar);
    sar = isLong ? Math.min(sar, lowest) : Math.max(sar, highest);
  }
  return told;
}

describe('Parabolic stops as TA-Lib has them', () => {
  it('are those of its procedure', () => {
    const standard = [0.02, 0.02, 0.2];
    expectNear(run('parabolic-sar')['value'], sarExtended(0, 0, standard, standard).map(Math.abs));
    expectNear(run('parabolic-sar-extended')['value'], sarExtended(0, 0, standard, standard));
  });

  it.each([0, 90, -120])('extended, are those of its procedure when they begin at %d', (start) => {
    const [longFirst, longStep, longMaximum] = [0.03, 0.01, 0.15];
    const [shortFirst, shortStep, shortMaximum] = [0.01, 0.04, 0.3];
    const given = { start, offset: 0.01, longFirst, longStep, longMaximum, shortFirst, shortStep, shortMaximum };
    const expected = sarExtended(
      start,
      0.01,
      [longFirst, longStep, longMaximum],
      [shortFirst, shortStep, shortMaximum],
    );
    expect(new Set(expected.slice(1).map(Math.sign))).toEqual(new Set([1, -1]));
    expectNear(run('parabolic-sar-extended', given)['value'], expected);
  });

  it('accelerate at first by no more than the most', () => {
    const sar = new ParabolicSarExtended(0, 0, 0.5, 0.02, 0.1);
    const values = [
      [10, 9],
      [12, 11],
      [13, 12],
    ].map(([h, l]) => sar.update(h, l));
    expect(values).toEqual([NaN, 9, 9 + 0.1 * 3]);
  });
});

describe('other averages and channels', () => {
  const middle = places.map((i) => (high[i] + low[i]) / 2);

  it('Frama follows the fractal dimension of two halves of its window', () => {
    const range = (from: number, to: number): number =>
      (Math.max(...high.slice(from, to)) - Math.min(...low.slice(from, to))) / (to - from);
    let state = NaN;
    const expected = places.map((i) => {
      if (i < 9) return NaN;
      const dimension =
        (Math.log(range(i - 4, i + 1) + range(i - 9, i - 4)) - Math.log(range(i - 9, i + 1))) / Math.log(2);
      const alpha = Math.min(1, Math.max(0.01, Math.exp(-4.6 * (dimension - 1))));
      state = i === 9 ? middle[i] : alpha * middle[i] + (1 - alpha) * state;
      return state;
    });
    expectNear(run('frama', { length: 10 })['value'], expected);
  });

  it('RegressionChannels end where the line of least squares does', () => {
    const n = 12;
    const rows = places.map((i) => {
      if (i < n - 1) return [NaN, NaN, NaN];
      const ys = Array.from(close.slice(i - n + 1, i + 1));
      const mean = ys.reduce((a, b) => a + b) / n;
      const slope =
        ys.reduce((sum, y, x) => sum + (x - (n - 1) / 2) * (y - mean), 0) /
        ys.reduce((sum, _, x) => sum + (x - (n - 1) / 2) ** 2, 0);
      const end = mean + (slope * (n - 1)) / 2;
      const deviation = Math.sqrt(ys.reduce((sum, y) => sum + (y - mean) ** 2, 0) / n);
      return [end, end + 3 * deviation, end - 3 * deviation];
    });
    const series = run('regression-channels', { length: n, deviations: 3 });
    ['middle', 'upper', 'lower'].forEach((name, k) =>
      expectNear(
        series[name],
        rows.map((row) => row[k]),
      ),
    );
  });

  it('Alligator smooths the middles of bars', () => {
    const smooth = (n: number): readonly number[] => {
      let state = 0;
      return middle.map((x, i) => {
        state = i < n ? state + x / n : (state * (n - 1) + x) / n;
        return i < n - 1 ? NaN : state;
      });
    };
    const series = run('alligator');
    expectNear(series['jaw'], smooth(13));
    expectNear(series['teeth'], smooth(8));
    expectNear(series['lips'], smooth(5));
    const shifts = findIndicator('alligator').outputs.map((output) =>
      output.displacement?.({ jawShift: 8, teethShift: 5, lipsShift: 3 }),
    );
    expect(shifts).toEqual([8, 5, 3]);
  });

  it('McginleyDynamic goes by the fourth power of the ratio, and not beyond the value', () => {
    let state = close[0];
    const expected = places.map((i) => {
      if (i > 0) state += (close[i] - state) / (0.6 * 10 * (close[i] / state) ** 4);
      return state;
    });
    expectNear(run('mcginley-dynamic', { length: 10 })['value'], expected);
    const average = new McginleyDynamic(10);
    expect([100, 50, 0, 0, 7].map((value) => average.update(value))).toEqual([100, 50, 0, 0, 7]);
  });

  it('AccelerationBands take a bar without a price as it is', () => {
    const zero = new Float64Array(3);
    const series = compute(findIndicator('acceleration-bands'), [zero, zero, zero], { length: 2 });
    expect(Array.from(series['upper'])).toEqual([NaN, 0, 0]);
  });

  it('Decay keeps a signal of one bar for some', () => {
    const decay = new Decay(4);
    expect([1, 0, 0.6, 0, -2].map((value) => decay.update(value))).toEqual([1, 0.75, 0.6, 0.35, 0.35 - 0.25]);
  });
});

describe('variable-period-average', () => {
  it('takes the length that is told', () => {
    const definition = findIndicator('variable-period-average');
    const periods = Float64Array.from(places, (i) => ((i * 7) % 23) + 0.9);
    const series = compute(definition, [close, periods], { minimum: 3, maximum: 15 });
    const expected = places.map((i) => {
      const n = Math.min(15, Math.max(3, (i * 7) % 23));
      return i < 14 ? NaN : close.slice(i - n + 1, i + 1).reduce((a, b) => a + b) / n;
    });
    expectNear(series['value'], expected);
  });
});
