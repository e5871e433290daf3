import { mathVectors } from './math.vectors.js';
import { momentumVectors } from './momentum.vectors.js';
import { overlapVectors } from './overlap.vectors.js';
import { patternVectors } from './pattern.vectors.js';
import { priceVectors } from './price.vectors.js';
import { statisticsVectors } from './statistics.vectors.js';
import { ta4jVectors } from './ta4j.vectors.js';
import { volatilityVectors } from './volatility.vectors.js';
import { volumeVectors } from './volume.vectors.js';
import type { Vector } from './vector.js';

/** Every published vector that an indicator is held to. Reads the reference data. */
export function allVectors(): Vector[] {
  return [
    overlapVectors,
    momentumVectors,
    volumeVectors,
    volatilityVectors,
    statisticsVectors,
    priceVectors,
    mathVectors,
    patternVectors,
    ta4jVectors,
  ].flatMap((vectors) => vectors());
}
