import { describe, expect, it } from '@jest/globals';
import { ulps } from '../testing/ulps.js';
import { inverseNormalCdf, normalCdf, normalPdf } from './normal.js';

/** With 40 digits from the series of the error function. */
const DISTRIBUTION: readonly (readonly [number, number])[] = [
  [-37.5, 4.605353009581955e-308],
  [-20.25, 1.77619986494957e-91],
  [-8.5, 9.479534822203318e-18],
  [-5.75, 4.462172453901612e-9],
  [-5.5, 1.8989562465887718e-8],
  [-3.25, 0.000577025042390767],
  [-1.5, 0.06680720126885807],
  [-0.7, 0.24196365222307303],
  [-0.66, 0.25462691467133614],
  [-0.25, 0.4012936743170763],
  [-1e-8, 0.4999999960105772],
  [0.3, 0.6179114221889527],
  [0.65, 0.7421538891941353],
  [0.7, 0.758036347776927],
  [1.25, 0.8943502263331448],
  [2.5, 0.9937903346742238],
  [5, 0.9999997133484281],
  [8, 0.9999999999999993],
];

/** The root of the distribution function, with 40 digits. */
const QUANTILES: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-10, -6.361340902404057],
  [0.001, -3.0902323061678136],
  [0.02425, -1.972961051311885],
  [0.07, -1.4757910281791706],
  [0.3, -0.5244005127080408],
  [0.49999, -2.5066282748960008e-5],
  [0.6, 0.2533471031357997],
  [0.925, 1.4395314709384561],
  [0.98, 2.0537489106318225],
  [0.999999, 4.753424308817087],
];

describe('normalCdf', () => {
  it.each(DISTRIBUTION)('at %d is right to the last digits', (x, p) => {
    expect(ulps(normalCdf(x), p)).toBeLessThan(4);
  });

  it('has its limits', () => {
    expect([-Infinity, -39.5, 0, 39.5, Infinity, NaN].map(normalCdf)).toEqual([0, 0, 0.5, 1, 1, NaN]);
  });

  it('never falls, also where one approximation meets the next', () => {
    for (const edge of [-5.656854248, -0.66291, 0.66291, 5.656854248]) {
      for (let step = -50; step < 50; step++) {
        const below = normalCdf(edge + step * 1e-9);
        const above = normalCdf(edge + (step + 1) * 1e-9);
        expect(above).toBeGreaterThanOrEqual(below);
      }
    }
  });
});

describe('normalPdf', () => {
  it('is right to the last digits far out as well', () => {
    expect(ulps(normalPdf(0), 0.3989422804014327)).toBeLessThan(1);
    expect(ulps(normalPdf(-1.3), 0.17136859204780736)).toBeLessThan(3);
    expect(ulps(normalPdf(30.7), 8.745949016024064e-206)).toBeLessThan(3);
    expect([normalPdf(-Infinity), normalPdf(Infinity), normalPdf(NaN)]).toEqual([0, 0, NaN]);
  });
});

describe('inverseNormalCdf', () => {
  it.each(QUANTILES)('at %d is right to the last digits', (p, x) => {
    expect(ulps(inverseNormalCdf(p), x)).toBeLessThan(5);
  });

  it('has its limits', () => {
    expect([0, 0.5, 1].map(inverseNormalCdf)).toEqual([-Infinity, 0, Infinity]);
    expect([-1e-9, 1.5, NaN].map(inverseNormalCdf)).toEqual([NaN, NaN, NaN]);
  });
});
