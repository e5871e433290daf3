import { describe, expect, it } from '@jest/globals';
import { fisherUpper, studentTwoSided } from './distributions.js';
import { logGamma } from './incomplete-beta.js';
import { normalCdf } from './normal.js';

/** |value / expected - 1| as a power of ten. */
const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

describe('distributions, beside SciPy 1.17', () => {
  it.each([
    [-20, 2.7536241186061556e-89],
    [-8.3, 5.2055697448902465e-17],
    [-3, 0.0013498980316300933],
    [-2.5, 0.006209665325776132],
    [-2.4, 0.008197535924596131],
    [-1, 0.15865525393145707],
    [-0.3, 0.3820885778110474],
    [0, 0.5],
    [0.7, 0.758036347776927],
    [3.2, 0.9993128620620841],
  ])('normal %d', (x, expected) => {
    expect(relative(normalCdf(x), expected)).toBeLessThan(2e-13);
  });

  it('of the normal are 0 and 1 at the ends and rise in between', () => {
    expect([normalCdf(-Infinity), normalCdf(-50), normalCdf(50), normalCdf(Infinity)]).toEqual([0, 0, 1, 1]);
    for (let x = -9; x < 6; x += 0.01) expect(normalCdf(x + 0.01)).toBeGreaterThan(normalCdf(x));
  });

  it.each([
    [0.5, 1, 0.7048327646991335],
    [2, 3, 0.13932596855884305],
    [2.5, 30, 0.01811564906806669],
    [40, 7, 1.5902179984850364e-9],
    [1e-3, 200, 0.9992031123011389],
    [3.1, 100_000, 0.0019357437126225584],
  ])('Student t %d with %d degrees', (t, degrees, expected) => {
    expect(relative(studentTwoSided(t, degrees), expected)).toBeLessThan(2e-10);
    expect(studentTwoSided(-t, degrees)).toBe(studentTwoSided(t, degrees));
  });

  it.each([
    [0.5, 1, 10, 0.4956475043831199],
    [3.2, 4, 20, 0.034831623728782526],
    [12, 2, 1000, 7.079811261048161e-6],
    [1, 50, 50, 0.5],
  ])('F %d with %d and %d degrees', (f, a, b, expected) => {
    expect(relative(fisherUpper(f, a, b), expected)).toBeLessThan(1e-11);
  });

  it.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [3.7, 1.428072326665388],
    [100, 359.1342053695754],
    [1e5, 1051287.7089736569],
  ])('logarithm of gamma(%d)', (x, expected) => {
    expect(relative(logGamma(x), expected)).toBeLessThan(1e-13);
  });
});
