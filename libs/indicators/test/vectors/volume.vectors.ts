import { readCsv, skenderQuotes, skenderResult, tulipCases, type Table } from './sources.js';
import type { Vector } from './vector.js';

/** Tulip's name, ours, the number of inputs, and the names of our parameters in the order of its options. */
const TULIP: readonly (readonly [string, string, number, ...string[]])[] = [
  ['ad', 'accumulation-distribution', 4],
  ['adosc', 'chaikin-oscillator', 4, 'fast', 'slow'],
  ['cmf', 'chaikin-money-flow', 4, 'length'],
  ['emv', 'ease-of-movement', 3],
  ['kvo', 'klinger-oscillator', 4, 'fast', 'slow'],
  ['marketfi', 'market-facilitation-index', 3],
  ['mfi', 'mfi', 4, 'length'],
  ['nvi', 'negative-volume-index', 2],
  ['obv', 'obv', 2],
  ['pvi', 'positive-volume-index', 2],
  ['vosc', 'volume-oscillator', 1, 'fast', 'slow'],
  ['wad', 'williams-accumulation-distribution', 3],
];

const tulip = (): Vector[] =>
  TULIP.flatMap(([name, indicator, count, ...names]) =>
    tulipCases(name, count).map(({ file, options, inputs, outputs }): Vector => {
      const parameters = Object.fromEntries(names.map((parameter, index) => [parameter, options[index]]));
      return { source: 'Tulip', file, indicator, parameters, inputs, expected: { value: outputs[0] } };
    }),
  );

const seriesOf = (table: Table, names: readonly string[]): Float64Array[] => names.map((name) => table.numbers(name));

function skender(): Vector[] {
  const quotes = skenderQuotes();
  const bars = seriesOf(quotes, ['high', 'low', 'close', 'volume']);
  const [flow, index, balance] = ['cmf', 'mfi', 'obv'].map((name) => skenderResult(name));
  const file = (name: string): string => `skender-indicators/results/${name}`;
  return [
    {
      source: 'Skender',
      file: file('cmf'),
      indicator: 'chaikin-money-flow',
      parameters: { length: 20 },
      inputs: bars,
      expected: {
        value: flow.printed('cmf'),
        multiplier: flow.printed('moneyFlowMultiplier'),
        flow: flow.printed('moneyFlowVolume'),
      },
    },
    {
      source: 'Skender',
      file: file('mfi'),
      indicator: 'mfi',
      parameters: { length: 14 },
      inputs: bars,
      expected: { value: index.printed('mfi') },
    },
    {
      source: 'Skender',
      file: file('obv'),
      indicator: 'obv',
      inputs: bars.slice(2),
      expected: { value: balance.printed('obv') },
    },
  ];
}

function lean(): Vector[] {
  const flows = readCsv('lean-indicators/spy_mfi.txt');
  const balance = readCsv('lean-indicators/spy_with_obv.txt');
  return [
    {
      source: 'LEAN',
      file: 'lean-indicators/spy_mfi.txt',
      indicator: 'mfi',
      parameters: { length: 20 },
      inputs: seriesOf(flows, ['High', 'Low', 'Close', 'Volume']),
      expected: { value: flows.printed('Money Flow Index 20') },
    },
    {
      source: 'LEAN',
      file: 'lean-indicators/spy_with_obv.txt',
      indicator: 'obv',
      parameters: { start: 'volume' },
      inputs: seriesOf(balance, ['Close', 'Volume']),
      expected: { value: balance.printed('OBV') },
      relative: 5e-5,
      deviation: 'of volumes and values of 7 digits',
    },
  ];
}

export const volumeVectors = (): Vector[] => [...tulip(), ...skender(), ...lean()];
