import type { Definition } from '../core/definition.js';
import { autocorrelation } from './autocorrelation.js';
import { beta } from './beta.js';
import { correlation } from './correlation.js';
import { covariance } from './covariance.js';
import { entropy } from './entropy.js';
import { hurst } from './hurst.js';
import { informationRatio } from './information-ratio.js';
import { kurtosis } from './kurtosis.js';
import { linearRegression } from './linear-regression.js';
import { meanDeviation } from './mean-deviation.js';
import { median } from './median.js';
import { percentRank } from './percent-rank.js';
import { priceRelativeStrength } from './price-relative-strength.js';
import { quantile } from './quantile.js';
import { rankCorrelation } from './rank-correlation.js';
import { sharpeRatio } from './sharpe-ratio.js';
import { skewness } from './skewness.js';
import { standardDeviation } from './standard-deviation.js';
import { standardError } from './standard-error.js';
import { variance } from './variance.js';
import { zScore } from './z-score.js';

export { Autocorrelation } from './autocorrelation.js';
export { Beta } from './beta.js';
export { Correlation } from './correlation.js';
export { Covariance } from './covariance.js';
export { type Divisor } from './divisor.js';
export { Entropy } from './entropy.js';
export { Hurst } from './hurst.js';
export { InformationRatio } from './information-ratio.js';
export { Kurtosis } from './kurtosis.js';
export { LinearRegression } from './linear-regression.js';
export { MeanDeviation } from './mean-deviation.js';
export { Median } from './median.js';
export { PercentRank } from './percent-rank.js';
export { PriceRelativeStrength } from './price-relative-strength.js';
export { Quantile } from './quantile.js';
export { RankCorrelation } from './rank-correlation.js';
export { SharpeRatio } from './sharpe-ratio.js';
export { Skewness } from './skewness.js';
export { StandardDeviation } from './standard-deviation.js';
export { StandardError } from './standard-error.js';
export { Variance } from './variance.js';
export { ZScore } from './z-score.js';

/** Rolling statistics of one series, or of two. */
export const statistics: readonly Definition[] = [
  autocorrelation,
  beta,
  correlation,
  covariance,
  entropy,
  hurst,
  informationRatio,
  kurtosis,
  linearRegression,
  meanDeviation,
  median,
  percentRank,
  priceRelativeStrength,
  quantile,
  rankCorrelation,
  sharpeRatio,
  skewness,
  standardDeviation,
  standardError,
  variance,
  zScore,
];
