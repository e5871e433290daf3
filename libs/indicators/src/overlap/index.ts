import type { Definition } from '../core/definition.js';
import { bollingerBands } from './bollinger-bands.js';
import { ema } from './ema.js';
import { sma } from './sma.js';

export { BollingerBands } from './bollinger-bands.js';
export { Ema, type Seeding } from './ema.js';
export { Sma } from './sma.js';

/** What is drawn over prices: averages, bands, channels and stops. */
export const overlap: readonly Definition[] = [bollingerBands, ema, sma];
