import { leanVectors } from './overlap/lean.js';
import { skenderVectors } from './overlap/skender.js';
import { ta4jVectors } from './overlap/ta4j.js';
import { tulipVectors } from './overlap/tulip.js';
import { zigzagVectors } from './overlap/zigzag.js';
import type { Vector } from './vector.js';

export const overlapVectors = (): Vector[] => [
  ...tulipVectors(),
  ...skenderVectors(),
  ...leanVectors(),
  ...ta4jVectors(),
  ...zigzagVectors(),
];
