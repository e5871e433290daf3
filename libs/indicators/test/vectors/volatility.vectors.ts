import type { Vector } from './vector.js';

export const volatilityVectors = (): Vector[] => [];
