import { describe, expect, it } from '@jest/globals';
import { normalisedBlack, normalisedVega } from '../option/normalised-black.js';
import { normalisedImplied } from './normalised-implied.js';

/** x, price, and the root with 60 digits. */
const ROOTS: readonly (readonly [number, number, number])[] = [
  [0, 3.989422804014327e-11, 1e-10],
  [0, 0.07965567455405796, 0.2],
  [0, 0.7698606595565834, 2.4],
  [0, 0.8063990308287794, 2.6000000000000005],
  [0, 0.9999932046537505, 8.999999999998918],
  [-1e-12, 3.984424798725563e-10, 1e-9],
  [-1e-12, 0.11923538473998503, 0.3],
  [-0.001, 0.003509336918642542, 0.01],
  [-0.1, 1.069183048565627e-9, 0.02],
  [-0.1, 0.039458602641807, 0.2],
  [-0.1, 0.12873272960134288, 0.44],
  [-0.1, 0.13632228882634276, 0.46],
  [-0.1, 0.634127122705939, 2.0],
  [-0.1, 0.9388120978196023, 5.000000000000003],
  [-1, 6.847932680690649e-92, 0.05],
  [-1, 3.329094942944567e-5, 0.3],
  [-1, 0.07699102314167414, 1.0],
  [-1, 0.17499419630767196, 1.42],
  [-1, 0.5286875621688374, 3.5000000000000004],
  [-1, 0.6064677622239917, 8.000000000000336],
  [-4, 2.7264260541632503e-91, 0.2],
  [-4, 0.0013986205140891627, 1.5],
  [-4, 0.10388915722527141, 4.0],
  [-4, 0.13532907763025737, 8.999999999999895],
  [-20, 9.00301116409052e-140, 0.8],
  [-20, 2.1484592503113782e-6, 5.0],
  [-20, 4.539940196184885e-5, 12.000000000000787],
  [-100, 6.639874684285647e-140, 4.0],
  [-100, 8.012362233636776e-23, 14.0],
  [-500, 5.584080153621333e-160, 20.0],
  [-500, 2.6691902155411714e-109, 40.000304668841586],
  [-1000, 7.124574129203065e-218, 49.99999999999881],
];

/** Error of `s` in units of what one in the last place of the price, or of s itself, makes. */
function errorOf(x: number, price: number, s: number, wanted: number): number {
  const condition = Math.max(1, price / (wanted * normalisedVega(x, wanted)));
  return Math.abs(s / wanted - 1) / (Number.EPSILON * condition);
}

describe('normalisedImplied', () => {
  it.each(ROOTS)('for x = %d and the price %d is the root to the last digits', (x, price, wanted) => {
    expect(errorOf(x, price, normalisedImplied(price, x), wanted)).toBeLessThan(4);
  });

  it('is right on both sides of where one first guess takes over from another', () => {
    for (const x of [-1e-9, -0.01, -0.3, -2, -15, -80]) {
      const centre = Math.sqrt(-2 * x);
      const price = normalisedBlack(x, centre);
      const vega = normalisedVega(x, centre);
      const edges = [centre - price / vega, centre, centre + (Math.exp(0.5 * x) - price) / vega];
      for (const edge of edges) {
        for (const side of [1 - 1e-9, 1, 1 + 1e-9]) {
          const s = edge * side;
          const found = normalisedImplied(normalisedBlack(x, s), x);
          expect(errorOf(x, normalisedBlack(x, s), found, s)).toBeLessThan(8);
        }
      }
    }
  });

  it('answers for the smallest and the largest prices there are', () => {
    for (const x of [0, -0.1, -5, -300]) {
      const most = Math.exp(0.5 * x);
      const [least, greatest] = [5e-324, most * (1 - 2 ** -53)].map((price) => normalisedImplied(price, x));
      expect(least).toBeGreaterThan(0);
      expect(greatest).toBeGreaterThan(least);
      expect(greatest).toBeLessThan(60);
    }
  });
});
