import { checkParameters, findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import {
  BARS,
  before,
  both,
  CLOSE,
  describeBrute,
  HIGH,
  LOW,
  mean,
  moment,
  recursive,
  rolling,
  sum,
  VOLUME,
  type Values,
} from './brute.js';

const LAST = before(CLOSE);
const runningSum = (xs: Values): number[] => xs.map((_, i) => sum(xs.slice(0, i + 1).filter((x) => !Number.isNaN(x))));
const sma = (xs: Values, n: number): number[] => rolling(xs, n, mean);
const ema = (xs: Values, n: number, seeds = n): number[] => recursive(xs, 2 / (n + 1), seeds);
const from = (xs: Values, first: number): number[] => xs.map((x, i) => (i < first ? NaN : x));
const FLOW = CLOSE.map((close, i) => ((2 * close - HIGH[i] - LOW[i]) / (HIGH[i] - LOW[i])) * VOLUME[i]);
const PVO = both(ema(VOLUME, 5), ema(VOLUME, 9), (fast, slow) => 100 * (fast / slow - 1));
const MIDDLES = both(HIGH, LOW, (high, low) => (high + low) / 2);
const EASE = MIDDLES.map((middle, i) => ((middle - MIDDLES[i - 1]) / (VOLUME[i] / 10_000)) * (HIGH[i] - LOW[i]));

const [BID, ASK, BID_SIZE, ASK_SIZE] = [BARS.bid, BARS.ask, BARS.bidSize, BARS.askSize].map((xs) => [...xs]);
const ORDER_FLOW = BID.map((bid, i) => {
  if (i === 0) return NaN;
  const up = Math.sign(bid - BID[i - 1]);
  const down = Math.sign(ASK[i] - ASK[i - 1]);
  const atBid = [-BID_SIZE[i - 1], BID_SIZE[i] - BID_SIZE[i - 1], BID_SIZE[i]][up + 1];
  const atAsk = [ASK_SIZE[i], ASK_SIZE[i] - ASK_SIZE[i - 1], -ASK_SIZE[i - 1]][down + 1];
  return atBid - atAsk;
});

/** Profile of the 20 bars up to i with bins of 0.5, by a map of bins; `shareOf` is what a bar adds to each of its `k` bins. */
function profile(i: number, shareOf: (bar: number, k: number) => number): { poc: number; high: number; low: number } {
  const bins = new Map<number, number>();
  for (let k = i - 19; k <= i; k++) {
    const [a, b] = [LOW[k], HIGH[k]].map((price) => Math.floor(price / 0.5));
    for (let bin = a; bin <= b; bin++) bins.set(bin, (bins.get(bin) ?? 0) + shareOf(k, b - a + 1));
  }
  const most = Math.max(...bins.values());
  const poc = Math.min(...[...bins.keys()].filter((bin) => bins.get(bin) === most));
  const area = [poc];
  const volumeOf = (bin: number): number => bins.get(bin) ?? -1;
  while (sum(area.map(volumeOf)) < 0.7 * sum([...bins.values()])) {
    const [below, above] = [Math.min(...area) - 1, Math.max(...area) + 1];
    area.push(volumeOf(above) >= volumeOf(below) ? above : below);
  }
  return { poc: poc / 2 + 0.25, low: Math.min(...area) / 2, high: (Math.max(...area) + 1) / 2 };
}
const profiles = (shareOf: (bar: number, k: number) => number) => {
  const rows = CLOSE.map((_, i) => (i < 19 ? { poc: NaN, high: NaN, low: NaN } : profile(i, shareOf)));
  return {
    pointOfControl: rows.map(({ poc }) => poc),
    valueAreaHigh: rows.map(({ high }) => high),
    valueAreaLow: rows.map(({ low }) => low),
  };
};

/** Normal distribution function by Simpson's rule from 0 on. */
function normal(x: number): number {
  const steps = 2_000;
  const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const weights = Array.from({ length: steps + 1 }, (_, k) => (k % steps === 0 ? 1 : 2 + 2 * (k % 2)));
  return 0.5 + (x / steps / 3) * sum(weights.map((weight, k) => weight * density((x * k) / steps)));
}

/** Buckets of 7 units of 1000 filled with the volume of each bar, unit by unit of 1; the last 5 of them. */
function vpin(): number[] {
  const changes = both(CLOSE, LAST, (close, last) => close - last);
  const deviations = rolling(changes, 10, (xs) => Math.sqrt(moment(xs, 2)));
  const buckets: number[] = [];
  let held: { volume: number; tilt: number }[] = [];
  return CLOSE.map((_, i) => {
    if (!Number.isNaN(deviations[i])) {
      held.push({ volume: VOLUME[i], tilt: 2 * normal(changes[i] / deviations[i]) - 1 });
      while (sum(held.map(({ volume }) => volume)) >= 7_000) {
        let room = 7_000;
        let tilt = 0;
        held = held.flatMap((one) => {
          const taken = Math.min(room, one.volume);
          room -= taken;
          tilt += taken * one.tilt;
          return taken === one.volume ? [] : [{ ...one, volume: one.volume - taken }];
        });
        buckets.push(Math.abs(tilt) / 7_000);
      }
    }
    return buckets.length < 5 ? NaN : mean(buckets.slice(-5));
  });
}

describe('volume by a second definition', () => {
  describeBrute([
    {
      name: 'chaikin-oscillator',
      parameters: { fast: 4, slow: 12 },
      expected: {
        value: from(
          both(ema(runningSum(FLOW), 4, 1), ema(runningSum(FLOW), 12, 1), (a, b) => a - b),
          11,
        ),
      },
    },
    { name: 'ease-of-movement', parameters: { length: 6 }, expected: { value: EASE, average: sma(EASE, 6) } },
    {
      name: 'force-index',
      parameters: { length: 7 },
      expected: {
        value: ema(
          CLOSE.map((close, i) => (close - LAST[i]) * VOLUME[i]),
          7,
        ),
      },
    },
    {
      name: 'microprice',
      expected: {
        value: BID.map((bid, i) => {
          const weight = BID_SIZE[i] / (BID_SIZE[i] + ASK_SIZE[i]);
          return bid + weight * (ASK[i] - bid);
        }),
        imbalance: both(BID_SIZE, ASK_SIZE, (bid, ask) => (2 * bid) / (bid + ask) - 1),
      },
    },
    {
      name: 'obv',
      parameters: { start: 'volume' },
      expected: { value: runningSum(CLOSE.map((close, i) => (i === 0 ? 1 : Math.sign(close - LAST[i])) * VOLUME[i])) },
    },
    { name: 'order-flow-imbalance', parameters: { length: 8 }, expected: { value: rolling(ORDER_FLOW, 8, sum) } },
    {
      name: 'percentage-volume-oscillator',
      parameters: { fast: 5, slow: 9, signal: 4 },
      expected: { value: PVO, signal: ema(PVO, 4), histogram: both(PVO, ema(PVO, 4), (a, b) => a - b) },
    },
    {
      name: 'price-volume-trend',
      expected: { value: runningSum(CLOSE.map((close, i) => (close / LAST[i] - 1) * VOLUME[i])) },
    },
    {
      name: 'volume-profile',
      parameters: { length: 20, bin: 0.5 },
      expected: profiles((bar, k) => VOLUME[bar] / k),
    },
    {
      name: 'volume-profile',
      parameters: { length: 20, bin: 0.5, of: 'time' },
      expected: profiles(() => 1),
    },
    { name: 'vpin', parameters: { length: 5, bucket: 7_000, changes: 10 }, expected: { value: vpin() } },
  ]);
});

describe('volume where nothing trades or moves', () => {
  it.each([
    ['accumulation-distribution', 0],
    ['chaikin-money-flow', NaN],
    ['chaikin-oscillator', 0],
    ['ease-of-movement', 0],
    ['force-index', 0],
    ['klinger-oscillator', 0],
    ['market-facilitation-index', NaN],
    ['mfi', 100],
    ['microprice', 5],
    ['negative-volume-index', 1000],
    ['obv', 0],
    ['percentage-volume-oscillator', NaN],
    ['volume-oscillator', NaN],
    ['volume-profile', NaN],
    ['williams-accumulation-distribution', 0],
  ])('%s is %d', (name, expected) => {
    const definition = findIndicator(name);
    const indicator = definition.create(checkParameters(definition));
    const idle: readonly string[] = ['volume', 'bidSize', 'askSize'];
    for (let i = 0; i < 120; i++) indicator.update(...definition.inputs.map((input) => (idle.includes(input) ? 0 : 5)));
    expect(indicator.value).toBe(expected);
  });

  it('vpin is 0 where the price does not move, and 1 where it moves one way without a doubt', () => {
    const definition = findIndicator('vpin');
    const still = definition.create(checkParameters(definition));
    for (let i = 0; i < 60; i++) still.update(5, 1e9);
    expect(still.value).toBe(0);
    const moved = definition.create(checkParameters(definition, { length: 3, bucket: 100, changes: 400 }));
    for (let i = 0; i < 400; i++) moved.update(5 + (i % 2) * 1e-6, 0);
    moved.update(1e3, 1e6 + 1);
    expect(moved.value).toBe(1);
  });

  it('volume-profile widens its bins rather than have too many', () => {
    const definition = findIndicator('volume-profile');
    const profile = definition.create(checkParameters(definition, { length: 1, bin: 0.001 }));
    profile.update(1_000, 0, 1);
    expect(profile).toMatchObject({ valueAreaLow: 0 });
    expect(profile.value).toBeCloseTo(0.512, 3);
    expect(() => definition.create({ length: 1, bin: 0, share: 0.7, of: 'time' })).toThrow(
      expect.objectContaining({ code: 'INDICATOR_PARAMETER' }),
    );
  });
});
