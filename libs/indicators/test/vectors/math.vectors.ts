import { readCsv, tulipCases } from './sources.js';
import type { Vector } from './vector.js';

/** Tulip's name, ours, how many inputs, our output, and our parameters in the order of its options. */
const TULIP: readonly (readonly [string, string, number, string, ...string[]])[] = [
  ...['abs', 'acos', 'asin', 'atan', 'ceil', 'cos', 'cosh', 'exp', 'floor', 'ln', 'log10', 'round'].map(
    (name) => [name, name, 1, 'value'] as const,
  ),
  ...['sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc'].map((name) => [name, name, 1, 'value'] as const),
  ['todeg', 'to-degrees', 1, 'value'],
  ['torad', 'to-radians', 1, 'value'],
  ...['add', 'sub', 'mul', 'div'].map((name) => [name, name, 2, 'value'] as const),
  ...['lag', 'max', 'min', 'sum'].map((name) => [name, name, 1, 'value', 'length'] as const),
];

const tulip = (): Vector[] =>
  TULIP.flatMap(([name, indicator, count, output, ...names]) =>
    tulipCases(name, count).map(({ file, options, inputs, outputs }): Vector => {
      const parameters = Object.fromEntries(names.map((parameter, index) => [parameter, options[index]]));
      return { source: 'Tulip', file, indicator, parameters, inputs, expected: { [output]: outputs[0] } };
    }),
  );

const lean = (): Vector[] =>
  ['max', 'min'].map((indicator): Vector => {
    const file = `lean-indicators/spy_${indicator}.txt`;
    const table = readCsv(file);
    const expected = { value: table.printed(`${indicator.toUpperCase()}_5`) };
    return { source: 'LEAN', file, indicator, parameters: { length: 5 }, inputs: [table.numbers('Close')], expected };
  });

export const mathVectors = (): Vector[] => [...tulip(), ...lean()];
