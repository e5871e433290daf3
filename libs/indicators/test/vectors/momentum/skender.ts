import { skenderQuotes, skenderResult } from '../sources.js';
import type { Vector } from '../vector.js';

const CLOSE = ['close'];
const BARS = ['high', 'low', 'close'];

/** Name of the result, ours for it, the inputs, and its column by our output. */
type Row = readonly [
  result: string,
  indicator: string,
  parameters: Vector['parameters'],
  inputs: readonly string[],
  columns: Readonly<Record<string, string>>,
];

const ROWS: readonly Row[] = [
  [
    'adx',
    'adx',
    { length: 14, rating: 'exclusive' },
    BARS,
    { value: 'adx', rating: 'adxr', plusDi: 'pdi', minusDi: 'mdi', dx: 'dx' },
  ],
  ['adx', 'directional-movement', { length: 14 }, BARS, { plusDi: 'pdi', minusDi: 'mdi', dx: 'dx' }],
  [
    'aroon',
    'aroon',
    { length: 25, ties: 'oldest' },
    ['high', 'low'],
    { up: 'aroonUp', down: 'aroonDown', oscillator: 'oscillator' },
  ],
  ['cci', 'cci', { length: 20 }, BARS, { value: 'cci' }],
  ['macd', 'ema', { length: 12 }, CLOSE, { value: 'fastEma' }],
  ['macd', 'ema', { length: 26 }, CLOSE, { value: 'slowEma' }],
  [
    'macd',
    'macd',
    { fast: 12, slow: 26, signal: 9 },
    CLOSE,
    { value: 'macd', signal: 'signal', histogram: 'histogram' },
  ],
  ['roc', 'momentum', { length: 14 }, CLOSE, { value: 'momentum' }],
  ['roc', 'roc', { length: 14 }, CLOSE, { value: 'roc' }],
  ['rsi', 'rsi', { length: 14 }, CLOSE, { value: 'rsi' }],
  ['stoch', 'stochastic', { length: 14, smoothing: 3, signal: 3 }, BARS, { k: 'k', d: 'd', j: 'j' }],
  [
    'stoch-rsi',
    'stochastic-rsi',
    { length: 14, window: 14, average: 1, signal: 3 },
    CLOSE,
    { k: 'stochRsi', d: 'signal' },
  ],
  ['trix', 'trix', { length: 14, seeding: 'together' }, CLOSE, { value: 'trix', average: 'ema3' }],
  ['willr', 'williams-r', { length: 14 }, BARS, { value: 'williamsR' }],
];

export const skenderMomentum = (): Vector[] =>
  ROWS.map(([result, indicator, parameters, inputs, columns]): Vector => {
    const table = skenderResult(result);
    const quotes = skenderQuotes();
    return {
      source: 'Skender',
      file: `skender-indicators/results/${result}`,
      indicator,
      parameters,
      inputs: inputs.map((name) => quotes.numbers(name)),
      expected: Object.fromEntries(Object.entries(columns).map(([output, column]) => [output, table.printed(column)])),
    };
  });
