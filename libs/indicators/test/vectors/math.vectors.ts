import type { Vector } from './vector.js';

export const mathVectors = (): Vector[] => [];
