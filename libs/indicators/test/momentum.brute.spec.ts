import { describe } from '@jest/globals';
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
const CHANGES = both(CLOSE, LAST, (x, last) => x - last);
const MIDDLE = both(HIGH, LOW, (high, low) => (high + low) / 2);
const TYPICAL = CLOSE.map((close, i) => (HIGH[i] + LOW[i] + close) / 3);
const TRUE_RANGE = HIGH.map((high, i) =>
  i === 0 ? NaN : Math.max(high - LOW[i], Math.abs(high - LAST[i]), Math.abs(LOW[i] - LAST[i])),
);
const BODY = both(CLOSE, OPEN, (close, open) => close - open);
const RANGE = both(HIGH, LOW, (high, low) => high - low);

const sma = (xs: Values, n: number): number[] => rolling(xs, n, mean);
const sums = (xs: Values, n: number): number[] => rolling(xs, n, sum);
const ema = (xs: Values, n: number): number[] => recursive(xs, 2 / (n + 1), n);
const wma = (xs: Values, n: number): number[] =>
  rolling(xs, n, (window) => sum(window.map((x, k) => (k + 1) * x)) / ((n * (n + 1)) / 2));
const highest = (xs: Values, n: number): number[] => rolling(xs, n, (window) => Math.max(...window));
const lowest = (xs: Values, n: number): number[] => rolling(xs, n, (window) => Math.min(...window));
const less = (xs: Values, ys: Values): number[] => both(xs, ys, (x, y) => x - y);
const plus = (xs: Values, ys: Values): number[] => both(xs, ys, (x, y) => x + y);
const per = (xs: Values, ys: Values): number[] => both(xs, ys, (x, y) => x / y);
const times = (xs: Values, factor: number): number[] => xs.map((x) => factor * x);
const roc = (xs: Values, n: number): number[] => both(xs, before(xs, n), (x, then) => 100 * (x / then - 1));
const up = (xs: Values): number[] => xs.map((x) => (x > 0 ? x : x < 0 ? 0 : x));
const down = (xs: Values): number[] => up(times(xs, -1));

/** U / (U + D) of averages of rises and falls. */
const share = (rises: Values, falls: Values): number[] => both(rises, falls, (u, d) => (100 * u) / (u + d));

const wilder = (xs: Values, n: number): number[] => recursive(xs, 1 / n, n);

const rsi = (xs: Values, n: number): number[] => {
  const moves = less(xs, before(xs));
  return share(wilder(up(moves), n), wilder(down(moves), n));
};

/** 100 (x - L) / (H - L). */
const place = (xs: Values, highs: Values, lows: Values, n: number): number[] => {
  const bottom = lowest(lows, n);
  return times(per(less(xs, bottom), less(highest(highs, n), bottom)), 100);
};

const FAST_K = place(CLOSE, HIGH, LOW, 9);

/** Exponential average that is as if it had been `start` before its first value. */
const from = (xs: Values, alpha: number, start: number): number[] => {
  const first = xs.findIndex((x) => !Number.isNaN(x));
  const seeded = recursive([...xs.slice(first, first).concat([start]), ...xs.slice(first)], alpha).slice(1);
  return [...xs.slice(0, first), ...seeded];
};

const K = from(FAST_K, 1 / 3, 50);
const D = from(K, 1 / 4, 50);

const RUN = CLOSE.map((_, i) => {
  const sign = Math.sign(CHANGES[i] || 0);
  let length = 0;
  while (sign !== 0 && Math.sign(CHANGES[i - length]) === sign) length += 1;
  return sign * length;
});
const RETURNS = roc(CLOSE, 1);
const rank = (n: number): number[] =>
  rolling(RETURNS, n + 1, (rs) => (100 * rs.slice(0, -1).filter((r) => r < rs[n]).length) / n);

const TSI = times(per(ema(ema(CHANGES, 9), 4), ema(ema(CHANGES.map(Math.abs), 9), 4)), 100);

const SMI_MIDDLE = times(plus(highest(HIGH, 7), lowest(LOW, 7)), 0.5);
const SMI_RANGE = less(highest(HIGH, 7), lowest(LOW, 7));
const SMI = times(per(ema(ema(less(CLOSE, SMI_MIDDLE), 5), 3), ema(ema(SMI_RANGE, 5), 3)), 200);

const KST = [
  [5, 4],
  [8, 6],
  [12, 7],
  [20, 9],
]
  .map(([back, window], k) => times(sma(roc(CLOSE, back), window), k + 1))
  .reduce(plus);

function fisher(n: number): number[] {
  const part = place(MIDDLE, MIDDLE, MIDDLE, n);
  let v = 0;
  let f = 0;
  return part.map((percent) => {
    if (Number.isNaN(percent)) return NaN;
    v = 0.33 * 2 * (percent / 100 - 0.5) + 0.67 * v;
    if (v > 0.99) v = 0.999;
    if (v < -0.99) v = -0.999;
    f = 0.5 * Math.log((1 + v) / (1 - v)) + 0.5 * f;
    return f;
  });
}

const PMO = recursive(times(recursive(RETURNS, 2 / 12, 12), 10), 2 / 7, 7);

const schaff = (xs: Values, n: number): number[] => recursive(place(xs, xs, xs, n), 0.5);

const alligator = (n: number, shift: number): number[] => before(wilder(MIDDLE, n), shift);

function dynamic(): number[] {
  const deviations = rolling(CLOSE, 5, (xs) => Math.sqrt(moment(xs, 2)));
  const usual = sma(deviations, 10);
  return CLOSE.map((_, i) => {
    if (i < 30) return NaN;
    const n = Math.max(5, Math.min(30, Math.floor((14 * usual[i]) / deviations[i])));
    const window = CHANGES.slice(i - n + 1, i + 1);
    return share([sum(up(window))], [sum(down(window))])[0];
  });
}

const four = (xs: Values): number[] => rolling(xs, 4, ([a, b, c, d]) => (a + 2 * b + 2 * c + d) / 6);
const VIGOUR = per(sums(four(BODY), 6), sums(four(RANGE), 6));

/** Pearson's correlation with 1, 2, ..., n. */
function withTime(xs: Values): number {
  const ts = xs.map((_, i) => i + 1);
  const covariance = mean(both(xs, ts, (x, t) => (x - mean(xs)) * (t - mean(ts))));
  return covariance / Math.sqrt(moment(xs, 2) * moment(ts, 2));
}

/** End of the least squares line. */
function lineEnd(xs: Values): number {
  const n = xs.length;
  const weights = xs.map((_, i) => (2 * (3 * (i + 1) - n - 1)) / (n * (n + 1)));
  return sum(both(xs, weights, (x, w) => x * w));
}

const RATE = roc(CLOSE, 7);
const RATE_BAND = rolling(RATE, 9, (rs) => Math.sqrt(mean(rs.map((r) => r * r))));

const DERIVATIVE = ema(ema(rsi(CLOSE, 9), 5), 3);

function momersion(n: number): number[] {
  const products = both(CHANGES, before(CHANGES), (a, b) => a * b);
  return rolling(products, n, (window) => {
    const on = window.filter((product) => product > 0).length;
    return (100 * on) / (on + window.filter((product) => product < 0).length);
  });
}

const CHANNEL = less(TYPICAL, ema(TYPICAL, 8));
const WAVE = ema(per(CHANNEL, times(ema(CHANNEL.map(Math.abs), 8), 0.015)), 11);

const SQUEEZE_MIDDLE = times(plus(times(plus(highest(HIGH, 12), lowest(LOW, 12)), 0.5), sma(CLOSE, 12)), 0.5);
const FIRST_RANGE = TRUE_RANGE.map((range, i) => (i === 0 ? HIGH[0] - LOW[0] : range));
const SQUEEZED = both(
  rolling(CLOSE, 12, (xs) => Math.sqrt(moment(xs, 2))),
  sma(FIRST_RANGE, 12),
  (deviation, range) => Number(1.8 * deviation < 1.3 * range),
).map((on, i) => (i < 22 ? NaN : on));

const PREMIER = ema(
  ema(
    times(
      place(CLOSE, HIGH, LOW, 8).map((k) => k - 50),
      0.1,
    ),
    4,
  ),
  4,
);

function laguerre(gamma: number): number[] {
  const filters: number[][] = [];
  for (let k = 0; k < 4; k++) {
    const input = filters[k - 1] ?? CLOSE;
    const output: number[] = [];
    input.forEach((x, i) => {
      if (i === 0) output.push(CLOSE[0]);
      else if (k === 0) output.push((1 - gamma) * x + gamma * output[i - 1]);
      else output.push(-gamma * x + input[i - 1] + gamma * output[i - 1]);
    });
    filters.push(output);
  }
  return CLOSE.map((_, i) => {
    const steps = [0, 1, 2].map((k) => filters[k][i] - filters[k + 1][i]);
    return i === 0 ? 50 : share([sum(up(steps))], [sum(down(steps))])[0];
  });
}

const EXTENDED = less(wma(CLOSE, 5), sma(CLOSE, 9));

/** TA-Lib's: the fast average begins with the last 5 of the first 9 values. */
const ALIGNED = less(
  ema(
    CLOSE.map((x, i) => (i < 4 ? NaN : x)),
    5,
  ),
  ema(CLOSE, 9),
);

/** Directional movement whose sums begin with 5 moves for a length of 6. */
function shortDx(n: number): number[] {
  const ups = less(HIGH, before(HIGH));
  const downs = less(before(LOW), LOW);
  const smooth = (moves: Values): number[] => {
    let state = 0;
    return moves.map((move, i) => {
      if (i === 0) return NaN;
      state = i < n ? state + move : state - state / n + move;
      return i < n - 1 ? NaN : state;
    });
  };
  const plusDi = per(smooth(both(ups, downs, (u, d) => (u > d && u > 0 ? u : 0))), smooth(TRUE_RANGE));
  const minusDi = per(smooth(both(ups, downs, (u, d) => (d > u && d > 0 ? d : 0))), smooth(TRUE_RANGE));
  return times(per(less(plusDi, minusDi).map(Math.abs), plus(plusDi, minusDi)), 100);
}
const SHORT_DX = shortDx(6);

const walk = (n: number, way: (i: number, back: number) => number): number[] =>
  CLOSE.map((_, i) => {
    if (i < n) return NaN;
    const parts = Array.from({ length: n - 1 }, (__, k) => {
      const back = k + 2;
      return way(i, back) / (mean(TRUE_RANGE.slice(i - back + 1, i + 1)) * Math.sqrt(back));
    });
    return Math.max(...parts);
  });

function efficiency(n: number, smoothing: number): number[] {
  const way = sums(
    CHANGES.map((x) => Math.sqrt(x ** 2 + 1)),
    n,
  );
  const straight = less(CLOSE, before(CLOSE, n)).map((x) => Math.sign(x) * Math.sqrt(x ** 2 + n ** 2));
  return ema(times(per(straight, way), 100), smoothing);
}

const FROM_AVERAGE = less(CLOSE, sma(CLOSE, 12));

const SMOOTH_RSI = ema(rsi(CLOSE, 5), 3);
const RSI_MOVES = times(ema(ema(less(SMOOTH_RSI, before(SMOOTH_RSI)).map(Math.abs), 9), 9), 2);
/** Line and trend, by one band below and one above of which the one that is crossed gives way. */
const QQE: (readonly [line: number, trend: number])[] = [];
SMOOTH_RSI.forEach((x, i) => {
  const [line, trend] = QQE[i - 1] ?? [NaN, NaN];
  const distance = RSI_MOVES[i];
  if (Number.isNaN(distance)) QQE.push([NaN, NaN]);
  else if (Number.isNaN(line)) QQE.push([x - distance, 1]);
  else if (trend === 1) QQE.push(x < line ? [x + distance, -1] : [Math.max(line, x - distance), 1]);
  else QQE.push(x > line ? [x - distance, 1] : [Math.min(line, x + distance), -1]);
});

const HISTOGRAM = less(less(ema(CLOSE, 5), ema(CLOSE, 9)), ema(less(ema(CLOSE, 5), ema(CLOSE, 9)), 4));
const IMPULSE = both(less(ema(CLOSE, 7), before(ema(CLOSE, 7))), less(HISTOGRAM, before(HISTOGRAM)), (a, b) => {
  if (Number.isNaN(a + b)) return NaN;
  if (a > 0 && b > 0) return 1;
  return a < 0 && b < 0 ? -1 : 0;
});

/** As in Wilder's book, R by which of the three distances is the largest. */
const SWING = CLOSE.map((c, i) => {
  if (i === 0) return NaN;
  const [cy, oy] = [CLOSE[i - 1], OPEN[i - 1]];
  const distances = [Math.abs(HIGH[i] - cy), Math.abs(LOW[i] - cy), HIGH[i] - LOW[i]];
  const [a, b] = distances;
  const kind = distances.indexOf(Math.max(...distances));
  const r = [a - 0.5 * b, b - 0.5 * a, HIGH[i] - LOW[i]][kind] + 0.25 * Math.abs(cy - oy);
  return (((50 * (c - cy + 0.5 * (c - OPEN[i]) + 0.25 * (cy - oy))) / r) * Math.max(a, b)) / 3;
});

const AWESOME = less(sma(MIDDLE, 5), sma(MIDDLE, 34));

describe('momentum by second definitions', () => {
  describeBrute([
    { name: 'awesome-oscillator', expected: { value: AWESOME, acceleration: less(AWESOME, sma(AWESOME, 5)) } },
    {
      name: 'true-strength-index',
      parameters: { length: 9, smoothing: 4, signal: 5 },
      expected: { value: TSI, signal: ema(TSI, 5) },
    },
    {
      name: 'connors-rsi',
      parameters: { length: 4, streak: 3, rank: 20 },
      expected: {
        value: times(plus(plus(rsi(CLOSE, 4), rsi(RUN, 3)), rank(20)), 1 / 3),
        strength: rsi(CLOSE, 4),
        runStrength: rsi(RUN, 3),
        percentRank: rank(20),
      },
    },
    {
      name: 'stochastic-momentum-index',
      parameters: { length: 7, first: 5, second: 3, signal: 4 },
      expected: { value: SMI, signal: ema(SMI, 4) },
    },
    {
      name: 'kdj',
      parameters: { length: 9, smoothing: 3, signal: 4 },
      expected: { k: K, d: D, j: less(times(K, 3), times(D, 2)) },
    },
    {
      name: 'know-sure-thing',
      parameters: {
        rate1: 5,
        rate2: 8,
        rate3: 12,
        rate4: 20,
        average1: 4,
        average2: 6,
        average3: 7,
        average4: 9,
        signal: 3,
      },
      expected: { value: KST, signal: sma(KST, 3) },
    },
    {
      name: 'coppock-curve',
      parameters: { length: 6, short: 7, long: 9 },
      expected: { value: wma(plus(roc(CLOSE, 7), roc(CLOSE, 9)), 6) },
    },
    { name: 'fisher-transform', parameters: { length: 7 }, expected: { value: fisher(7), signal: before(fisher(7)) } },
    {
      name: 'price-momentum-oscillator',
      parameters: { length: 12, smoothing: 7, signal: 5 },
      expected: { value: PMO, signal: ema(PMO, 5) },
    },
    {
      name: 'schaff-trend-cycle',
      parameters: { length: 6, fast: 8, slow: 15 },
      expected: { value: schaff(schaff(less(ema(CLOSE, 8), ema(CLOSE, 15)), 6), 6) },
    },
    {
      name: 'elder-ray',
      parameters: { length: 6 },
      expected: { bull: less(HIGH, ema(CLOSE, 6)), bear: less(LOW, ema(CLOSE, 6)) },
    },
    {
      name: 'gator-oscillator',
      expected: {
        upper: less(alligator(13, 8), alligator(8, 5)).map(Math.abs),
        lower: less(alligator(8, 5), alligator(5, 3)).map((gap) => -Math.abs(gap)),
      },
    },
    { name: 'dynamic-momentum-index', expected: { value: dynamic() } },
    { name: 'relative-vigour-index', parameters: { length: 6 }, expected: { value: VIGOUR, signal: four(VIGOUR) } },
    {
      name: 'forecast-oscillator',
      parameters: { length: 9, forecast: 'current' },
      expected: { value: times(per(less(CLOSE, rolling(CLOSE, 9, lineEnd)), CLOSE), 100) },
    },
    {
      name: 'pretty-good-oscillator',
      parameters: { length: 11 },
      expected: { value: per(less(CLOSE, sma(CLOSE, 11)), ema(TRUE_RANGE, 11)) },
    },
    { name: 'correlation-trend', parameters: { length: 11 }, expected: { value: rolling(CLOSE, 11, withTime) } },
    {
      name: 'roc-bands',
      parameters: { length: 7, average: 4, deviation: 9 },
      expected: { value: RATE, smoothed: ema(RATE, 4), upper: RATE_BAND, lower: times(RATE_BAND, -1) },
    },
    {
      name: 'vortex',
      parameters: { length: 9 },
      expected: {
        plus: per(sums(less(HIGH, before(LOW)).map(Math.abs), 9), sums(TRUE_RANGE, 9)),
        minus: per(sums(less(LOW, before(HIGH)).map(Math.abs), 9), sums(TRUE_RANGE, 9)),
      },
    },
    {
      name: 'intraday-momentum-index',
      parameters: { length: 9 },
      expected: { value: share(sums(up(BODY), 9), sums(down(BODY), 9)) },
    },
    {
      name: 'derivative-oscillator',
      parameters: { length: 9, first: 5, second: 3, signal: 6 },
      expected: { value: less(DERIVATIVE, sma(DERIVATIVE, 6)) },
    },
    {
      name: 'macd-extended',
      parameters: { fast: 5, slow: 9, signal: 4, fastAverage: 'wma', slowAverage: 'sma', signalAverage: 'ema' },
      expected: {
        value: EXTENDED,
        signal: ema(EXTENDED, 4),
        histogram: less(EXTENDED, ema(EXTENDED, 4)),
      },
    },
    {
      name: 'macd',
      parameters: { fast: 5, slow: 9, signal: 4, seeding: 'aligned' },
      expected: { value: ALIGNED, signal: ema(ALIGNED, 4) },
    },
    {
      name: 'adx',
      parameters: { length: 6, seeding: 'later' },
      expected: {
        value: wilder(
          SHORT_DX.map((dx, i) => (i < 6 ? NaN : dx)),
          6,
        ),
        dx: SHORT_DX,
      },
    },
    {
      name: 'cmo',
      parameters: { length: 6, smoothing: 'wilder' },
      expected: { value: rsi(CLOSE, 6).map((percent) => 2 * percent - 100) },
    },
    {
      name: 'apo',
      parameters: { fast: 4, slow: 7, average: 'wma' },
      expected: { value: less(wma(CLOSE, 4), wma(CLOSE, 7)) },
    },
    {
      name: 'ppo',
      parameters: { fast: 4, slow: 7, average: 'sma' },
      expected: { value: both(sma(CLOSE, 4), sma(CLOSE, 7), (fast, slow) => (100 * fast) / slow - 100) },
    },
    {
      name: 'stochastic',
      parameters: { length: 9, smoothing: 4, signal: 3, average: 'wma' },
      expected: { k: wma(FAST_K, 4), d: wma(wma(FAST_K, 4), 3) },
    },
    { name: 'momersion', parameters: { length: 16 }, expected: { value: momersion(16) } },
    {
      name: 'wave-trend',
      parameters: { length: 8, average: 11, signal: 3 },
      expected: { value: WAVE, signal: sma(WAVE, 3) },
    },
    {
      name: 'squeeze-momentum',
      parameters: { length: 12, deviations: 1.8, ranges: 1.3 },
      expected: { value: rolling(less(CLOSE, SQUEEZE_MIDDLE), 12, lineEnd), on: SQUEEZED },
    },
    {
      name: 'premier-stochastic',
      parameters: { length: 8, smoothing: 4 },
      expected: { value: PREMIER.map((x) => (Math.exp(x) - 1) / (Math.exp(x) + 1)) },
    },
    {
      name: 'internal-bar-strength',
      expected: { value: per(less(CLOSE, LOW), RANGE) },
    },
    {
      name: 'psychological-line',
      parameters: { length: 8 },
      expected: { value: rolling(CHANGES, 8, (xs) => 100 * mean(xs.map((x) => Number(x > 0)))) },
    },
    {
      name: 'disparity-index',
      parameters: { length: 8 },
      expected: { value: CLOSE.map((x, i) => 100 * (x / sma(CLOSE, 8)[i] - 1)) },
    },
    {
      name: 'demarker',
      parameters: { length: 8 },
      expected: {
        value: times(share(sums(up(less(HIGH, before(HIGH))), 8), sums(down(less(LOW, before(LOW))), 8)), 0.01),
      },
    },
    {
      name: 'balance-of-power',
      parameters: { length: 5 },
      expected: { value: sma(per(BODY, RANGE), 5) },
    },
    {
      name: 'relative-momentum-index',
      parameters: { length: 9, back: 4 },
      expected: {
        value: share(wilder(up(less(CLOSE, before(CLOSE, 4))), 9), wilder(down(less(CLOSE, before(CLOSE, 4))), 9)),
      },
    },
    {
      name: 'random-walk-index',
      parameters: { length: 7 },
      expected: {
        high: walk(7, (i, back) => HIGH[i] - LOW[i - back]),
        low: walk(7, (i, back) => HIGH[i - back] - LOW[i]),
      },
    },
    {
      name: 'polarized-fractal-efficiency',
      parameters: { length: 8, smoothing: 4 },
      expected: { value: efficiency(8, 4) },
    },
    {
      name: 'trend-intensity-index',
      parameters: { length: 12, distances: 6 },
      expected: { value: share(sums(up(FROM_AVERAGE), 6), sums(down(FROM_AVERAGE), 6)) },
    },
    {
      name: 'qqe',
      parameters: { length: 5, smoothing: 3, factor: 2 },
      expected: { value: SMOOTH_RSI, line: QQE.map(([line]) => line), trend: QQE.map(([, trend]) => trend) },
    },
    {
      name: 'td-setup',
      expected: {
        value: CLOSE.map((_, i) => {
          if (i < 4) return NaN;
          const way = (k: number): number => (k < 4 ? 0 : Math.sign(CLOSE[k] - CLOSE[k - 4]));
          const other = CLOSE.slice(0, i).findLastIndex((__, k) => way(k) !== way(i));
          return way(i) * (i - other);
        }),
      },
    },
    {
      name: 'elder-impulse',
      parameters: { length: 7, fast: 5, slow: 9, signal: 4 },
      expected: { value: IMPULSE },
    },
    {
      name: 'swing-index',
      parameters: { limit: 3 },
      expected: {
        value: SWING,
        accumulated: SWING.map((swing, i) => (i === 0 ? swing : sum(SWING.slice(1, i + 1)))),
      },
    },
    { name: 'laguerre-rsi', parameters: { gamma: 0.7 }, expected: { value: laguerre(0.7) } },
  ]);
});
