import type { Vector } from './vector.js';

export const cycleVectors = (): Vector[] => [];
