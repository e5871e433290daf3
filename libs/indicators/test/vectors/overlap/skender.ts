import { skenderQuotes, skenderResult } from '../sources.js';
import type { Vector } from '../vector.js';

/** Which indicator is Skender's result `name`, and our outputs by its columns. */
interface Entry extends Pick<Vector, 'indicator' | 'parameters' | 'from' | 'relative' | 'deviation'> {
  readonly name: string;
  /** Columns of the quotes; the closes if absent. */
  readonly inputs?: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
}

const ENTRIES: readonly Entry[] = [
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
];

function vectorOf({ name, inputs = ['close'], columns, ...rest }: Entry): Vector {
  const table = skenderResult(name);
  return {
    ...rest,
    source: 'Skender',
    file: `skender-indicators/results/${name}`,
    inputs: inputs.map((column) => skenderQuotes().numbers(column)),
    expected: Object.fromEntries(Object.entries(columns).map(([output, column]) => [output, table.printed(column)])),
  };
}

export const skenderVectors = (): Vector[] => ENTRIES.map(vectorOf);
