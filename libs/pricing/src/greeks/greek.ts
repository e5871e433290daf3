/**
 * Where `writeGreeks` puts what, from its offset. S spot, K strike, v volatility, r rate, b carry, t calendar time: a derivative
 * to time says what a year (365 days) that passes changes, all else the same. Volatility and rates are per 1.00, so vega per
 * percentage point is vega / 100, theta per day theta / 365.
 */
export const GREEK = {
  price: 0,
  /** dV/dS */
  delta: 1,
  /** d2V/dS2 */
  gamma: 2,
  /** dV/dt, of a long option mostly negative */
  theta: 3,
  /** dV/dv */
  vega: 4,
  /** dV/dr with the yield r - b held: the rho of a stock, index or currency */
  rho: 5,
  /** dV/dr with the carry b held: the rho of an option on a future, -T V */
  discountRho: 6,
  /** dV/db; less it is the derivative to a dividend yield or foreign rate, phi */
  carryRho: 7,
  /** Elasticity, delta S / V; NaN where the price is 0 */
  lambda: 8,
  /** d2V/dS dv */
  vanna: 9,
  /** d2V/dv2, volga */
  vomma: 10,
  /** d2V/dS dt, the change of delta */
  charm: 11,
  /** d2V/dv dt, the change of vega */
  veta: 12,
  /** d2V/dv dr with the yield held */
  vera: 13,
  /** d3V/dS3 */
  speed: 14,
  /** d3V/dS2 dv */
  zomma: 15,
  /** d3V/dS2 dt, the change of gamma */
  color: 16,
  /** d3V/dS dv2, the change of vanna with volatility */
  vannaVol: 17,
  /** d3V/dv3 */
  ultima: 18,
  /** dV/dK */
  dualDelta: 19,
  /** d2V/dK2, the discounted density of the price at expiry */
  dualGamma: 20,
} as const;

export type GreekName = keyof typeof GREEK;
export type Greeks = Readonly<Record<GreekName, number>>;

export const GREEK_NAMES = Object.keys(GREEK) as readonly GreekName[];
export const GREEK_COUNT = GREEK_NAMES.length;
