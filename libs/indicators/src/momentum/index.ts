import type { Definition } from '../core/definition.js';

/** Oscillators: speed and direction of prices. */
export const momentum: readonly Definition[] = [];
