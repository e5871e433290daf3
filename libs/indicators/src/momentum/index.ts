import type { Definition } from '../core/definition.js';
import { adx } from './adx.js';
import { apo } from './apo.js';
import { aroon } from './aroon.js';
import { awesomeOscillator } from './awesome-oscillator.js';
import { balanceOfPower } from './balance-of-power.js';
import { cci } from './cci.js';
import { cmo } from './cmo.js';
import { connorsRsi } from './connors-rsi.js';
import { coppockCurve } from './coppock-curve.js';
import { correlationTrend } from './correlation-trend.js';
import { crossover } from './crossover.js';
import { demarker } from './demarker.js';
import { derivativeOscillator } from './derivative-oscillator.js';
import { detrendedPriceOscillator } from './detrended-price-oscillator.js';
import { directionalMovement } from './directional-movement.js';
import { disparityIndex } from './disparity-index.js';
import { dynamicMomentumIndex } from './dynamic-momentum-index.js';
import { elderImpulse } from './elder-impulse.js';
import { elderRay } from './elder-ray.js';
import { fisherTransform } from './fisher-transform.js';
import { forecastOscillator } from './forecast-oscillator.js';
import { gatorOscillator } from './gator-oscillator.js';
import { internalBarStrength } from './internal-bar-strength.js';
import { intradayMomentumIndex } from './intraday-momentum-index.js';
import { kdj } from './kdj.js';
import { knowSureThing } from './know-sure-thing.js';
import { laguerreRsi } from './laguerre-rsi.js';
import { macdExtended } from './macd-extended.js';
import { macd } from './macd.js';
import { massIndex } from './mass-index.js';
import { momentumDefinition } from './momentum.js';
import { momersion } from './momersion.js';
import { polarizedFractalEfficiency } from './polarized-fractal-efficiency.js';
import { ppo } from './ppo.js';
import { premierStochastic } from './premier-stochastic.js';
import { prettyGoodOscillator } from './pretty-good-oscillator.js';
import { priceMomentumOscillator } from './price-momentum-oscillator.js';
import { psychologicalLine } from './psychological-line.js';
import { qqe } from './qqe.js';
import { qstick } from './qstick.js';
import { randomWalkIndex } from './random-walk-index.js';
import { relativeMomentumIndex } from './relative-momentum-index.js';
import { relativeVigourIndex } from './relative-vigour-index.js';
import { rocBands } from './roc-bands.js';
import { roc } from './roc.js';
import { rsi } from './rsi.js';
import { schaffTrendCycle } from './schaff-trend-cycle.js';
import { sortinoRatio } from './sortino-ratio.js';
import { squeezeMomentum } from './squeeze-momentum.js';
import { stochasticMomentumIndex } from './stochastic-momentum-index.js';
import { stochasticRsi } from './stochastic-rsi.js';
import { stochastic } from './stochastic.js';
import { swingIndex } from './swing-index.js';
import { tdSetup } from './td-setup.js';
import { trendIntensityIndex } from './trend-intensity-index.js';
import { trix } from './trix.js';
import { trueStrengthIndex } from './true-strength-index.js';
import { ultimateOscillator } from './ultimate-oscillator.js';
import { verticalHorizontalFilter } from './vertical-horizontal-filter.js';
import { vortex } from './vortex.js';
import { waveTrend } from './wave-trend.js';
import { williamsR } from './williams-r.js';

export { Adx, type AdxSeeding, type AdxRating } from './adx.js';
export { Apo } from './apo.js';
export { Aroon } from './aroon.js';
export { AwesomeOscillator } from './awesome-oscillator.js';
export { BalanceOfPower } from './balance-of-power.js';
export { Cci } from './cci.js';
export { Cmo } from './cmo.js';
export { ConnorsRsi } from './connors-rsi.js';
export { CoppockCurve } from './coppock-curve.js';
export { CorrelationTrend } from './correlation-trend.js';
export { Crossover } from './crossover.js';
export { Demarker } from './demarker.js';
export { DerivativeOscillator } from './derivative-oscillator.js';
export { DetrendedPriceOscillator } from './detrended-price-oscillator.js';
export { DirectionalMovement, type MovementSeeding } from './directional-movement.js';
export { DisparityIndex } from './disparity-index.js';
export { DynamicMomentumIndex } from './dynamic-momentum-index.js';
export { ElderImpulse } from './elder-impulse.js';
export { ElderRay } from './elder-ray.js';
export { FisherTransform } from './fisher-transform.js';
export { ForecastOscillator, type Forecast } from './forecast-oscillator.js';
export { GatorOscillator } from './gator-oscillator.js';
export { InternalBarStrength } from './internal-bar-strength.js';
export { IntradayMomentumIndex } from './intraday-momentum-index.js';
export { Kdj } from './kdj.js';
export { KnowSureThing } from './know-sure-thing.js';
export { LaguerreRsi } from './laguerre-rsi.js';
export { MacdExtended } from './macd-extended.js';
export { Macd } from './macd.js';
export type { MacdSeeding, MacdWeights } from './macd-settings.js';
export { MassIndex } from './mass-index.js';
export { Momentum } from './momentum.js';
export { Momersion } from './momersion.js';
export type { OscillatorAverage } from './oscillator-average.js';
export { PolarizedFractalEfficiency } from './polarized-fractal-efficiency.js';
export { Ppo } from './ppo.js';
export { PremierStochastic } from './premier-stochastic.js';
export { PrettyGoodOscillator } from './pretty-good-oscillator.js';
export { PriceMomentumOscillator } from './price-momentum-oscillator.js';
export { PsychologicalLine } from './psychological-line.js';
export { Qqe } from './qqe.js';
export { Qstick } from './qstick.js';
export { RandomWalkIndex } from './random-walk-index.js';
export { RelativeMomentumIndex } from './relative-momentum-index.js';
export { RelativeVigourIndex } from './relative-vigour-index.js';
export { RocBands } from './roc-bands.js';
export { Roc } from './roc.js';
export { Rsi } from './rsi.js';
export { SchaffTrendCycle } from './schaff-trend-cycle.js';
export { SortinoRatio } from './sortino-ratio.js';
export { SqueezeMomentum } from './squeeze-momentum.js';
export { StochasticMomentumIndex } from './stochastic-momentum-index.js';
export { StochasticRsi } from './stochastic-rsi.js';
export { Stochastic } from './stochastic.js';
export { SwingIndex } from './swing-index.js';
export { TdSetup } from './td-setup.js';
export { TrendIntensityIndex } from './trend-intensity-index.js';
export { Trix } from './trix.js';
export { TrueStrengthIndex } from './true-strength-index.js';
export { UltimateOscillator } from './ultimate-oscillator.js';
export { VerticalHorizontalFilter } from './vertical-horizontal-filter.js';
export { Vortex } from './vortex.js';
export { WaveTrend } from './wave-trend.js';
export { WilliamsR } from './williams-r.js';
export type { Smoothing } from '../rolling/rises-and-falls.js';

/** Oscillators: speed and direction of prices. */
export const momentum: readonly Definition[] = [
  adx,
  apo,
  aroon,
  awesomeOscillator,
  balanceOfPower,
  cci,
  cmo,
  connorsRsi,
  coppockCurve,
  correlationTrend,
  crossover,
  demarker,
  derivativeOscillator,
  detrendedPriceOscillator,
  directionalMovement,
  disparityIndex,
  dynamicMomentumIndex,
  elderImpulse,
  elderRay,
  fisherTransform,
  forecastOscillator,
  gatorOscillator,
  internalBarStrength,
  intradayMomentumIndex,
  kdj,
  knowSureThing,
  laguerreRsi,
  macd,
  macdExtended,
  massIndex,
  momentumDefinition,
  momersion,
  polarizedFractalEfficiency,
  ppo,
  premierStochastic,
  prettyGoodOscillator,
  priceMomentumOscillator,
  psychologicalLine,
  qqe,
  qstick,
  randomWalkIndex,
  relativeMomentumIndex,
  relativeVigourIndex,
  roc,
  rocBands,
  rsi,
  schaffTrendCycle,
  sortinoRatio,
  squeezeMomentum,
  stochastic,
  stochasticMomentumIndex,
  stochasticRsi,
  swingIndex,
  tdSetup,
  trendIntensityIndex,
  trix,
  trueStrengthIndex,
  ultimateOscillator,
  verticalHorizontalFilter,
  vortex,
  waveTrend,
  williamsR,
];
