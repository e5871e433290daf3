import { undrawn } from '../printed.js';
import { skenderQuotes, skenderResult } from '../sources.js';
import type { Vector } from '../vector.js';

/** Which indicator is Skender's result `name`, and our outputs by its columns. */
export interface SkenderEntry extends Pick<Vector, 'indicator' | 'parameters' | 'from' | 'relative' | 'deviation'> {
  readonly name: string;
  /** Columns of the quotes; the closes if absent. */
  readonly inputs?: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** Outputs that are in the table so many rows later than they are known. */
  readonly drawn?: Readonly<Record<string, number>>;
}

const BARS = ['high', 'low', 'close'];

const ENTRIES: readonly SkenderEntry[] = [
  { name: 'sma', indicator: 'sma', parameters: { length: 20 }, columns: { value: 'sma' } },
  { name: 'ema', indicator: 'ema', parameters: { length: 20 }, columns: { value: 'ema' } },
  { name: 'wma', indicator: 'wma', parameters: { length: 14 }, columns: { value: 'wma' } },
  { name: 'dema', indicator: 'dema', parameters: { length: 14, seeding: 'together' }, columns: { value: 'dema' } },
  { name: 'tema', indicator: 'tema', parameters: { length: 20, seeding: 'together' }, columns: { value: 'tema' } },
  { name: 'hma', indicator: 'hma', parameters: { length: 14 }, columns: { value: 'hma' } },
  { name: 'kama', indicator: 'kama', columns: { value: 'kama', efficiency: 'er' } },
  {
    name: 'bb',
    indicator: 'bollinger-bands',
    parameters: { length: 20, deviations: 2 },
    columns: { middle: 'sma', upper: 'upperBand', lower: 'lowerBand', percentB: 'percentB', width: 'width' },
  },
  {
    name: 'donchian',
    indicator: 'donchian-channels',
    parameters: { length: 20, bars: 'before-last' },
    inputs: ['high', 'low'],
    columns: { middle: 'centerline', upper: 'upperBand', lower: 'lowerBand', width: 'width' },
  },
  {
    name: 'keltner',
    indicator: 'keltner-channels',
    inputs: BARS,
    columns: { middle: 'centerline', upper: 'upperBand', lower: 'lowerBand', width: 'width' },
  },
  {
    name: 'ichimoku',
    indicator: 'ichimoku',
    inputs: BARS,
    columns: {
      conversion: 'tenkanSen',
      base: 'kijunSen',
      spanA: 'senkouSpanA',
      spanB: 'senkouSpanB',
      lagging: 'chikouSpan',
    },
    drawn: { spanA: 26, spanB: 26, lagging: -26 },
  },
  {
    name: 'psar',
    indicator: 'parabolic-sar',
    parameters: { step: 0.02, maximum: 0.2, convention: 'skender' },
    inputs: ['high', 'low'],
    columns: { value: 'sar' },
  },
  {
    name: 'supertrend',
    indicator: 'supertrend',
    inputs: BARS,
    columns: { value: 'superTrend', upper: 'upperBand', lower: 'lowerBand' },
  },
  {
    name: 'pivot-points',
    indicator: 'pivot-points',
    inputs: ['open', ...BARS, 'time'],
    columns: { pivot: 'pp', r1: 'r1', r2: 'r2', r3: 'r3', s1: 's1', s2: 's2', s3: 's3' },
  },
  {
    name: 'vwap',
    indicator: 'vwap',
    parameters: { anchor: 'start' },
    inputs: [...BARS, 'volume', 'time'],
    columns: { value: 'vwap' },
  },
];

/** A column of the quotes, or their dates in microseconds. */
function inputOf(column: string): Float64Array {
  const quotes = skenderQuotes();
  if (column !== 'time') return quotes.numbers(column);
  return Float64Array.from(quotes.column('date'), (date) => 1_000 * Date.parse(`${date}Z`));
}

function vectorOf({ name, inputs = ['close'], columns, drawn = {}, ...rest }: SkenderEntry): Vector {
  const table = skenderResult(name);
  return {
    ...rest,
    source: 'Skender',
    file: `skender-indicators/results/${name}`,
    inputs: inputs.map(inputOf),
    expected: Object.fromEntries(
      Object.entries(columns).map(([output, column]) => [output, undrawn(table.printed(column), drawn[output] ?? 0)]),
    ),
  };
}

export const skenderVectorsOf = (entries: readonly SkenderEntry[]): Vector[] => entries.map(vectorOf);

export const skenderVectors = (): Vector[] => skenderVectorsOf(ENTRIES);
