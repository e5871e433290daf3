import { normalCdf, scaledNormalTail } from '../math/normal.js';

/** exp(power) P(Z <= z), also where the one is beyond all numbers and the other next to nothing. */
export function weightedNormal(power: number, z: number): number {
  if (z >= 0) return Math.exp(power) * normalCdf(z);
  return z === -Infinity ? 0 : Math.exp(power - 0.5 * z * z) * scaledNormalTail(-z);
}
