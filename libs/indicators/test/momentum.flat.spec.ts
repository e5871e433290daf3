import { checkParameters, compute, findIndicator, type Input } from '@bourseworks/indicators';
import { expect, it } from '@jest/globals';
import { inputsOf, randomBars } from './bars.js';

const MOVING = 150;
const FLAT = 300;

type Bars = Readonly<Record<Input, Float64Array<ArrayBuffer>>>;
type Outputs = Readonly<Record<string, number>>;
type Parameters = Readonly<Record<string, number | string>>;

/** Bars that move for a while, and then no more: all prices are the last close. */
function stoppedAfter(moving: number): Bars {
  const bars = randomBars(moving + FLAT, 3);
  const last = bars.close[Math.max(0, moving - 1)];
  for (const price of ['open', 'high', 'low', 'close', 'value'] as const) bars[price].fill(last, moving);
  return bars;
}

function expectLast(bars: Bars, name: string, parameters: Parameters, last: Outputs): void {
  const definition = findIndicator(name);
  const series = compute(definition, inputsOf(definition, bars), checkParameters(definition, parameters));
  for (const [output, expected] of Object.entries(last)) expect(series[output].at(-1)).toBeCloseTo(expected, 5);
  for (const { name: output } of definition.outputs) {
    const unknown = series[output].subarray(MOVING).filter((value) => !Number.isFinite(value));
    expect(unknown).toHaveLength(0);
  }
}

const STOPPED = stoppedAfter(MOVING);
const NEVER_MOVED = stoppedAfter(0);
const half = { length: 5, smoothing: 'simple' };

/** Sums over windows keep the rounding of what was in them. */
it.each<[name: string, parameters: Parameters, last: Outputs]>([
  ['aroon', { length: 9 }, { up: 100, down: 100, oscillator: 0 }],
  ['balance-of-power', {}, { value: 0 }],
  ['cci', {}, { value: 0 }],
  ['cmo', half, { value: 0 }],
  ['connors-rsi', { streak: 5 }, { percentRank: 0 }],
  ['correlation-trend', {}, { value: 0 }],
  ['demarker', {}, { value: 0.5 }],
  ['disparity-index', {}, { value: 0 }],
  ['dynamic-momentum-index', {}, { value: 50 }],
  ['fisher-transform', {}, { value: 0 }],
  ['forecast-oscillator', {}, { value: 0 }],
  ['internal-bar-strength', {}, { value: 0.5 }],
  ['intraday-momentum-index', {}, { value: 50 }],
  ['kdj', {}, { k: 0, d: 0, j: 0 }],
  ['laguerre-rsi', { gamma: 0.1 }, { value: 50 }],
  ['macd', {}, { value: 0, signal: 0, histogram: 0 }],
  ['momentum', {}, { value: 0 }],
  ['momersion', {}, { value: 50 }],
  ['ppo', { average: 'sma' }, { value: 0 }],
  ['pretty-good-oscillator', {}, { value: 0 }],
  ['psychological-line', {}, { value: 0 }],
  ['relative-vigour-index', {}, { value: 0, signal: 0 }],
  ['roc', {}, { value: 0, fraction: 0, ratio: 1 }],
  ['rsi', half, { value: 50 }],
  ['sortino-ratio', {}, { value: 0 }],
  ['squeeze-momentum', {}, { value: 0, on: 0 }],
  ['stochastic', {}, { k: 0, d: 0, j: 0 }],
  ['stochastic-rsi', half, { k: 0, d: 0 }],
  ['trix', {}, { value: 0 }],
  ['ultimate-oscillator', {}, { value: 0 }],
  ['vertical-horizontal-filter', {}, { value: 0 }],
  ['vortex', {}, { plus: 0, minus: 0 }],
  ['wave-trend', {}, { value: 0 }],
  ['williams-r', {}, { value: 0 }],
])('%s(%o) is defined where nothing moves any more', (name, parameters, last) => {
  expectLast(STOPPED, name, parameters, last);
});

/** Exponential averages do not forget: what has moved once has a direction for ever. */
it.each<[name: string, parameters: Parameters, last: Outputs]>([
  ['adx', {}, { value: 0, rating: 0, plusDi: 0, minusDi: 0, dx: 0 }],
  ['directional-movement', {}, { plusDi: 0, minusDi: 0, dx: 0, plusDm: 0, minusDm: 0 }],
  ['mass-index', { length: 10 }, { value: 10 }],
  ['rsi', {}, { value: 50 }],
  ['schaff-trend-cycle', {}, { value: 0 }],
  ['stochastic-momentum-index', {}, { value: 0, signal: 0 }],
  ['true-strength-index', {}, { value: 0, signal: 0 }],
])('%s(%o) is defined where nothing ever moved', (name, parameters, last) => {
  expectLast(NEVER_MOVED, name, parameters, last);
});
