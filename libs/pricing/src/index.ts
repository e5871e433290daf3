export { PRICING_ERRORS, PricingError, type PricingErrorCode } from './errors.js';
export { bivariateNormalCdf } from './math/bivariate-normal.js';
export { inverseNormalCdf, normalCdf, normalPdf } from './math/normal.js';
