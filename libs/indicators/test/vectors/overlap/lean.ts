import { scaled, undrawn } from '../printed.js';
import { readCsv } from '../sources.js';
import type { Vector } from '../vector.js';

/** Which indicator is in a file of LEAN's, and our outputs by its columns. */
export interface LeanEntry extends Pick<
  Vector,
  'file' | 'indicator' | 'parameters' | 'from' | 'relative' | 'deviation'
> {
  /** Columns; the closes if absent. */
  readonly inputs?: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** Outputs that are in the table so many rows later than they are known. */
  readonly drawn?: Readonly<Record<string, number>>;
  /** Outputs that LEAN prints times 100. */
  readonly percent?: readonly string[];
}

const BARS = ['High', 'Low', 'Close'];

const ENTRIES: readonly LeanEntry[] = [
  { file: 'spy_ema.csv', indicator: 'ema', parameters: { length: 14 }, inputs: ['close'], columns: { value: 'EMA14' } },
  { file: 'spy_with_indicators.txt', indicator: 'ema', parameters: { length: 14 }, columns: { value: 'EMA14' } },
  { file: 'spy_with_indicators.txt', indicator: 'sma', parameters: { length: 14 }, columns: { value: 'SMA14' } },
  {
    file: 'spy_dema.txt',
    indicator: 'dema',
    parameters: { length: 5 },
    inputs: ['close'],
    columns: { value: 'DEMA_5' },
  },
  {
    file: 'spy_tema.txt',
    indicator: 'tema',
    parameters: { length: 5 },
    inputs: ['close'],
    columns: { value: 'TEMA_5' },
  },
  { file: 'spy_hma.txt', indicator: 'hma', parameters: { length: 16 }, columns: { value: 'HMA_16' } },
  { file: 'spy_kama.txt', indicator: 'kama', parameters: { length: 5 }, columns: { value: 'KAMA_5' } },
  {
    file: 'spy_with_rma.csv',
    indicator: 'relative-moving-average',
    parameters: { length: 5 },
    inputs: ['close'],
    columns: { value: 'RMA5' },
    from: 14,
    deviation: 'The file begins within a longer history: compared from the first full window on.',
  },
  ...(
    [
      [5, 'SMA15'],
      [10, 'SMA10'],
      [15, 'SMA5'],
    ] as const
  ).map(([length, column]) => ({
    file: 'spy_with_rma.csv',
    indicator: 'sma',
    parameters: { length },
    inputs: ['close'],
    columns: { value: column },
    from: length - 1,
    deviation: `The file begins within a longer history: compared from the first full window on. Its column of this length is named ${column}.`,
  })),
  {
    file: 'spy_bollinger_bands.txt',
    indicator: 'bollinger-bands',
    parameters: { length: 20, deviations: 2 },
    columns: {
      middle: 'Moving Average 20',
      upper: 'Bollinger Bands® 20 2 Top',
      lower: 'Bollinger Bands® 20 2 Bottom',
      percentB: '%B',
      width: 'BandWidth',
    },
    percent: ['width'],
    relative: 2e-6,
    deviation: 'Its width is that of rounded bands.',
  },
  {
    file: 'spy_with_don50.txt',
    indicator: 'donchian-channels',
    parameters: { length: 50 },
    inputs: ['High', 'Low'],
    columns: {
      middle: 'Donchian Channels 50 Mean',
      upper: 'Donchian Channels 50 Top',
      lower: 'Donchian Channels 50 Bottom',
    },
    from: 49,
    deviation: 'The sheet tells channels of fewer bars; ours is unknown until the window is full.',
  },
  {
    file: 'spy_with_keltner.csv',
    indicator: 'keltner-channels',
    parameters: { length: 20, multiplier: 1.5, rangeLength: 20, kind: 'simple' },
    inputs: BARS,
    columns: { middle: 'Middle Band', upper: 'Keltner Channels 20 Top', lower: 'Keltner Channels 20 Bottom' },
  },
  {
    file: 'spy_with_ichimoku.csv',
    indicator: 'ichimoku',
    inputs: BARS,
    columns: { conversion: 'Tenkan', base: 'Kijun', spanA: 'Senkou A', spanB: 'Senkou B' },
    drawn: { spanA: 26, spanB: 26 },
  },
  {
    file: 'dwac_supertrend.txt',
    indicator: 'supertrend',
    parameters: { length: 10, multiplier: 3, start: 'falling' },
    inputs: BARS,
    columns: { value: 'Super' },
    from: 9,
    deviation: 'LEAN tells 0 until it is known.',
  },
  {
    file: 'spy_with_vwap.txt',
    indicator: 'moving-vwap',
    parameters: { length: 50 },
    inputs: ['Open', ...BARS, 'Volume'],
    columns: { value: 'Moving VWAP 50' },
  },
  {
    file: 'spy_pivot_pnt_hl.txt',
    indicator: 'fractals',
    parameters: { left: 10, right: 10 },
    inputs: ['High', 'Low'],
    columns: { value: 'PPHL' },
    from: 20,
    deviation: 'LEAN tells 0 until the window is full.',
  },
];

function vectorOf({ file, inputs = ['Close'], columns, drawn = {}, percent = [], ...rest }: LeanEntry): Vector {
  const table = readCsv(`lean-indicators/${file}`);
  const expected = Object.entries(columns).map(([output, column]) => {
    const series = undrawn(table.printed(column), drawn[output] ?? 0);
    return [output, percent.includes(output) ? scaled(series, 0.01) : series] as const;
  });
  return {
    ...rest,
    source: 'LEAN',
    file: `lean-indicators/${file}`,
    inputs: inputs.map((column) => table.numbers(column)),
    expected: Object.fromEntries(expected),
  };
}

export const leanVectorsOf = (entries: readonly LeanEntry[]): Vector[] => entries.map(vectorOf);

export const leanVectors = (): Vector[] => leanVectorsOf(ENTRIES);
