import { defineBench } from './harness/bench.js';
import { peer } from './harness/peer.js';
import { options } from './pricing/options.js';
import {
  type BlackScholesPeer,
  distance,
  type GreeksPeer,
  type ImpliedPeer,
  type InterpolatingPeer,
  interpolatingTasks,
  ownTasks,
  peerTasks,
  type Task,
} from './pricing/tasks.js';

const ROWS = 500;

/** Nanoseconds of CPU time of one call, over at least `calls` of them. */
function nsEach(task: Task, calls: number): number {
  let sum = 0;
  let done = 0;
  const startedAt = process.cpuUsage().user;
  while (done < calls) {
    for (let row = 0; row < ROWS && done + row < calls; row++) sum += task(row);
    done += ROWS;
  }
  const elapsedUs = process.cpuUsage().user - startedAt;
  // Uses the sum: a loop without an effect may be compiled away.
  if (!Number.isFinite(sum)) throw new Error('a price is no number');
  return (elapsedUs * 1e3) / Math.min(done, calls);
}

/**
 * Price, Greeks and implied volatility of European calls, beside packages from npm. The goal is held against those that
 * calculate: `black-scholes`, `greeks`, `implied-volatility`. `@uqee/black-scholes` takes the normal distribution from a
 * table, which leaves five digits of a price and fewer of a volatility: figures and no goal. All are compared before they are timed.
 */
export const bench = defineBench({
  name: 'pricing',
  goals: [{ name: 'minRatioVsBestPeer', op: '>=', goal: 2 }],
  async measure({ quick, rounds }) {
    const model = await peer<{ default: BlackScholesPeer }>('black-scholes');
    const greeks = await peer<{ default: GreeksPeer }>('greeks');
    const implied = await peer<{ default: ImpliedPeer }>('implied-volatility');
    const table = await peer<InterpolatingPeer>('@uqee/black-scholes');
    const all = options(ROWS);
    const own = ownTasks(all);
    const peers = peerTasks(all, model.module.default, greeks.module.default, implied.module.default);
    const interpolating = interpolatingTasks(all, table.module);
    const off = {
      price: distance(own.price, peers.price, ROWS),
      greeks: distance(own.greeks, peers.greeks, ROWS),
      interpolatedPrice: distance(own.price, interpolating.price, ROWS),
      interpolatedImplied: distance(own.implied, interpolating.implied, ROWS),
    };
    if (!(off.price < 1e-9 && off.greeks < 1e-9 && off.interpolatedPrice < 1e-3)) {
      throw new Error(`the peers do not agree: ${JSON.stringify(off)}`);
    }
    const scale = quick ? 1 : 4;
    const found = await rounds({
      price: () => nsEach(own.price, 200_000 * scale),
      greeks: () => nsEach(own.greeks, 100_000 * scale),
      greeksObject: () => nsEach(own.greeksObject, 10_000 * scale),
      implied: () => nsEach(own.implied, 50_000 * scale),
      peerPrice: () => nsEach(peers.price, 2_000 * scale),
      peerGreeks: () => nsEach(peers.greeks, 2_000 * scale),
      peerImplied: () => nsEach(peers.implied, 25 * scale),
      interpolatedPrice: () => nsEach(interpolating.price, 200_000 * scale),
      interpolatedGreeks: () => nsEach(interpolating.greeks, 200_000 * scale),
      interpolatedImplied: () => nsEach(interpolating.implied, 20_000 * scale),
    });
    const ratio = (peerName: keyof typeof found, name: keyof typeof found): number =>
      found[peerName].median / found[name].median;
    const ratios = {
      price: ratio('peerPrice', 'price'),
      greeks: ratio('peerGreeks', 'greeks'),
      implied: ratio('peerImplied', 'implied'),
    };
    return {
      values: { minRatioVsBestPeer: Math.min(...Object.values(ratios)) },
      figures: {
        ratios,
        ratiosVsInterpolating: {
          price: ratio('interpolatedPrice', 'price'),
          greeks: ratio('interpolatedGreeks', 'greeks'),
          implied: ratio('interpolatedImplied', 'implied'),
        },
        off,
        ns: found,
      },
      peers: {
        'black-scholes': model.version,
        greeks: greeks.version,
        'implied-volatility': implied.version,
        '@uqee/black-scholes': table.version,
      },
    };
  },
});
