import type { Definition } from '../core/definition.js';
import { accelerationBands } from './acceleration-bands.js';
import { alligator } from './alligator.js';
import { alma } from './alma.js';
import { atrTrailingStop } from './atr-trailing-stop.js';
import { bollingerBands } from './bollinger-bands.js';
import { chandelierExit } from './chandelier-exit.js';
import { decay } from './decay.js';
import { dema } from './dema.js';
import { donchianChannels } from './donchian-channels.js';
import { ema } from './ema.js';
import { fractals } from './fractals.js';
import { frama } from './frama.js';
import { hma } from './hma.js';
import { ichimoku } from './ichimoku.js';
import { kama } from './kama.js';
import { keltnerChannels } from './keltner-channels.js';
import { mcginleyDynamic } from './mcginley-dynamic.js';
import { midpoint } from './midpoint.js';
import { midprice } from './midprice.js';
import { movingAverageEnvelopes } from './moving-average-envelopes.js';
import { movingAverage } from './moving-average.js';
import { movingVwap } from './moving-vwap.js';
import { parabolicSarExtended } from './parabolic-sar-extended.js';
import { parabolicSar } from './parabolic-sar.js';
import { pivotPoints } from './pivot-points.js';
import { recursiveMovingTrendAverage } from './recursive-moving-trend-average.js';
import { regressionChannels } from './regression-channels.js';
import { relativeMovingAverage } from './relative-moving-average.js';
import { rollingPivots } from './rolling-pivots.js';
import { sma } from './sma.js';
import { starcBands } from './starc-bands.js';
import { supertrend } from './supertrend.js';
import { t3 } from './t3.js';
import { tema } from './tema.js';
import { trima } from './trima.js';
import { variablePeriodAverage } from './variable-period-average.js';
import { vidya } from './vidya.js';
import { volatilityStop } from './volatility-stop.js';
import { vwap } from './vwap.js';
import { vwma } from './vwma.js';
import { wilder } from './wilder.js';
import { wma } from './wma.js';
import { zigzag } from './zigzag.js';
import { zlema } from './zlema.js';

export { AccelerationBands } from './acceleration-bands.js';
export { Alligator } from './alligator.js';
export { Alma, type AlmaPeak } from './alma.js';
export { AtrTrailingStop, type StopBasis } from './atr-trailing-stop.js';
export { BollingerBands } from './bollinger-bands.js';
export { ChandelierExit } from './chandelier-exit.js';
export { Decay, type DecayShape } from './decay.js';
export { Dema } from './dema.js';
export { DonchianChannels, type DonchianBars } from './donchian-channels.js';
export type { ChainSeeding } from './ema-chain.js';
export { Ema, type Seeding } from './ema.js';
export { Fractals } from './fractals.js';
export { Frama } from './frama.js';
export { Hma } from './hma.js';
export { Ichimoku } from './ichimoku.js';
export { Kama } from './kama.js';
export { KeltnerChannels, type KeltnerKind } from './keltner-channels.js';
export { McginleyDynamic } from './mcginley-dynamic.js';
export { Midpoint } from './midpoint.js';
export { Midprice } from './midprice.js';
export { MovingAverageEnvelopes } from './moving-average-envelopes.js';
export { MovingAverage, averageOf, type AverageKind } from './moving-average.js';
export { MovingVwap } from './moving-vwap.js';
export type { SarConvention } from './parabolic-core.js';
export { ParabolicSarExtended } from './parabolic-sar-extended.js';
export { ParabolicSar } from './parabolic-sar.js';
export { PivotPoints, type PivotWindow } from './pivot-points.js';
export { RecursiveMovingTrendAverage } from './recursive-moving-trend-average.js';
export { RegressionChannels } from './regression-channels.js';
export { RelativeMovingAverage } from './relative-moving-average.js';
export { RollingPivots } from './rolling-pivots.js';
export { Sma } from './sma.js';
export { StarcBands } from './starc-bands.js';
export { Supertrend, type SupertrendStart } from './supertrend.js';
export { T3 } from './t3.js';
export { Tema } from './tema.js';
export { Trima } from './trima.js';
export { VariablePeriodAverage } from './variable-period-average.js';
export { Vidya } from './vidya.js';
export { VolatilityStop } from './volatility-stop.js';
export { Vwap } from './vwap.js';
export { Vwma } from './vwma.js';
export { Wilder } from './wilder.js';
export { Wma } from './wma.js';
export { zigzagLine, zigzagPoints, type ZigZagPoint } from './zigzag-line.js';
export { ZigZag } from './zigzag.js';
export { Zlema } from './zlema.js';

/** What is drawn over prices: averages, bands, channels and stops. */
export const overlap: readonly Definition[] = [
  accelerationBands,
  alligator,
  alma,
  atrTrailingStop,
  bollingerBands,
  chandelierExit,
  decay,
  dema,
  donchianChannels,
  ema,
  fractals,
  frama,
  hma,
  ichimoku,
  kama,
  keltnerChannels,
  mcginleyDynamic,
  midpoint,
  midprice,
  movingAverageEnvelopes,
  movingAverage,
  movingVwap,
  parabolicSarExtended,
  parabolicSar,
  pivotPoints,
  recursiveMovingTrendAverage,
  regressionChannels,
  relativeMovingAverage,
  rollingPivots,
  sma,
  starcBands,
  supertrend,
  t3,
  tema,
  trima,
  variablePeriodAverage,
  vidya,
  volatilityStop,
  vwap,
  vwma,
  wilder,
  wma,
  zigzag,
  zlema,
];
