import { readCsv } from '../sources.js';
import type { Vector } from '../vector.js';

export function ta4jVectors(): Vector[] {
  const triangle = readCsv('ta4j-indicators/TMA.csv');
  const weighted = readCsv('ta4j-indicators/VWMA.csv');
  const partial = 'ta4j averages what there is while the window is not full; ours is unknown until then.';
  return [
    {
      source: 'ta4j',
      file: 'ta4j-indicators/TMA.csv',
      indicator: 'trima',
      parameters: { length: 99 },
      inputs: [triangle.numbers('Close')],
      expected: { value: triangle.printed('TMA') },
      from: 98,
      deviation: `An average of 50 averages of 50 values: a triangle over 99. ${partial}`,
    },
    {
      source: 'ta4j',
      file: 'ta4j-indicators/VWMA.csv',
      indicator: 'vwma',
      parameters: { length: 10 },
      inputs: [weighted.numbers('Close'), weighted.numbers('Volume')],
      expected: { value: weighted.printed('VWMA') },
      from: 9,
      deviation: partial,
    },
  ];
}
