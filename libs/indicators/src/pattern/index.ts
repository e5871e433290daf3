import type { Definition } from '../core/definition.js';
import { definePattern } from './candle-pattern.js';
import { TULIP_PATTERNS } from './tulip.js';

export { CandlePattern } from './candle-pattern.js';

/** Candlestick patterns. */
export const pattern: readonly Definition[] = TULIP_PATTERNS.map(definePattern);
