import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { instrumentOf, LISTINGS } from '../instruments/listings.js';
import { generateHistory } from './history.js';
import { MarketModel } from './market-model.js';

const END = 1_700_000_000;
const SECONDS = 6 * 3_600;

function history(seed: number) {
  const rng = new SeededRng(seed);
  const model = new MarketModel(
    LISTINGS.map((listing) => listing.fair),
    rng,
  );
  const series = generateHistory(LISTINGS.map(instrumentOf), model, rng, SECONDS, END);
  return series.map((one) => one.range(1, 0, END, SECONDS, false));
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]) => v.reduce((a, b) => a + b) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
  return sum((i) => (x[i] - mx) * (y[i] - my)) / Math.sqrt(sum((i) => (x[i] - mx) ** 2) * sum((i) => (y[i] - my) ** 2));
}

describe('the market that is made up', () => {
  const [btc, eth, sol] = history(42);

  it('is the same for the same seed', () => {
    expect(history(42)[0].slice(0, 50)).toEqual(btc.slice(0, 50));
    expect(history(43)[0].slice(0, 50)).not.toEqual(btc.slice(0, 50));
  });

  it('has a spread between BTCUSD and ETHUSD that halves in 20 to 40 seconds', () => {
    const spread = btc.map((bar, i) => Math.log(bar.close) - Math.log(eth[i].close));
    const lag = 30;
    const decay = correlation(spread.slice(lag), spread.slice(0, -lag));
    const halfLife = (-lag * Math.LN2) / Math.log(decay);
    expect(halfLife).toBeGreaterThan(20);
    expect(halfLife).toBeLessThan(40);
  });

  it('moves together over minutes', () => {
    const returns = (bars: typeof btc) =>
      bars.filter((_, i) => i % 300 === 0).map((bar, i, all) => Math.log(bar.close / all[Math.max(0, i - 1)].close));
    expect(correlation(returns(btc), returns(eth))).toBeGreaterThan(0.8);
    expect(correlation(returns(btc), returns(sol))).toBeGreaterThan(0.5);
  });
});
