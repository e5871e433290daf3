import { checkFinite, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';

/**
 * The raw form of J. Gatheral's SVI: total variance (volatility^2 * years) over the logarithm k of strike over forward,
 *
 *     w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2))
 *
 * with b >= 0, |rho| < 1, sigma > 0 and a + b sigma sqrt(1 - rho^2) >= 0, its least value.
 * J. Gatheral, A. Jacquier, "Arbitrage-free SVI volatility surfaces", Quantitative Finance 14 (2014), section 3.
 */
export interface SviRaw {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
}

/** w(k) = delta + omega / 2 (1 + zeta rho (k - mu) + sqrt((zeta (k - mu) + rho)^2 + 1 - rho^2)), omega >= 0, zeta > 0. */
export interface SviNatural {
  readonly delta: number;
  readonly mu: number;
  readonly rho: number;
  readonly omega: number;
  readonly zeta: number;
}

/** What traders name: variances and slopes, which depend little on the expiry. */
export interface SviJumpWings {
  readonly years: number;
  /** Variance a year at the money, volatility^2. */
  readonly variance: number;
  /** Skew at the money: slope of the volatility over k, times sqrt(years). */
  readonly skew: number;
  /** Slope of the left (put) wing, from 0. */
  readonly putSlope: number;
  /** Slope of the right (call) wing, from 0. */
  readonly callSlope: number;
  /** Least variance a year. */
  readonly minimum: number;
}

/** Total variance and its first two derivatives by k. */
export interface VarianceAt {
  readonly value: number;
  readonly slope: number;
  readonly bend: number;
}

/** Throws PRICING_INPUT where the parameters are no smile: see SviRaw. */
export function checkSvi(raw: SviRaw): SviRaw {
  checkFinite('a', raw.a);
  checkFinite('b', raw.b);
  checkFinite('m', raw.m);
  checkPositive('sigma', raw.sigma);
  if (raw.b >= 0 && Math.abs(raw.rho) < 1 && leastVariance(raw) >= 0) return raw;
  const { a, b, rho, m, sigma } = raw;
  throw new PricingError(
    'PRICING_INPUT',
    `SVI needs b >= 0, |rho| < 1 and no variance below 0: a ${a}, b ${b}, rho ${rho}, m ${m}, sigma ${sigma}`,
  );
}

/** The least total variance, a + b sigma sqrt(1 - rho^2). */
export function leastVariance({ a, b, rho, sigma }: SviRaw): number {
  return a + b * sigma * Math.sqrt(1 - rho * rho);
}

/** Total variance at k = ln(strike / forward). */
export function sviVariance({ a, b, rho, m, sigma }: SviRaw, k: number): number {
  return a + b * (rho * (k - m) + Math.hypot(k - m, sigma));
}

/** Total variance with its derivatives. */
export function sviVarianceAt({ a, b, rho, m, sigma }: SviRaw, k: number): VarianceAt {
  const x = k - m;
  const root = Math.hypot(x, sigma);
  return { value: a + b * (rho * x + root), slope: b * (rho + x / root), bend: (b * sigma * sigma) / root ** 3 };
}

/** Volatility a year at k. Throws PRICING_INPUT. */
export function sviVolatility(raw: SviRaw, years: number, k: number): number {
  checkPositive('years', years);
  return Math.sqrt(sviVariance(raw, k) / years);
}

/** Lemma 3.1 of the paper. */
export function naturalToRaw({ delta, mu, rho, omega, zeta }: SviNatural): SviRaw {
  checkPositive('zeta', zeta);
  return checkSvi({
    a: delta + (omega / 2) * (1 - rho * rho),
    b: (omega * zeta) / 2,
    rho,
    m: mu - rho / zeta,
    sigma: Math.sqrt(1 - rho * rho) / zeta,
  });
}

export function rawToNatural(raw: SviRaw): SviNatural {
  const { a, b, rho, m, sigma } = checkSvi(raw);
  const root = Math.sqrt(1 - rho * rho);
  const omega = (2 * b * sigma) / root;
  return { delta: a - (omega / 2) * root * root, mu: m + (rho * sigma) / root, rho, omega, zeta: root / sigma };
}

/** Equation 3.5 of the paper. Throws PRICING_INPUT, also without any variance at the money. */
export function rawToJumpWings(raw: SviRaw, years: number): SviJumpWings {
  checkPositive('years', years);
  const { b, rho, m, sigma } = checkSvi(raw);
  const total = sviVariance(raw, 0);
  checkPositive('variance at the money', total);
  const root = Math.sqrt(total);
  return {
    years,
    variance: total / years,
    skew: ((b / 2) * (rho - m / Math.hypot(m, sigma))) / root,
    putSlope: (b * (1 - rho)) / root,
    callSlope: (b * (1 + rho)) / root,
    minimum: leastVariance(raw) / years,
  };
}

/**
 * Lemma 3.2 of the paper. Throws PRICING_INPUT, also where no smile has these slopes (the skew must lie between half the call slope and
 * less half the put slope), or where many have them: a symmetric smile whose least variance is at the money.
 */
export function jumpWingsToRaw(wings: SviJumpWings): SviRaw {
  const { years, variance, skew, putSlope, callSlope, minimum } = wings;
  checkPositive('years', years);
  checkPositive('variance', variance);
  checkPositive('putSlope + callSlope', putSlope + callSlope);
  const root = Math.sqrt(variance * years);
  const b = (root / 2) * (callSlope + putSlope);
  const rho = 1 - (putSlope * root) / b;
  // m / sqrt(m^2 + sigma^2).
  const beta = rho - (2 * skew * root) / b;
  if (!(Math.abs(beta) < 1 && Math.abs(rho) < 1 && minimum <= variance && minimum >= 0)) {
    throw new PricingError(
      'PRICING_INPUT',
      `no SVI smile has a skew of ${skew} with slopes of ${putSlope} and ${callSlope}, and ${minimum} as its least variance`,
    );
  }
  const steep = Math.sqrt(1 - beta * beta);
  // sqrt(m^2 + sigma^2), from what lies between the variance at the money and the least one.
  const size = ((variance - minimum) * years) / (b * (1 - rho * beta - steep * Math.sqrt(1 - rho * rho)));
  checkPositive('size of the smile', size);
  const sigma = steep * size;
  return checkSvi({ a: minimum * years - b * sigma * Math.sqrt(1 - rho * rho), b, rho, m: beta * size, sigma });
}
