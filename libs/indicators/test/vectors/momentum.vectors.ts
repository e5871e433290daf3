import { leanMomentum } from './momentum/lean.js';
import { skenderMomentum } from './momentum/skender.js';
import { tulipMomentum } from './momentum/tulip.js';
import type { Vector } from './vector.js';

export const momentumVectors = (): Vector[] => [...tulipMomentum(), ...skenderMomentum(), ...leanMomentum()];
