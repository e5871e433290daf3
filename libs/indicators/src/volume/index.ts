import type { Definition } from '../core/definition.js';
import { accumulationDistribution } from './accumulation-distribution.js';
import { chaikinMoneyFlow } from './chaikin-money-flow.js';
import { chaikinOscillator } from './chaikin-oscillator.js';
import { easeOfMovement } from './ease-of-movement.js';
import { forceIndex } from './force-index.js';
import { klingerOscillator } from './klinger-oscillator.js';
import { marketFacilitationIndex } from './market-facilitation-index.js';
import { mfi } from './mfi.js';
import { microprice } from './microprice.js';
import { obv } from './obv.js';
import { orderFlowImbalance } from './order-flow-imbalance.js';
import { percentageVolumeOscillator } from './percentage-volume-oscillator.js';
import { priceVolumeTrend } from './price-volume-trend.js';
import { negativeVolumeIndex, positiveVolumeIndex } from './volume-index.js';
import { volumeOscillator } from './volume-oscillator.js';
import { volumeProfile } from './volume-profile.js';
import { vpin } from './vpin.js';
import { williamsAccumulationDistribution } from './williams-accumulation-distribution.js';

export { AccumulationDistribution } from './accumulation-distribution.js';
export { ChaikinMoneyFlow } from './chaikin-money-flow.js';
export { ChaikinOscillator } from './chaikin-oscillator.js';
export { EaseOfMovement } from './ease-of-movement.js';
export { ForceIndex } from './force-index.js';
export { KlingerOscillator } from './klinger-oscillator.js';
export { MarketFacilitationIndex } from './market-facilitation-index.js';
export { Mfi } from './mfi.js';
export { Microprice } from './microprice.js';
export { Obv, type ObvStart } from './obv.js';
export { OrderFlowImbalance } from './order-flow-imbalance.js';
export { PercentageVolumeOscillator } from './percentage-volume-oscillator.js';
export { PriceVolumeTrend } from './price-volume-trend.js';
export { NegativeVolumeIndex, PositiveVolumeIndex } from './volume-index.js';
export { VolumeOscillator } from './volume-oscillator.js';
export { VolumeProfile, type ProfileOf } from './volume-profile.js';
export { Vpin } from './vpin.js';
export { WilliamsAccumulationDistribution } from './williams-accumulation-distribution.js';

/** What is made of prices and volumes. */
export const volume: readonly Definition[] = [
  accumulationDistribution,
  chaikinMoneyFlow,
  chaikinOscillator,
  easeOfMovement,
  forceIndex,
  klingerOscillator,
  marketFacilitationIndex,
  mfi,
  microprice,
  obv,
  orderFlowImbalance,
  percentageVolumeOscillator,
  priceVolumeTrend,
  negativeVolumeIndex,
  positiveVolumeIndex,
  volumeOscillator,
  volumeProfile,
  vpin,
  williamsAccumulationDistribution,
];
