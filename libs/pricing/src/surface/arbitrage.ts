import { leastVariance, type SviRaw, sviVariance, sviVarianceAt } from './svi.js';

/** The least value of a function that must not be negative, and where it is. */
export interface Margin {
  readonly value: number;
  readonly at: number;
}

/** How far the scans reach in ln(strike / forward): beyond it the wings are straight lines to many digits. */
const REACH = 25;
const SCAN_POINTS = 801;
const REFINEMENTS = 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Gatheral's g(k): the density of the price at expiry is this times a positive factor, so a smile is free of butterfly arbitrage where
 * g is nowhere negative (and its wings are not too steep).
 *
 *     g = (1 - k w' / (2 w))^2 - w'^2 / 4 (1 / w + 1 / 4) + w'' / 2
 *
 * V. Durrleman; J. Gatheral, A. Jacquier (2014), equation 2.1. NaN without any variance at k.
 */
export function butterflyDensity(raw: SviRaw, k: number): number {
  const { value, slope, bend } = sviVarianceAt(raw, k);
  return (1 - (k * slope) / (2 * value)) ** 2 - (slope * slope * (1 / value + 0.25)) / 4 + bend / 2;
}

/** The density of ln(price / forward) at expiry that the smile implies: g(k) exp(-d2^2 / 2) / sqrt(2 pi w). */
export function impliedDensity(raw: SviRaw, k: number): number {
  const total = sviVariance(raw, k);
  const d2 = -k / Math.sqrt(total) - Math.sqrt(total) / 2;
  return (butterflyDensity(raw, k) * Math.exp((-d2 * d2) / 2)) / Math.sqrt(2 * Math.PI * total);
}

/** Slope of the steeper wing in total variance, b (1 + |rho|): above 2 the moments of the price would not exist (R. Lee, 2004). */
export function wingSlope({ b, rho }: SviRaw): number {
  return b * (1 + Math.abs(rho));
}

/**
 * The least g(k) over all strikes, by a scan that is dense about the money and the vertex, refined: negative where a butterfly
 * costs less than nothing; -Infinity at a strike without any variance.
 */
export function butterflyMargin(raw: SviRaw): Margin {
  if (!(leastVariance(raw) > 0))
    return { value: -Infinity, at: raw.m - (raw.rho * raw.sigma) / Math.sqrt(1 - raw.rho ** 2) };
  return leastOver((k) => butterflyDensity(raw, k), [raw]);
}

/** Whether no butterfly costs less than nothing: g nowhere below 0 (to rounding) and wings no steeper than 2. */
export function isButterflyFree(raw: SviRaw): boolean {
  return wingSlope(raw) <= 2 && butterflyMargin(raw).value >= -1e-12;
}

/** The least of later less earlier total variance over all strikes: negative where a calendar spread costs less than nothing. */
export function calendarMargin(earlier: SviRaw, later: SviRaw): Margin {
  return leastOver((k) => sviVariance(later, k) - sviVariance(earlier, k), [earlier, later]);
}

/** Whether total variance falls nowhere from the earlier to the later expiry, to rounding, wings included. */
export function isCalendarFree(earlier: SviRaw, later: SviRaw): boolean {
  const rises = (sign: 1 | -1) => later.b * (1 + sign * later.rho) >= earlier.b * (1 + sign * earlier.rho) - 1e-12;
  return rises(1) && rises(-1) && calendarMargin(earlier, later).value >= -1e-12;
}

/** Least value of a smooth function over k: scans about the vertex of each smile and about the money, then a golden section. */
function leastOver(f: (k: number) => number, smiles: readonly SviRaw[]): Margin {
  const points = [...smiles.flatMap(({ m, sigma }) => scan(m, sigma)), ...scan(0, 0.1)].toSorted((x, y) => x - y);
  let best = 0;
  const values = points.map(f);
  for (let i = 1; i < values.length; i++) if (values[i] < values[best]) best = i;
  let low = points[Math.max(best - 1, 0)];
  let high = points[Math.min(best + 1, points.length - 1)];
  for (let step = 0; step < REFINEMENTS; step++) {
    const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (f(left) < f(right)) high = right;
    else low = left;
  }
  const middle = (low + high) / 2;
  const value = f(middle);
  return value < values[best] ? { value, at: middle } : { value: values[best], at: points[best] };
}

/** Points about a centre, as close as its width allows there and ever wider towards the wings. */
export function scan(centre: number, width: number, points = SCAN_POINTS, reach = REACH): number[] {
  const end = Math.asinh(reach / width);
  return Array.from({ length: points }, (_, i) => centre + width * Math.sinh(end * ((2 * i) / (points - 1) - 1)));
}
