import { roundTrips, type RoundTripFigures } from '../../libs/pricing/src/testing/round-trip.js';

/** The volatilities of `n` random options, priced and found again. */
function run(options: { n: number; seed: number; say: (text: string) => void }): Promise<RoundTripFigures> {
  const { n, seed, say } = options;
  return Promise.resolve(roundTrips(n, seed, say));
}

export const soak = { n: 1_000_000, seed: 1, run };
