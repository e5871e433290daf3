import type { Vector } from './vector.js';

export const statisticsVectors = (): Vector[] => [];
