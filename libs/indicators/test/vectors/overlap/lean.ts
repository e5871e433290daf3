import { scaled } from '../printed.js';
import { readCsv } from '../sources.js';
import type { Vector } from '../vector.js';

/** Which indicator is in a file of LEAN's, and our outputs by its columns. */
interface Entry extends Pick<Vector, 'file' | 'indicator' | 'parameters' | 'from' | 'relative' | 'deviation'> {
  /** Columns; the closes if absent. */
  readonly inputs?: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** Outputs that LEAN prints times 100. */
  readonly percent?: readonly string[];
}

const ENTRIES: readonly Entry[] = [
  { file: 'spy_ema.csv', indicator: 'ema', parameters: { length: 14 }, inputs: ['close'], columns: { value: 'EMA14' } },
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
];

function vectorOf({ file, inputs = ['Close'], columns, percent = [], ...rest }: Entry): Vector {
  const table = readCsv(`lean-indicators/${file}`);
  const expected = Object.entries(columns).map(([output, column]) => {
    const series = table.printed(column);
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

export const leanVectors = (): Vector[] => ENTRIES.map(vectorOf);
