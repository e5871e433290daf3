import type { Definition } from '../core/definition.js';
import { accelerationBands } from './acceleration-bands.js';
import { alma } from './alma.js';
import { atrTrailingStop } from './atr-trailing-stop.js';
import { bollingerBands } from './bollinger-bands.js';
import { chandelierExit } from './chandelier-exit.js';
import { dema } from './dema.js';
import { donchianChannels } from './donchian-channels.js';
import { ema } from './ema.js';
import { hma } from './hma.js';
import { ichimoku } from './ichimoku.js';
import { kama } from './kama.js';
import { keltnerChannels } from './keltner-channels.js';
import { midpoint } from './midpoint.js';
import { midprice } from './midprice.js';
import { movingAverageEnvelopes } from './moving-average-envelopes.js';
import { movingAverage } from './moving-average.js';
import { parabolicSar } from './parabolic-sar.js';
import { relativeMovingAverage } from './relative-moving-average.js';
import { sma } from './sma.js';
import { starcBands } from './starc-bands.js';
import { supertrend } from './supertrend.js';
import { t3 } from './t3.js';
import { tema } from './tema.js';
import { trima } from './trima.js';
import { vidya } from './vidya.js';
import { volatilityStop } from './volatility-stop.js';
import { vwma } from './vwma.js';
import { wilder } from './wilder.js';
import { wma } from './wma.js';
import { zlema } from './zlema.js';

export { AccelerationBands } from './acceleration-bands.js';
export { Alma, type AlmaPeak } from './alma.js';
export { AtrTrailingStop, type StopBasis } from './atr-trailing-stop.js';
export { BollingerBands } from './bollinger-bands.js';
export { ChandelierExit } from './chandelier-exit.js';
export { Dema } from './dema.js';
export { DonchianChannels, type DonchianBars } from './donchian-channels.js';
export type { ChainSeeding } from './ema-chain.js';
export { Ema, type Seeding } from './ema.js';
export { Hma } from './hma.js';
export { Ichimoku } from './ichimoku.js';
export { Kama } from './kama.js';
export { KeltnerChannels, type KeltnerKind } from './keltner-channels.js';
export { Midpoint } from './midpoint.js';
export { Midprice } from './midprice.js';
export { MovingAverageEnvelopes } from './moving-average-envelopes.js';
export { MovingAverage, averageOf, type AverageKind } from './moving-average.js';
export { ParabolicSar, type SarConvention } from './parabolic-sar.js';
export { RelativeMovingAverage } from './relative-moving-average.js';
export { Sma } from './sma.js';
export { StarcBands } from './starc-bands.js';
export { Supertrend, type SupertrendStart } from './supertrend.js';
export { T3 } from './t3.js';
export { Tema } from './tema.js';
export { Trima } from './trima.js';
export { Vidya } from './vidya.js';
export { VolatilityStop } from './volatility-stop.js';
export { Vwma } from './vwma.js';
export { Wilder } from './wilder.js';
export { Wma } from './wma.js';
export { Zlema } from './zlema.js';

/** What is drawn over prices: averages, bands, channels and stops. */
export const overlap: readonly Definition[] = [
  accelerationBands,
  alma,
  atrTrailingStop,
  bollingerBands,
  chandelierExit,
  dema,
  donchianChannels,
  ema,
  hma,
  ichimoku,
  kama,
  keltnerChannels,
  midpoint,
  midprice,
  movingAverageEnvelopes,
  movingAverage,
  parabolicSar,
  relativeMovingAverage,
  sma,
  starcBands,
  supertrend,
  t3,
  tema,
  trima,
  vidya,
  volatilityStop,
  vwma,
  wilder,
  wma,
  zlema,
];
