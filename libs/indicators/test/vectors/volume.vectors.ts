import type { Vector } from './vector.js';

export const volumeVectors = (): Vector[] => [];
