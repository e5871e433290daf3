import type { Definition } from '../core/definition.js';
import { adx } from './adx.js';
import { apo } from './apo.js';
import { aroon } from './aroon.js';
import { awesomeOscillator } from './awesome-oscillator.js';
import { balanceOfPower } from './balance-of-power.js';
import { cci } from './cci.js';
import { cmo } from './cmo.js';
import { crossover } from './crossover.js';
import { detrendedPriceOscillator } from './detrended-price-oscillator.js';
import { directionalMovement } from './directional-movement.js';
import { forecastOscillator } from './forecast-oscillator.js';
import { macd } from './macd.js';
import { massIndex } from './mass-index.js';
import { momentumDefinition } from './momentum.js';
import { ppo } from './ppo.js';
import { qstick } from './qstick.js';
import { roc } from './roc.js';
import { rsi } from './rsi.js';
import { sortinoRatio } from './sortino-ratio.js';
import { stochasticRsi } from './stochastic-rsi.js';
import { stochastic } from './stochastic.js';
import { trix } from './trix.js';
import { ultimateOscillator } from './ultimate-oscillator.js';
import { verticalHorizontalFilter } from './vertical-horizontal-filter.js';
import { williamsR } from './williams-r.js';

export { Adx, type AdxSeeding, type AdxRating } from './adx.js';
export { Apo } from './apo.js';
export { Aroon } from './aroon.js';
export { AwesomeOscillator } from './awesome-oscillator.js';
export { BalanceOfPower } from './balance-of-power.js';
export { Cci } from './cci.js';
export { Cmo } from './cmo.js';
export { Crossover } from './crossover.js';
export { DetrendedPriceOscillator } from './detrended-price-oscillator.js';
export { DirectionalMovement, type MovementSeeding } from './directional-movement.js';
export { ForecastOscillator, type Forecast } from './forecast-oscillator.js';
export { Macd, type MacdSeeding, type MacdWeights } from './macd.js';
export { MassIndex } from './mass-index.js';
export { Momentum } from './momentum.js';
export type { OscillatorAverage } from './oscillator-average.js';
export { Ppo } from './ppo.js';
export { Qstick } from './qstick.js';
export { Roc } from './roc.js';
export { Rsi } from './rsi.js';
export { SortinoRatio } from './sortino-ratio.js';
export { StochasticRsi } from './stochastic-rsi.js';
export { Stochastic } from './stochastic.js';
export { Trix } from './trix.js';
export { UltimateOscillator } from './ultimate-oscillator.js';
export { VerticalHorizontalFilter } from './vertical-horizontal-filter.js';
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
  crossover,
  detrendedPriceOscillator,
  directionalMovement,
  forecastOscillator,
  macd,
  massIndex,
  momentumDefinition,
  ppo,
  qstick,
  roc,
  rsi,
  sortinoRatio,
  stochastic,
  stochasticRsi,
  trix,
  ultimateOscillator,
  verticalHorizontalFilter,
  williamsR,
];
