import { SeededRng } from '@bourseworks/ports';
import { PricingError } from '../errors.js';
import { black76ImpliedVolatility } from '../implied/implied-volatility.js';
import { black76Price } from '../option/black-scholes.js';
import { logRatio } from '../option/log-ratio.js';
import { normalisedVega } from '../option/normalised-black.js';
import { CALL, PUT } from '../option/option-kind.js';

export interface RoundTripFigures {
  /** Options whose volatility was priced and found again. */
  readonly found: number;
  /** Whose price is at its bound in binary floating point, and so refused with a code, or among numbers without all digits. */
  readonly beyond: number;
  /** Largest error as a share of what is allowed. */
  readonly worstShare: number;
}

/** Some orders of magnitude above the smallest numbers of full precision. */
const SMALLEST = 1e-300;

const logUniform = (rng: SeededRng, low: number, high: number): number => 10 ** (low + (high - low) * rng.next());

/**
 * Prices `n` random options out of the money by Black-76 and finds their volatility again. Throws when one is off by more
 * than 1e-12 of itself, or than what eight units in the last place of the price make of it where that is more.
 */
export function roundTrips(n: number, seed: number, say: (text: string) => void = () => undefined): RoundTripFigures {
  const rng = new SeededRng(seed);
  let beyond = 0;
  let worstShare = 0;
  for (let count = 0; count < n; count++) {
    const forward = logUniform(rng, -3, 5);
    const volatility = logUniform(rng, -3, 1);
    const years = logUniform(rng, -4, 1.7);
    const s = volatility * Math.sqrt(years);
    // In turn: by so many deviations from the money, by any ratio of forward and strike, next to nothing from the money.
    const distance = [Math.min(600, 36 * rng.next() * s), 10 * rng.next(), logUniform(rng, -15, -1)][count % 3];
    const kind = rng.next() < 0.5 ? CALL : PUT;
    const strike = forward * Math.exp(kind * distance);
    const price = black76Price(kind, forward, strike, years, 0.02, volatility);
    const unit = Math.exp(-0.02 * years) * Math.sqrt(forward) * Math.sqrt(strike);
    if (price < SMALLEST * Math.max(1, unit)) {
      beyond += 1;
      continue;
    }
    const found = refusable(() => black76ImpliedVolatility(kind, price, forward, strike, years, 0.02));
    if (found === undefined) {
      beyond += 1;
      continue;
    }
    const error = Math.abs(found / volatility - 1);
    const x = -Math.abs(logRatio(forward, strike));
    const allowed = Math.max(1e-12, (8 * Number.EPSILON * price) / (unit * s * normalisedVega(x, s)));
    if (!(error <= allowed))
      throw new Error(
        `volatility ${volatility} found as ${found}: ${JSON.stringify({ kind, forward, strike, years })}`,
      );
    worstShare = Math.max(worstShare, error / allowed);
    if ((count + 1) % 100_000 === 0) say(`${count + 1} options`);
  }
  return { found: n - beyond, beyond, worstShare };
}

function refusable(find: () => number): number | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof PricingError && error.code !== 'PRICING_INPUT') return undefined;
    throw error;
  }
}
