import { describe, expect, it } from '@jest/globals';
import { ulps } from '../testing/ulps.js';
import { erf, erfc, erfcx } from './error-function.js';

/** x, erf, erfc, erfcx: with 40 digits from their series. */
const VALUES: readonly (readonly [number, number, number, number])[] = [
  [-5.5, -0.9999999999999927, 1.9999999999999927, 27443409954929.71],
  [-2, -0.9953222650189527, 1.9953222650189528, 108.94090438997797],
  [-0.5, -0.5204998778130465, 1.5204998778130465, 1.952360489182557],
  [-0.4, -0.42839235504666845, 1.4283923550466684, 1.676233956688859],
  [1e-9, 1.1283791670955127e-9, 0.9999999988716208, 0.9999999988716208],
  [0.3, 0.3286267594591274, 0.6713732405408726, 0.7345993345676551],
  [0.46, 0.4846553900016797, 0.5153446099983203, 0.636787383832713],
  [0.47, 0.4937450508860821, 0.5062549491139179, 0.6314005166600343],
  [1, 0.8427007929497149, 0.15729920705028513, 0.427583576155807],
  [3.9, 0.9999999652077514, 3.4792248597231765e-8, 0.14031418160068973],
  [4.1, 0.9999999932999724, 6.700027654084918e-9, 0.133834116418652],
  [10, 1, 2.088487583762545e-45, 0.05614099274382259],
  [26, 1, 5.663192408856143e-296, 0.021683584850562907],
];

describe('the error functions', () => {
  it.each(VALUES)('at %d are right to the last digits', (x, plain, complement, scaled) => {
    expect(ulps(erf(x), plain)).toBeLessThan(4);
    expect(ulps(erfc(x), complement)).toBeLessThan(4);
    expect(ulps(erfcx(x), scaled)).toBeLessThan(6);
  });

  it('have their limits', () => {
    expect([erf(-Infinity), erf(0), erf(Infinity)]).toEqual([-1, 0, 1]);
    expect([erfc(-Infinity), erfc(0), erfc(30), erfc(Infinity)]).toEqual([2, 1, 0, 0]);
    expect([erfcx(-27), erfcx(0), erfcx(Infinity)]).toEqual([Infinity, 1, 0]);
    expect(ulps(erfcx(1e200), 1e-200 / Math.sqrt(Math.PI))).toBeLessThan(2);
    expect([erf(NaN), erfc(NaN), erfcx(NaN)]).toEqual([NaN, NaN, NaN]);
  });
});
