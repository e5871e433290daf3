import type { Definition } from '../core/definition.js';

/** Candlestick patterns. */
export const pattern: readonly Definition[] = [];
