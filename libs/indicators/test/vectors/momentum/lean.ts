import { readCsv } from '../sources.js';
import type { Vector } from '../vector.js';

const BARS = ['High', 'Low', 'Close'];

interface Row {
  readonly file: string;
  readonly indicator: string;
  readonly parameters: Vector['parameters'];
  readonly inputs: readonly string[];
  /** Its column by our output. */
  readonly columns: Readonly<Record<string, string>>;
  /** The last digit that is right, where more are printed. */
  readonly unit?: number;
  readonly deviation?: string;
  readonly relative?: number;
}

/** Seven digits, and prices as near as those: where differences of prices count, it is less. */
const single = (relative: number) => ({ deviation: 'made in single precision', relative });

const ROWS: readonly Row[] = [
  {
    file: 'spy_with_adx.txt',
    indicator: 'adx',
    parameters: { length: 14 },
    inputs: BARS,
    columns: { value: 'ADX 14', rating: 'ADXR 14', plusDi: '+DI14', minusDi: '-DI14' },
  },
  {
    file: 'spy_with_adx.txt',
    indicator: 'directional-movement',
    parameters: { length: 14 },
    inputs: BARS,
    columns: { dx: 'DX' },
    unit: 0.01,
    deviation: 'printed with two decimals after the first value',
  },
  {
    file: 'spy_with_adx.txt',
    indicator: 'directional-movement',
    parameters: { length: 14 },
    inputs: BARS,
    columns: { plusDm: '+DM14', minusDm: '-DM14' },
  },
  {
    file: 'spy_with_cci.txt',
    indicator: 'cci',
    parameters: { length: 14 },
    inputs: BARS,
    columns: { value: 'Commodity Channel Index (CCI) 14' },
    ...single(8e-4),
  },
  {
    file: 'spy_with_macd.txt',
    indicator: 'macd',
    parameters: { fast: 12, slow: 26, signal: 9 },
    inputs: ['Close'],
    columns: { value: 'MACD', signal: 'Signal', histogram: 'Histogram' },
    unit: 1e-5,
    deviation: 'of seven digits, some printed with more',
  },
  {
    file: 'spy_with_indicators.txt',
    indicator: 'macd',
    parameters: { fast: 12, slow: 26, signal: 9 },
    inputs: ['Close'],
    columns: { value: 'MACD 12 26' },
    ...single(5e-5),
  },
  {
    file: 'spy_with_indicators.txt',
    indicator: 'rsi',
    parameters: { length: 14 },
    inputs: ['Close'],
    columns: { value: 'RSI 14 Wilder' },
  },
  {
    file: 'spy_with_indicators.txt',
    indicator: 'rsi',
    parameters: { length: 14, smoothing: 'simple' },
    inputs: ['Close'],
    columns: { value: 'RSI 14' },
    ...single(2e-5),
  },
  {
    file: 'spy_with_roc50.txt',
    indicator: 'momentum',
    parameters: { length: 50 },
    inputs: ['Close'],
    columns: { value: 'Rate of Change 50' },
    ...single(2e-5),
  },
  {
    file: 'spy_with_rocp50.txt',
    indicator: 'roc',
    parameters: { length: 50 },
    inputs: ['Close'],
    columns: { value: 'Rate of Change % 50' },
    ...single(1e-5),
  },
  {
    file: 'spy_sortino.csv',
    indicator: 'sortino-ratio',
    parameters: { length: 15, target: 0 },
    inputs: ['close'],
    columns: { value: 'sortino_rf_0_period_15' },
  },
  {
    file: 'spy_sortino.csv',
    indicator: 'sortino-ratio',
    parameters: { length: 15, target: 0.01 },
    inputs: ['close'],
    columns: { value: 'sortino_rf_0.01_period_15' },
  },
  {
    file: 'spy_with_stoch12k3.txt',
    indicator: 'stochastic',
    parameters: { length: 12, smoothing: 3, signal: 5 },
    inputs: BARS,
    columns: { k: 'Stochastics 12 %K 3', d: '%D 5' },
    ...single(3e-5),
  },
  {
    file: 'spy_with_StochRSI.csv',
    indicator: 'stochastic-rsi',
    parameters: { length: 14, window: 14, average: 3, signal: 3 },
    inputs: ['Close'],
    columns: { k: 'k', d: 'd' },
  },
  {
    file: 'spy_trix.txt',
    indicator: 'trix',
    parameters: { length: 5 },
    inputs: ['close'],
    columns: { value: 'TRIX_5' },
  },
  {
    file: 'spy_ultosc.txt',
    indicator: 'ultimate-oscillator',
    parameters: { short: 7, middle: 14, long: 28 },
    inputs: BARS,
    columns: { value: 'ULTOSC_7_14_28' },
  },
  {
    file: 'spy_with_williamsR14.txt',
    indicator: 'williams-r',
    parameters: { length: 14 },
    inputs: BARS,
    columns: { value: 'Williams %R 14' },
    ...single(2e-4),
  },
];

export const leanMomentum = (): Vector[] =>
  ROWS.map(({ file, indicator, parameters, inputs, columns, unit, deviation, relative }): Vector => {
    const path = `lean-indicators/${file}`;
    const table = readCsv(path);
    return {
      source: 'LEAN',
      file: path,
      indicator,
      parameters,
      inputs: inputs.map((name) => table.numbers(name)),
      expected: Object.fromEntries(
        Object.entries(columns).map(([output, column]) => [
          output,
          { ...table.printed(column), ...(unit !== undefined && { unit }) },
        ]),
      ),
      deviation,
      relative,
    };
  });
