import type { Definition } from '../core/definition.js';
import { alma } from './alma.js';
import { bollingerBands } from './bollinger-bands.js';
import { dema } from './dema.js';
import { ema } from './ema.js';
import { hma } from './hma.js';
import { kama } from './kama.js';
import { movingAverage } from './moving-average.js';
import { relativeMovingAverage } from './relative-moving-average.js';
import { sma } from './sma.js';
import { t3 } from './t3.js';
import { tema } from './tema.js';
import { trima } from './trima.js';
import { vidya } from './vidya.js';
import { vwma } from './vwma.js';
import { wilder } from './wilder.js';
import { wma } from './wma.js';
import { zlema } from './zlema.js';

export { Alma, type AlmaPeak } from './alma.js';
export { BollingerBands } from './bollinger-bands.js';
export { Dema } from './dema.js';
export type { ChainSeeding } from './ema-chain.js';
export { Ema, type Seeding } from './ema.js';
export { Hma } from './hma.js';
export { Kama } from './kama.js';
export { MovingAverage, averageOf, type AverageKind } from './moving-average.js';
export { RelativeMovingAverage } from './relative-moving-average.js';
export { Sma } from './sma.js';
export { T3 } from './t3.js';
export { Tema } from './tema.js';
export { Trima } from './trima.js';
export { Vidya } from './vidya.js';
export { Vwma } from './vwma.js';
export { Wilder } from './wilder.js';
export { Wma } from './wma.js';
export { Zlema } from './zlema.js';

/** What is drawn over prices: averages, bands, channels and stops. */
export const overlap: readonly Definition[] = [
  alma,
  bollingerBands,
  dema,
  ema,
  hma,
  kama,
  movingAverage,
  relativeMovingAverage,
  sma,
  t3,
  tema,
  trima,
  vidya,
  vwma,
  wilder,
  wma,
  zlema,
];
