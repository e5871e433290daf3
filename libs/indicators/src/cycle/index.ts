import type { Definition } from '../core/definition.js';

/** Periods and phases of prices. */
export const cycle: readonly Definition[] = [];
