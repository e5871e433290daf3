import { checkParameters, compute, findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { before, both, CLOSE, describeBrute, recursive, rolling, sum, type Values } from './brute.js';

const DEGREES = 180 / Math.PI;
const from = (xs: Values, first: number): number[] => xs.map((x, i) => (i < first ? NaN : x));
/** Value of so many bars ago, 0 before the beginning. */
const back = (xs: Values, i: number, age: number): number => xs[i - age] ?? 0;

/** The discriminator as the book lists it: rows of whole series, each of which is 0 before `begin`. */
function discriminator(prices: Values, begin: number) {
  const rows = ['smooth', 'detrended', 'i1', 'q1', 'i2', 'q2', 're', 'im', 'period', 'smoothPeriod'] as const;
  const row = Object.fromEntries(rows.map((name) => [name, prices.map(() => 0)])) as Record<
    (typeof rows)[number],
    number[]
  >;
  const hilbert = (xs: Values, i: number): number =>
    (0.0962 * back(xs, i, 0) + 0.5769 * back(xs, i, 2) - 0.5769 * back(xs, i, 4) - 0.0962 * back(xs, i, 6)) *
    (0.075 * back(row.period, i, 1) + 0.54);
  const smoothed = (name: 'i2' | 'q2' | 're' | 'im', i: number, now: number): void => {
    row[name][i] = 0.2 * now + 0.8 * back(row[name], i, 1);
  };
  for (let i = begin; i < prices.length; i++) {
    row.smooth[i] = (4 * prices[i] + 3 * prices[i - 1] + 2 * prices[i - 2] + prices[i - 3]) / 10;
    row.detrended[i] = hilbert(row.smooth, i);
    row.q1[i] = hilbert(row.detrended, i);
    row.i1[i] = back(row.detrended, i, 3);
    smoothed('i2', i, row.i1[i] - hilbert(row.q1, i));
    smoothed('q2', i, row.q1[i] + hilbert(row.i1, i));
    smoothed('re', i, row.i2[i] * back(row.i2, i, 1) + row.q2[i] * back(row.q2, i, 1));
    smoothed('im', i, row.i2[i] * back(row.q2, i, 1) - row.q2[i] * back(row.i2, i, 1));
    const last = back(row.period, i, 1);
    let period = row.im[i] === 0 || row.re[i] === 0 ? last : 360 / (Math.atan(row.im[i] / row.re[i]) * DEGREES);
    if (period > 1.5 * last) period = 1.5 * last;
    if (period < 0.67 * last) period = 0.67 * last;
    if (period < 6) period = 6;
    if (period > 50) period = 50;
    row.period[i] = 0.2 * period + 0.8 * last;
    row.smoothPeriod[i] = 0.33 * row.period[i] + 0.67 * back(row.smoothPeriod, i, 1);
  }
  return row;
}

const OF_PERIOD = discriminator(CLOSE, 12);
const OF_PHASE = discriminator(CLOSE, 37);

const PHASE = CLOSE.map((_, i) => {
  const period = OF_PHASE.smoothPeriod[i];
  const bars = Math.trunc(period + 0.5);
  const ages = Array.from({ length: bars }, (__, age) => age);
  const real = sum(ages.map((age) => Math.sin((360 * age) / bars / DEGREES) * back(OF_PHASE.smooth, i, age)));
  const imaginary = sum(ages.map((age) => Math.cos((360 * age) / bars / DEGREES) * back(OF_PHASE.smooth, i, age)));
  let phase = Math.atan(real / imaginary) * DEGREES + 90 + 360 / period;
  if (imaginary < 0) phase += 180;
  return phase > 315 ? phase - 360 : phase;
});
const SINE = PHASE.map((phase) => Math.sin(phase / DEGREES));
const LEAD_SINE = PHASE.map((phase) => Math.sin((phase + 45) / DEGREES));

const MEANS = CLOSE.map((_, i) => {
  const bars = Math.trunc(OF_PHASE.smoothPeriod[i] + 0.5);
  return bars === 0 ? 0 : sum(CLOSE.slice(i - bars + 1, i + 1)) / bars;
});
const TRENDLINE = MEANS.map((_, i) => sum([4, 3, 2, 1].map((weight, age) => weight * back(MEANS, i, age))) / 10);

function trendMode(): number[] {
  let days = 0;
  return CLOSE.map((_, i) => {
    if (i < 37) return 0;
    const period = OF_PHASE.smoothPeriod[i];
    const [sine, lead, lastSine, lastLead] =
      i === 37 ? [SINE[i], LEAD_SINE[i], 0, 0] : [SINE[i], LEAD_SINE[i], SINE[i - 1], LEAD_SINE[i - 1]];
    let trend = 1;
    if ((sine > lead && lastSine <= lastLead) || (sine < lead && lastSine >= lastLead)) {
      days = 0;
      trend = 0;
    }
    days += 1;
    if (days < 0.5 * period) trend = 0;
    const turned = PHASE[i] - (i === 37 ? 0 : PHASE[i - 1]);
    if (turned > (0.67 * 360) / period && turned < (1.5 * 360) / period) trend = 0;
    if (Math.abs((OF_PHASE.smooth[i] - TRENDLINE[i]) / TRENDLINE[i]) >= 0.015) trend = 1;
    return trend;
  });
}

function mama(fast: number, slow: number, start: number): { value: number[]; fama: number[] } {
  const phases = both(OF_PERIOD.i1, OF_PERIOD.q1, (i, q) => (i === 0 ? 0 : Math.atan(q / i) * DEGREES));
  const value = CLOSE.map(() => start);
  const fama = CLOSE.map(() => start);
  for (let i = 12; i < CLOSE.length; i++) {
    const turned = phases[i - 1] - phases[i];
    const alpha = turned <= 1 ? fast : Math.max(slow, fast / turned);
    value[i] = alpha * CLOSE[i] + (1 - alpha) * value[i - 1];
    fama[i] = 0.5 * alpha * value[i] + (1 - 0.5 * alpha) * fama[i - 1];
  }
  return { value: from(value, 32), fama: from(fama, 32) };
}

/** y = c (x + x[t-1]) / 2 + b y[t-1] - a^2 y[t-2], from a state of rest at `start`. */
function superSmoother(xs: Values, n: number, start: number): number[] {
  const a = Math.exp((-1.414_213_562_373_095 * Math.PI) / n);
  const b = 2 * a * Math.cos((1.414_213_562_373_095 * Math.PI) / n);
  const ys: number[] = [];
  const value = (series: Values, i: number): number => (i < 0 ? start : series[i]);
  xs.forEach((x, i) => {
    const now = ((1 - b + a * a) * (x + value(xs, i - 1))) / 2;
    ys.push(now + b * value(ys, i - 1) - a * a * value(ys, i - 2));
  });
  return ys;
}

const weight = (turn: number): number => (Math.cos(turn) + Math.sin(turn) - 1) / Math.cos(turn);

function roofing(n: number, longest: number): number[] {
  const a = weight((Math.SQRT1_2 * 2 * Math.PI) / longest);
  const highs: number[] = [];
  for (let i = 2; i < CLOSE.length; i++) {
    const curvature = CLOSE[i] - 2 * CLOSE[i - 1] + CLOSE[i - 2];
    const k = i - 2;
    highs.push((1 - a / 2) ** 2 * curvature + 2 * (1 - a) * back(highs, k, 1) - (1 - a) ** 2 * back(highs, k, 2));
  }
  return [NaN, NaN, ...superSmoother(highs, n, 0)];
}

const mesa = (n: number, later: number): number[] =>
  rolling(CLOSE, n, (xs) => {
    const ages = xs.toReversed();
    const real = sum(ages.map((x, age) => Math.cos((2 * Math.PI * age) / n) * x));
    const imaginary = sum(ages.map((x, age) => Math.sin((2 * Math.PI * age) / n) * x));
    let phase = Math.atan(imaginary / real);
    if (real < 0) phase += Math.PI;
    return Math.sin(phase + Math.PI / 2 + later);
  });

const fromPrice = mama(0.5, 0.05, CLOSE[11]);
const fromZero = mama(0.4, 0.1, 0);

describe('cycles by a second definition', () => {
  describeBrute([
    {
      name: 'dominant-cycle-period',
      expected: {
        value: from(OF_PERIOD.smoothPeriod, 32),
        inPhase: from(OF_PERIOD.i1, 32),
        quadrature: from(OF_PERIOD.q1, 32),
      },
    },
    {
      name: 'dominant-cycle-phase',
      expected: { value: from(PHASE, 63), sine: from(SINE, 63), leadSine: from(LEAD_SINE, 63) },
    },
    { name: 'instantaneous-trendline', expected: { value: from(TRENDLINE, 63) } },
    { name: 'trend-mode', expected: { value: from(trendMode(), 63) } },
    { name: 'mama', expected: fromPrice },
    { name: 'mama', parameters: { fastLimit: 0.4, slowLimit: 0.1, start: 'zero' }, expected: fromZero },
    { name: 'super-smoother', parameters: { length: 12 }, expected: { value: superSmoother(CLOSE, 12, CLOSE[0]) } },
    { name: 'roofing-filter', parameters: { length: 8, longest: 40 }, expected: { value: roofing(8, 40) } },
    {
      name: 'decycler',
      parameters: { length: 30 },
      expected: {
        value: recursive(
          both(CLOSE, before(CLOSE), (x, last) => (Number.isNaN(last) ? x : (x + last) / 2)),
          weight((2 * Math.PI) / 30),
        ),
      },
    },
    {
      name: 'mesa-sine-wave',
      parameters: { length: 17 },
      expected: { sine: mesa(17, 0), lead: mesa(17, Math.PI / 4) },
    },
  ]);

  it('has both modes in what it was held against', () => {
    expect(new Set(trendMode().slice(63))).toEqual(new Set([0, 1]));
  });
});

describe('cycles of known series', () => {
  const wave = (period: number): Float64Array =>
    Float64Array.from({ length: 300 }, (_, i) => 100 + 5 * Math.sin((2 * Math.PI * i) / period));
  const lastOf = (name: string, series: Float64Array, output = 'value', parameters = {}): number => {
    const definition = findIndicator(name);
    return compute(definition, [series], checkParameters(definition, parameters))[output].at(-1) ?? NaN;
  };

  it.each([12, 20, 30])('finds the period of a sine of %i bars', (period) => {
    expect(Math.abs(lastOf('dominant-cycle-period', wave(period)) / period - 1)).toBeLessThan(0.08);
    expect(lastOf('mesa-sine-wave', wave(period), 'sine', { length: period })).toBeCloseTo(
      Math.sin((2 * Math.PI * 299) / period),
      9,
    );
  });

  it('takes a short cycle out, and leaves a constant and, in the decycler, a trend', () => {
    const ramp = Float64Array.from({ length: 300 }, (_, i) => i);
    expect(Math.abs(lastOf('super-smoother', wave(3), 'value', { length: 30 }) - 100)).toBeLessThan(0.1);
    expect(lastOf('super-smoother', new Float64Array(50).fill(7.3))).toBeCloseTo(7.3, 10);
    expect(lastOf('roofing-filter', ramp)).toBeCloseTo(0, 4);
    expect(Math.abs(lastOf('decycler', ramp, 'value', { length: 4 }) - 298.5)).toBeLessThan(1e-9);
  });

  it.each([
    ['instantaneous-trendline', 'value', 5],
    ['mama', 'value', 5],
    ['mesa-sine-wave', 'sine', NaN],
    ['roofing-filter', 'value', 0],
  ])('%s of a constant has %s %d', (name, output, expected) => {
    const got = lastOf(name, new Float64Array(200).fill(5), output);
    expect(got).toEqual(Number.isNaN(expected) ? NaN : expect.closeTo(expected, 9));
  });

  it('keeps the phase where prices stand still', () => {
    const definition = findIndicator('dominant-cycle-phase');
    const { value } = compute(definition, [new Float64Array(200).fill(5)], checkParameters(definition));
    expect(value[199]).toBeGreaterThanOrEqual(-45);
    expect(value[199]).toBe(value[150]);
  });
});
