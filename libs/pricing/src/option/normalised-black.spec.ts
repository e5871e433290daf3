import { describe, expect, it } from '@jest/globals';
import { ulps } from '../testing/ulps.js';
import { normalisedBlack, normalisedVega } from './normalised-black.js';

/** x, s and the price with 60 digits. */
const PRICES: readonly (readonly [number, number, number])[] = [
  [0, 1e-12, 3.9894228040143267e-13],
  [0, 0.2, 0.07965567455405796],
  [0, 3, 0.8663855974622838],
  [0, 12, 0.9999999980268247],
  [-1e-9, 1e-9, 8.33154705876863e-11],
  [-0.01, 0.2, 0.07475586709285885],
  [-0.5, 0.1, 5.339911785800865e-9],
  [-0.5, 0.25, 0.0021096780352728465],
  [-1, 0.11, 5.797594269109225e-22],
  [-2, 0.3, 5.58778356385508e-13],
  [-2, 0.5, 3.4724760825473943e-6],
  [-3, 1.5, 0.010219278595191577],
  [-3, 4, 0.18620213690775986],
  [-10, 1, 6.611749177891193e-25],
  [-10, 6, 0.005896205485475188],
  [-100, 5, 3.056644632815836e-91],
  [-100, 25, 1.9287498479639178e-22],
  [-300, 20, 1.6307377906039784e-72],
  [-0.001, 0.0001, 7.474560245421083e-29],
  [-600, 40, 5.148198528166702e-131],
  // Both sides of where one expansion takes over from another.
  [-2.002, 0.2, 1.343351901285204e-25],
  [-1.998, 0.2, 1.6471654844735057e-25],
  [-4.004, 0.4, 2.6474461898525564e-25],
  [-3.996, 0.4, 3.246198242881093e-25],
  [-52.8, 4.4, 5.903593364181837e-35],
  [-53.28, 4.44, 5.703132247744187e-35],
  [-2.099, 0.4198, 2.1985024173227663e-8],
  [-2.101, 0.4202, 2.200510691806166e-8],
  [-0.2099, 0.4198, 0.08210877532221224],
  [-0.2101, 0.4202, 0.08218525641439492],
  [-11.36, 5.68, 0.0025391148459927714],
  [-11.44, 5.72, 0.0024615557464760917],
  [-177.12, 19.68, 2.7138652758645322e-39],
  [-177.48, 19.72, 2.2836382283705456e-39],
];

/** Error in units of the machine precision, beside what as small a change of s makes of a price far from the money. */
const errorAt = (x: number, s: number, price: number): number =>
  ulps(normalisedBlack(x, s), price) / Math.max(1, (x / s) ** 2);

describe('normalisedBlack', () => {
  it.each(PRICES)('at x = %d and s = %d is right to the last digits', (x, s, price) => {
    expect(errorAt(x, s, price)).toBeLessThan(3);
  });

  it('vanishes far from the money without an error of the range', () => {
    for (const s of [1e-300, 1e-9, 0.01]) expect(normalisedBlack(-1, s)).toBe(0);
    expect(normalisedBlack(-5e-324, 5e-324)).toBeGreaterThanOrEqual(0);
    expect(normalisedBlack(-1e-300, 80)).toBe(1);
  });
});

describe('normalisedVega', () => {
  it('is the derivative', () => {
    for (const [x, s] of [
      [-0.5, 0.3],
      [-2, 1.5],
      [0, 0.7],
    ] as const) {
      const h = 1e-5 * s;
      const slope = (normalisedBlack(x, s + h) - normalisedBlack(x, s - h)) / (2 * h);
      expect(Math.abs(normalisedVega(x, s) / slope - 1)).toBeLessThan(1e-8);
    }
    expect(normalisedVega(0, 0)).toBe(0.3989422804014327);
  });
});
