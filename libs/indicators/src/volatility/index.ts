import type { Definition } from '../core/definition.js';
import { atr } from './atr.js';
import { averageDayRange } from './average-day-range.js';
import { chaikinVolatility } from './chaikin-volatility.js';
import { choppinessIndex } from './choppiness-index.js';
import { garmanKlassVolatility } from './garman-klass-volatility.js';
import { historicalVolatility } from './historical-volatility.js';
import { parkinsonVolatility } from './parkinson-volatility.js';
import { relativeVolatilityIndex } from './relative-volatility-index.js';
import { rogersSatchellVolatility } from './rogers-satchell-volatility.js';
import { trueRange } from './true-range.js';
import { ulcerIndex } from './ulcer-index.js';
import { yangZhangVolatility } from './yang-zhang-volatility.js';

export { Atr, type RangeAverage } from './atr.js';
export { AverageDayRange } from './average-day-range.js';
export { ChaikinVolatility } from './chaikin-volatility.js';
export { ChoppinessIndex } from './choppiness-index.js';
export { GarmanKlassVolatility } from './garman-klass-volatility.js';
export { HistoricalVolatility } from './historical-volatility.js';
export { ParkinsonVolatility } from './parkinson-volatility.js';
export { RangeVolatility } from './range-volatility.js';
export { RelativeVolatilityIndex } from './relative-volatility-index.js';
export { RogersSatchellVolatility } from './rogers-satchell-volatility.js';
export { TrueRange, type FirstRange } from './true-range.js';
export { UlcerIndex } from './ulcer-index.js';
export { YangZhangVolatility } from './yang-zhang-volatility.js';

/** How far prices move. */
export const volatility: readonly Definition[] = [
  atr,
  averageDayRange,
  chaikinVolatility,
  choppinessIndex,
  garmanKlassVolatility,
  historicalVolatility,
  parkinsonVolatility,
  relativeVolatilityIndex,
  rogersSatchellVolatility,
  trueRange,
  ulcerIndex,
  yangZhangVolatility,
];
