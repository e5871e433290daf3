import { undrawn } from '../printed.js';
import { tulipCases, type TulipCase } from '../sources.js';
import type { Vector } from '../vector.js';

type Parameters = Readonly<Record<string, number | string>>;

/** Which indicator is Tulip's `name`, with which of our parameters and outputs, in the order of Tulip's. */
export interface TulipEntry extends Pick<Vector, 'indicator' | 'relative' | 'deviation'> {
  readonly name: string;
  /** Tulip's inputs as ours take them, where the order is another. */
  readonly order?: readonly number[];
  readonly inputs: number;
  readonly parameters: (options: readonly number[]) => Parameters;
  readonly outputs: readonly string[];
  /** Values that are printed after that of the last bar. */
  readonly beyond?: number;
}

const lengthOnly = ([length]: readonly number[]): Parameters => ({ length });
const first = ([length]: readonly number[]): Parameters => ({ length, seeding: 'first' });
const average = (name: string, indicator = name, parameters = lengthOnly): TulipEntry => ({
  name,
  indicator,
  inputs: 1,
  parameters,
  outputs: ['value'],
});

const ENTRIES: readonly TulipEntry[] = [
  average('sma'),
  average('ema', 'ema', first),
  average('wma'),
  average('wilders', 'wilder'),
  average('dema', 'dema', first),
  average('tema', 'tema', first),
  average('trima'),
  {
    ...average('kama'),
    relative: 5e-6,
    deviation: 'The sheet has the speeds of the fastest and slowest average rounded to 0.6667 and 0.0645.',
  },
  average('zlema', 'zlema', first),
  average('alma', 'alma', ([length, offset, sigma]) => ({ length, offset, sigma, peak: 'whole' })),
  average('vidya', 'vidya', ([short, long, alpha]) => ({ short, long, alpha })),
  { name: 'vwma', indicator: 'vwma', inputs: 2, parameters: lengthOnly, outputs: ['value'] },
  {
    name: 'bbands',
    indicator: 'bollinger-bands',
    inputs: 1,
    parameters: ([length, deviations]) => ({ length, deviations }),
    outputs: ['lower', 'middle', 'upper'],
  },
  {
    name: 'abands',
    indicator: 'acceleration-bands',
    inputs: 3,
    parameters: lengthOnly,
    outputs: ['lower', 'upper', 'middle'],
    relative: 3e-7,
    deviation: 'Most of its rows are rounded to 4 digits.',
  },
  {
    name: 'ce',
    indicator: 'chandelier-exit',
    inputs: 3,
    parameters: ([length, multiplier]) => ({ length, multiplier }),
    outputs: ['long', 'short'],
    beyond: 1,
    deviation: 'The file has one value more than there are bars, which is left out.',
  },
  { name: 'ikhts', indicator: 'midprice', inputs: 2, parameters: lengthOnly, outputs: ['value'] },
  {
    name: 'psar',
    indicator: 'parabolic-sar',
    inputs: 2,
    parameters: ([step, maximum]) => ({ step, maximum, convention: 'tulip' }),
    outputs: ['value'],
  },
  {
    ...average('rmta', 'recursive-moving-trend-average', ([length]) => ({ length, beta: 10 / 11 })),
    deviation: 'The head of the case has 10 / 11 rounded to 0.90909.',
  },
  average('decay', 'decay', lengthOnly),
  average('edecay', 'decay', ([length]) => ({ length, shape: 'exponential' })),
];

function vectorOf(
  { name: _, order, inputs: __, parameters, outputs: names, beyond = 0, ...rest }: TulipEntry,
  { file, options, inputs, outputs }: TulipCase,
): Vector {
  return {
    ...rest,
    source: 'Tulip',
    file,
    parameters: parameters(options),
    inputs: order === undefined ? inputs : order.map((at) => inputs[at]),
    expected: Object.fromEntries(names.map((name, at) => [name, undrawn(outputs[at], -beyond)])),
  };
}

export const tulipVectorsOf = (entries: readonly TulipEntry[]): Vector[] =>
  entries.flatMap((entry) => tulipCases(entry.name, entry.inputs).map((one) => vectorOf(entry, one)));

export const tulipVectors = (): Vector[] => tulipVectorsOf(ENTRIES);
