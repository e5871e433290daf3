import { checkFinite, checkNonNegative, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { leastSquares } from '../math/least-squares.js';
import { solveLinear } from '../math/linear.js';
import { butterflyDensity, isButterflyFree, scan } from './arbitrage.js';
import { checkSvi, leastVariance, type SviRaw, sviVariance } from './svi.js';

/** An implied volatility at ln(strike / forward). */
export interface SmileQuote {
  readonly k: number;
  readonly volatility: number;
  /** How much it counts; 1 by default. */
  readonly weight?: number;
}

export interface SviFit {
  readonly raw: SviRaw;
  /** Root of the weighed mean square of the differences in volatility. */
  readonly error: number;
  /** Whether the smile is free of butterfly arbitrage at every strike. */
  readonly butterflyFree: boolean;
}

export interface SviFitOptions {
  /** Whether a fit with butterfly arbitrage is bent until it has none, at the cost of some accuracy; true by default. */
  readonly avoidButterflies?: boolean;
}

const MAX_QUOTES = 10_000;
/** Vertices and widths of the smile from which the search starts; the best few are followed to their minimum. */
const CENTRES = 9;
const WIDTHS = [0.02, 0.06, 0.2, 0.6, 1.5];
const FOLLOWED = 4;
const DENSITY_POINTS = 81;
const DENSITY_REACH = 5;
/** Rounds in which a density that is too low counts ten times as much as before, and more of it is asked for. */
const BENDING_ROUNDS = 4;
const DENSITY_WEIGHT = 1;
const DENSITY_FLOOR = 1e-3;

/** Bounds of the parameters; widths as shares of the range of the quotes. */
const MAX_RHO = 1 - 1e-6;
const MIN_WIDTH = 1e-4;
const MAX_WIDTH = 100;
/** Total variance: above what rounding may make negative. */
const LEAST_VARIANCE = 1e-12;

/** Quotes and what bounds the parameters that fit them. */
interface Smile {
  readonly quotes: readonly Required<SmileQuote>[];
  readonly years: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The SVI smile of an expiry that fits at least five quotes best, by least squares in volatility. For a vertex m and a width sigma
 * the other parameters solve a linear problem (Zeliade Systems, "Quasi-Explicit Calibration of Gatheral's SVI model", 2009):
 * a grid of these gives the starts, from which all five are improved together.
 *
 * Bounded: total variance is nowhere negative, the wings are no steeper than 2 (R. Lee), m is within twice the range of the quotes.
 * The same quotes give the same smile. Throws PRICING_INPUT.
 */
export function calibrateSvi(quotes: readonly SmileQuote[], years: number, options: SviFitOptions = {}): SviFit {
  const smile = checkSmile(quotes, years);
  const fits = startsOf(smile).map((start) => leastSquares((point) => errorsOf(smileAt(point, smile), smile), start));
  let { solution } = fits.reduce((best, fit) => (fit.cost < best.cost ? fit : best));
  if (options.avoidButterflies ?? true) solution = bend(solution, smile);
  const raw = checkSvi(smileAt(solution, smile));
  const total = smile.quotes.reduce((sum, { weight }) => sum + weight, 0);
  const squares = errorsOf(raw, smile).reduce((sum, error) => sum + error * error, 0);
  return { raw, error: Math.sqrt(squares / total), butterflyFree: isButterflyFree(raw) };
}

/** A fit that is free of butterfly arbitrage, from one that may not be. */
function bend(fitted: readonly number[], smile: Smile): readonly number[] {
  let solution = fitted;
  let weight = DENSITY_WEIGHT;
  let floor = DENSITY_FLOOR;
  for (let round = 0; round < BENDING_ROUNDS && !isButterflyFree(smileAt(solution, smile)); round++) {
    const residuals = (point: readonly number[]) => {
      const raw = smileAt(point, smile);
      return [...errorsOf(raw, smile), ...densityErrors(raw, weight, floor)];
    };
    solution = leastSquares(residuals, solution).solution;
    weight *= 10;
    floor *= 2;
  }
  return solution;
}

function checkSmile(quotes: readonly SmileQuote[], years: number): Smile {
  checkPositive('years', years);
  if (quotes.length > MAX_QUOTES) throw new PricingError('PRICING_INPUT', `quotes must be at most ${MAX_QUOTES}`);
  const checked = quotes.map(({ k, volatility, weight = 1 }) => {
    checkFinite('k', k);
    checkPositive('volatility', volatility);
    checkNonNegative('weight', weight);
    checkFinite('weight', weight);
    return { k, volatility, weight };
  });
  const strikes = new Set(checked.filter(({ weight }) => weight > 0).map(({ k }) => k));
  if (strikes.size < 5) {
    throw new PricingError(
      'PRICING_INPUT',
      `SVI has five parameters, quotes of ${strikes.size} strikes do not fix them`,
    );
  }
  return { quotes: checked, years, low: Math.min(...strikes), high: Math.max(...strikes) };
}

function errorsOf(raw: SviRaw, { quotes, years }: Smile): number[] {
  return quotes.map(
    ({ k, volatility, weight }) => Math.sqrt(weight) * (Math.sqrt(sviVariance(raw, k) / years) - volatility),
  );
}

/** How far the density is below the floor, about the vertex of the smile and about the money. */
function densityErrors(raw: SviRaw, weight: number, floor: number): number[] {
  const points = [
    ...scan(raw.m, raw.sigma, DENSITY_POINTS, DENSITY_REACH),
    ...scan(0, 0.1, DENSITY_POINTS, DENSITY_REACH),
  ];
  return points.map((k) => weight * Math.min(butterflyDensity(raw, k) - floor, 0));
}

/** Parameters from a point without bounds: see `pointOf`. */
function smileAt([least, tilt, centre, width, slope]: readonly number[], { low, high }: Smile): SviRaw {
  const span = high - low;
  const rho = MAX_RHO * Math.tanh(tilt);
  const sigma = span * MIN_WIDTH * (MAX_WIDTH / MIN_WIDTH) ** logistic(width);
  const b = (2 * logistic(slope)) / (1 + Math.abs(rho));
  const a = LEAST_VARIANCE + Math.exp(least) - b * sigma * Math.sqrt(1 - rho * rho);
  return { a, b, rho, m: (low + high) / 2 + 2 * span * Math.tanh(centre), sigma };
}

/** The inverse of `smileAt`, held inside of the bounds. */
function pointOf(raw: SviRaw, { low, high }: Smile): number[] {
  const span = high - low;
  return [
    Math.log(Math.max(leastVariance(raw) - LEAST_VARIANCE, 1e-8)),
    Math.atanh(Math.min(Math.max(raw.rho / MAX_RHO, -0.999), 0.999)),
    Math.atanh((raw.m - (low + high) / 2) / (2 * span)),
    logit(Math.log(raw.sigma / (span * MIN_WIDTH)) / Math.log(MAX_WIDTH / MIN_WIDTH)),
    logit((raw.b * (1 + Math.abs(raw.rho))) / 2),
  ];
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(share: number): number {
  const held = Math.min(Math.max(share, 1e-6), 1 - 1e-6);
  return Math.log(held / (1 - held));
}

/** The best of the grid of vertices and widths, as points. */
function startsOf(smile: Smile): number[][] {
  const { low, high } = smile;
  const starts: { raw: SviRaw; cost: number }[] = [];
  for (let i = 0; i < CENTRES; i++) {
    const m = low + ((high - low) * i) / (CENTRES - 1);
    for (const width of WIDTHS) {
      const raw = linearFit(smile, m, width * (high - low));
      const held = smileAt(pointOf(raw, smile), smile);
      starts.push({ raw: held, cost: errorsOf(held, smile).reduce((sum, error) => sum + error * error, 0) });
    }
  }
  return starts
    .toSorted((x, y) => x.cost - y.cost)
    .slice(0, FOLLOWED)
    .map(({ raw }) => pointOf(raw, smile));
}

/** The least squares in total variance for a given vertex and width: w = a + d y + c sqrt(y^2 + 1), y = (k - m) / sigma. */
function linearFit({ quotes, years }: Smile, m: number, sigma: number): SviRaw {
  const normal = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const right = [0, 0, 0];
  for (const { k, volatility, weight } of quotes) {
    const y = (k - m) / sigma;
    const terms = [1, y, Math.hypot(y, 1)];
    terms.forEach((left, row) => {
      right[row] += weight * left * volatility * volatility * years;
      terms.forEach((other, column) => (normal[row][column] += weight * left * other));
    });
  }
  const mean = right[0] / normal[0][0];
  const [a, d, c] = solveLinear(normal, right) ?? [mean, 0, 0];
  // A smile bends upwards: where these quotes do not, it is flat.
  if (!(c > 0)) return { a: mean, b: 1e-6, rho: 0, m, sigma };
  const rho = Math.min(Math.max(d / c, -0.99), 0.99);
  const b = c / sigma;
  return { a: Math.max(a, -b * sigma * Math.sqrt(1 - rho * rho)), b, rho, m, sigma };
}
