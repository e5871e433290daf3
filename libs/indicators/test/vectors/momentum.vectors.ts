import type { Vector } from './vector.js';

export const momentumVectors = (): Vector[] => [];
