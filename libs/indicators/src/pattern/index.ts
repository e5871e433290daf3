import type { Definition } from '../core/definition.js';
import { definePattern } from './candle-pattern.js';
import { FIVE_CANDLES } from './five-candles.js';
import { HIKKAKES } from './hikkake.js';
import { ONE_CANDLE } from './one-candle.js';
import { THREE_CANDLES } from './three-candles.js';
import { TULIP_PATTERNS } from './tulip.js';
import { TWO_CANDLES } from './two-candles.js';

export { CandlePattern } from './candle-pattern.js';

/** Candlestick patterns. */
export const pattern: readonly Definition[] = [
  ONE_CANDLE,
  TWO_CANDLES,
  THREE_CANDLES,
  FIVE_CANDLES,
  HIKKAKES,
  TULIP_PATTERNS,
]
  .flat()
  .map(definePattern);
