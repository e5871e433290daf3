import { readCsv, skenderQuotes, skenderResult, tulipCases, type Table } from './sources.js';
import type { Vector } from './vector.js';

/** Tulip's name, ours, our output, the number of inputs, and our parameters from its options. */
const TULIP: readonly (readonly [
  string,
  string,
  string,
  number,
  (options: readonly number[]) => Vector['parameters'],
])[] = [
  ['tr', 'true-range', 'value', 3, () => ({ first: 'range' })],
  ['atr', 'atr', 'value', 3, ([length]) => ({ length, first: 'range' })],
  ['natr', 'atr', 'percent', 3, ([length]) => ({ length, first: 'range' })],
  ['cvi', 'chaikin-volatility', 'value', 2, ([length]) => ({ length })],
  [
    'volatility',
    'historical-volatility',
    'value',
    1,
    ([length]) => ({ length, periods: 252, returns: 'simple', divisor: 'population' }),
  ],
];

/** What is wrong in a source's figures, and by how much. */
const ROUNDED: Readonly<Record<string, Pick<Vector, 'relative' | 'deviation'>>> = {
  natr: { relative: 5e-4, deviation: 'worked out by hand from an ATR of 4 digits' },
  'spy_atr.txt': { relative: 5e-6, deviation: 'of true ranges that were rounded before' },
};

const tulip = (): Vector[] =>
  TULIP.flatMap(([name, indicator, output, count, parametersOf]) =>
    tulipCases(name, count).map(({ file, options, inputs, outputs }): Vector => {
      const parameters = parametersOf(options);
      const expected = { [output]: outputs[0] };
      return { source: 'Tulip', file, indicator, parameters, inputs, expected, ...ROUNDED[name] };
    }),
  );

const barsOf = (table: Table, names: readonly string[]): Float64Array[] => names.map((name) => table.numbers(name));

function skender(): Vector[] {
  const quotes = skenderQuotes();
  const inputs = barsOf(quotes, ['high', 'low', 'close']);
  const [ranges, averages, ulcer] = ['tr', 'atr', 'ulcer'].map((name) => skenderResult(name));
  const results = 'skender-indicators/results';
  return [
    {
      source: 'Skender',
      file: `${results}/tr`,
      indicator: 'true-range',
      inputs,
      expected: { value: ranges.printed('tr') },
    },
    {
      source: 'Skender',
      file: `${results}/atr`,
      indicator: 'true-range',
      inputs,
      expected: { value: averages.printed('tr') },
    },
    {
      source: 'Skender',
      file: `${results}/atr`,
      indicator: 'atr',
      parameters: { length: 14 },
      inputs,
      expected: { value: averages.printed('atr'), percent: averages.printed('atrp') },
    },
    {
      source: 'Skender',
      file: `${results}/ulcer`,
      indicator: 'ulcer-index',
      parameters: { length: 14 },
      inputs: [quotes.numbers('close')],
      expected: { value: ulcer.printed('ulcerIndex') },
    },
  ];
}

const lean = (): Vector[] =>
  [
    { file: 'spy_atr.txt', first: 'unknown', average: 'simple' },
    { file: 'spy_atr_wilder.txt', first: 'range', average: 'wilder' },
  ].map(({ file, first, average }): Vector => {
    const table = readCsv(`lean-indicators/${file}`);
    return {
      source: 'LEAN',
      file: `lean-indicators/${file}`,
      indicator: 'atr',
      parameters: { length: 14, first, average },
      inputs: barsOf(table, ['High', 'Low', 'Close']),
      expected: { value: table.printed('Average True Range 14') },
      ...ROUNDED[file],
    };
  });

export const volatilityVectors = (): Vector[] => [...tulip(), ...skender(), ...lean()];
