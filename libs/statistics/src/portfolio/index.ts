export type { WeightBounds } from './bounds.js';
export { kellyBet, kellyFraction, kellyWeights, type Bet } from './kelly.js';
export {
  efficientFrontier,
  meanVariance,
  minimumVariance,
  minimumVarianceFor,
  type Portfolio,
} from './mean-variance.js';
export { riskParity, type RiskParity } from './risk-parity.js';
export { volatilityTargetExposure, type VolatilityTarget } from './volatility-target.js';
