import {
  bsmImpliedVolatility,
  bsmPrice,
  CALL,
  GREEK,
  GREEK_COUNT,
  greeksOf,
  writeBsmGreeks,
} from '@bourseworks/pricing';
import { type Options, RATE, STRIKE } from './options.js';

/** One task over rows of options; what it returns is compared with ours before it is timed. */
export type Task = (row: number) => number;

export interface BlackScholesPeer {
  readonly blackScholes: (s: number, k: number, t: number, v: number, r: number, kind: 'call') => number;
}
type Greek = (s: number, k: number, t: number, v: number, r: number, kind: 'call') => number;
export interface GreeksPeer {
  readonly getDelta: Greek;
  readonly getGamma: Greek;
  readonly getVega: Greek;
  readonly getTheta: Greek;
  readonly getRho: Greek;
}
export interface ImpliedPeer {
  readonly getImpliedVolatility: (price: number, s: number, k: number, t: number, r: number, kind: 'call') => number;
}
interface Market {
  readonly rate: number;
  readonly strike: number;
  readonly time: number;
  readonly type: 'call';
  readonly underlying: number;
}
/** Takes the normal distribution from a table. */
export interface InterpolatingPeer {
  readonly BlackScholes: new () => {
    option(market: Market & { sigma: number }): {
      price: number;
      delta: number;
      gamma: number;
      vega: number;
      theta: number;
      rho: number;
    };
    sigma(market: Market & { price: number }): number;
  };
}

export function ownTasks({
  spot,
  years,
  volatility,
  price,
}: Options): Record<'price' | 'greeks' | 'greeksObject' | 'implied', Task> {
  const out = new Float64Array(GREEK_COUNT);
  return {
    price: (row) => bsmPrice(CALL, spot[row], STRIKE, years[row], RATE, RATE, volatility[row]),
    greeks: (row) => {
      writeBsmGreeks(out, 0, CALL, spot[row], STRIKE, years[row], RATE, RATE, volatility[row]);
      return out[GREEK.delta] + out[GREEK.gamma] + out[GREEK.vega] / 100 + out[GREEK.rho] / 100;
    },
    greeksObject: (row) => {
      const option = {
        kind: CALL,
        spot: spot[row],
        strike: STRIKE,
        years: years[row],
        rate: RATE,
        volatility: volatility[row],
      };
      const { delta, gamma, vega, rho } = greeksOf(option);
      return delta + gamma + vega / 100 + rho / 100;
    },
    implied: (row) => bsmImpliedVolatility(CALL, price[row], spot[row], STRIKE, years[row], RATE, RATE),
  };
}

/** Of packages that calculate as we do. */
export function peerTasks(
  { spot, years, volatility, price }: Options,
  model: BlackScholesPeer,
  greeks: GreeksPeer,
  implied: ImpliedPeer,
): Record<'price' | 'greeks' | 'implied', Task> {
  return {
    price: (row) => model.blackScholes(spot[row], STRIKE, years[row], volatility[row], RATE, 'call'),
    // Its theta is read as well, since ours is among the 21; it counts days in its own way, so it is not compared.
    greeks: (row) => {
      const terms = [spot[row], STRIKE, years[row], volatility[row], RATE, 'call'] as const;
      const theta = greeks.getTheta(...terms);
      if (Number.isNaN(theta)) return NaN;
      return greeks.getDelta(...terms) + greeks.getGamma(...terms) + greeks.getVega(...terms) + greeks.getRho(...terms);
    },
    implied: (row) => implied.getImpliedVolatility(price[row], spot[row], STRIKE, years[row], RATE, 'call'),
  };
}

export function interpolatingTasks(
  { spot, years, volatility, price }: Options,
  { BlackScholes }: InterpolatingPeer,
): Record<'price' | 'greeks' | 'implied', Task> {
  const model = new BlackScholes();
  const market = (row: number) =>
    ({ rate: RATE, strike: STRIKE, time: years[row], type: 'call', underlying: spot[row] }) as const;
  return {
    price: (row) => model.option({ ...market(row), sigma: volatility[row] }).price,
    greeks: (row) => {
      const { delta, gamma, vega, rho } = model.option({ ...market(row), sigma: volatility[row] });
      return delta + gamma + vega / 100 + rho / 100;
    },
    implied: (row) => model.sigma({ ...market(row), price: price[row] }),
  };
}

/** Largest distance of `task` from `own` over all rows. */
export function distance(own: Task, task: Task, rows: number): number {
  let largest = 0;
  for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(own(row) - task(row)));
  return largest;
}
