export { EwmaVariance, type EwmaVarianceSettings, type EwmaVarianceSnapshot } from './ewma-variance.js';
export { garch, garchForecast, type Garch, type GarchOptions } from './garch.js';
export {
  closeToCloseVolatility,
  garmanKlassVolatility,
  parkinsonVolatility,
  rogersSatchellVolatility,
  yangZhangVolatility,
  type BarSeries,
  type VolatilityOptions,
} from './range-volatility.js';
