import type { Vector } from './vector.js';

export const patternVectors = (): Vector[] => [];
