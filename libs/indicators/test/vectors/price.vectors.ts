import { leanVectorsOf } from './overlap/lean.js';
import { skenderVectorsOf } from './overlap/skender.js';
import { tulipVectorsOf, type TulipEntry } from './overlap/tulip.js';
import type { Vector } from './vector.js';

const ofBar = (name: string, indicator: string, inputs: number): TulipEntry => ({
  name,
  indicator,
  inputs,
  parameters: () => ({}),
  outputs: ['value'],
});

export const priceVectors = (): Vector[] => [
  ...tulipVectorsOf([
    ofBar('avgprice', 'average-price', 4),
    ofBar('medprice', 'median-price', 2),
    ofBar('typprice', 'typical-price', 3),
    ofBar('wcprice', 'weighted-close', 3),
  ]),
  ...skenderVectorsOf([
    {
      name: 'heikinashi',
      indicator: 'heikin-ashi',
      inputs: ['open', 'high', 'low', 'close'],
      columns: { open: 'open', high: 'high', low: 'low', close: 'close' },
    },
  ]),
  ...leanVectorsOf([
    {
      file: 'spy_heikin_ashi.txt',
      indicator: 'heikin-ashi',
      inputs: ['Open', 'High', 'Low', 'Close'],
      columns: { open: 'HA_Open', high: 'HA_High', low: 'HA_Low', close: 'HA_Close' },
    },
  ]),
];
