export { bsmGreeks, bsmImpliedVolatilities, bsmPrices } from './batch/batch.js';
export { PRICING_ERRORS, PricingError, type PricingErrorCode } from './errors.js';
export { arithmeticAsian, type AveragingPeriod, geometricAsian } from './exotic/asian.js';
export { type BarrierOption, barrierPrice, type BarrierType } from './exotic/barrier.js';
export { assetOrNothing, cashOrNothing, gapOption } from './exotic/digital.js';
export { fixedLookback, floatingLookback } from './exotic/lookback.js';
export { writeBsmGreeks } from './greeks/black-scholes-greeks.js';
export { GREEK, GREEK_COUNT, GREEK_NAMES, type GreekName, type Greeks } from './greeks/greek.js';
export { greeksOf, priceOf } from './greeks/greeks-of.js';
export { black76ImpliedVolatility, bsmImpliedVolatility } from './implied/implied-volatility.js';
export { bivariateNormalCdf } from './math/bivariate-normal.js';
export { inverseNormalCdf, normalCdf, normalPdf } from './math/normal.js';
export { black76Price, bsmPrice } from './option/black-scholes.js';
export type { EuropeanOption, OptionColumns } from './option/european-option.js';
export { CALL, PUT, type OptionKind } from './option/option-kind.js';
export {
  annualisedBasis,
  basis,
  type CarryPayment,
  type CarryTerms,
  costOfCarry,
  futuresFairValue,
  impliedRepo,
  impliedYield,
  rollCost,
} from './futures/fair-value.js';
export {
  bootstrap,
  type BootstrapOptions,
  type CurveQuote,
  type FutureQuote,
  type RateQuote,
  type SwapQuote,
} from './rates/bootstrap.js';
export {
  addBusinessDays,
  adjust,
  type Adjustment,
  type BusinessCalendar,
  businessDaysBetween,
  EVERY_DAY,
  weekdayCalendar,
} from './rates/calendar.js';
export { type Compounding, discountOf, growthOf, rateOf } from './rates/compounding.js';
export {
  annuity,
  type Curve,
  DiscountCurve,
  flatCurve,
  forwardRate,
  parRate,
  shiftedCurve,
  zeroRate,
} from './rates/curve.js';
export { DatedCurve } from './rates/dated-curve.js';
export { countDays, type DayCount, yearFraction } from './rates/day-count.js';
export {
  addMonths,
  civil,
  type CivilDate,
  type Day,
  dayFrom,
  formatDay,
  isMonthEnd,
  parseDay,
  weekday,
} from './rates/day.js';
export type { CurveInterpolation } from './rates/interpolation.js';
export { Bond, type BondDayCount, type BondTerms, type CashFlow } from './bond/bond.js';
export { bondMeasures, type BondMeasures, effectiveMeasures, type EffectiveMeasures } from './bond/measures.js';
export { cleanPriceOnCurve, dirtyPriceOnCurve, zSpread } from './bond/on-curve.js';
export { cleanPrice, dirtyPrice, type YieldBasis, yieldOf } from './bond/yield.js';
export { americanGreeks, type AmericanGreeks, type AmericanModel } from './american/american-greeks.js';
export type { AmericanOption, CashDividend, GridValue } from './american/american-option.js';
export { baroneAdesiWhaley } from './american/barone-adesi-whaley.js';
export { binomial, type BinomialOptions, type BinomialTree } from './american/binomial.js';
export { bjerksundStensland } from './american/bjerksund-stensland.js';
export { finiteDifference, type FiniteDifferenceOptions } from './american/finite-difference.js';
export { trinomial, type TrinomialOptions } from './american/trinomial.js';
