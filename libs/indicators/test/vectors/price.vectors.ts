import type { Vector } from './vector.js';

export const priceVectors = (): Vector[] => [];
