import { readCsv, skenderQuotes, skenderResult, tulipCases } from './sources.js';
import type { Vector } from './vector.js';

function tulip(): Vector[] {
  const simple = tulipCases('sma', 1).map(({ file, options, inputs, outputs }): Vector => {
    return {
      source: 'Tulip',
      file,
      indicator: 'sma',
      parameters: { length: options[0] },
      inputs,
      expected: { value: outputs[0] },
    };
  });
  const exponential = tulipCases('ema', 1).map(({ file, options, inputs, outputs }): Vector => {
    const parameters = { length: options[0], seeding: 'first' };
    return { source: 'Tulip', file, indicator: 'ema', parameters, inputs, expected: { value: outputs[0] } };
  });
  const bands = tulipCases('bbands', 1).map(({ file, options, inputs, outputs }): Vector => {
    const [length, deviations] = options;
    const [lower, middle, upper] = outputs;
    const expected = { lower, middle, upper };
    return {
      source: 'Tulip',
      file,
      indicator: 'bollinger-bands',
      parameters: { length, deviations },
      inputs,
      expected,
    };
  });
  return [...simple, ...exponential, ...bands];
}

function skender(): Vector[] {
  const inputs = [skenderQuotes().numbers('close')];
  const one = (
    name: string,
    indicator: string,
    parameters: Vector['parameters'],
    columns: Record<string, string>,
  ): Vector => {
    const table = skenderResult(name);
    const expected = Object.fromEntries(
      Object.entries(columns).map(([output, column]) => [output, table.printed(column)]),
    );
    return { source: 'Skender', file: `skender-indicators/results/${name}`, indicator, parameters, inputs, expected };
  };
  return [
    one('sma', 'sma', { length: 20 }, { value: 'sma' }),
    one('ema', 'ema', { length: 20 }, { value: 'ema' }),
    one(
      'bb',
      'bollinger-bands',
      { length: 20, deviations: 2 },
      {
        middle: 'sma',
        upper: 'upperBand',
        lower: 'lowerBand',
        percentB: 'percentB',
        width: 'width',
      },
    ),
  ];
}

function lean(): Vector[] {
  const averages = readCsv('lean-indicators/spy_ema.csv');
  return [
    {
      source: 'LEAN',
      file: 'lean-indicators/spy_ema.csv',
      indicator: 'ema',
      parameters: { length: 14 },
      inputs: [averages.numbers('close')],
      expected: { value: averages.printed('EMA14') },
    },
  ];
}

export const overlapVectors = (): Vector[] => [...tulip(), ...skender(), ...lean()];
