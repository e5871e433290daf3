import { bsmPrice, CALL } from '@bourseworks/pricing';

/** Calls on stocks without dividends, which all peers price: around the money, some days to more than a year, 10 to 60% volatility. */
export interface Options {
  readonly rows: number;
  readonly spot: Float64Array;
  readonly years: Float64Array;
  readonly volatility: Float64Array;
  readonly price: Float64Array;
}

export const STRIKE = 100;
export const RATE = 0.03;

/** The same options each time; primes spread them over their ranges. */
export function options(rows: number): Options {
  const spread = (prime: number, least: number, range: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => least + (range * ((row * prime) % rows)) / rows);
  const spot = spread(7919, 80, 45);
  const years = spread(104_729, 0.1, 1.5);
  const volatility = spread(1_299_709, 0.1, 0.5);
  const price = spot.map((from, row) => bsmPrice(CALL, from, STRIKE, years[row], RATE, RATE, volatility[row]));
  return { rows, spot, years, volatility, price };
}
