import type { Definition } from '../core/definition.js';

/** How far prices move. */
export const volatility: readonly Definition[] = [];
