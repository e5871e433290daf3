import { describe, expect, it } from '@jest/globals';
import { leastSquares } from './least-squares.js';
import { solveLinear } from './linear.js';
import { rootBetween } from './root.js';

describe('leastSquares', () => {
  it("finds the bottom of Rosenbrock's valley", () => {
    const { solution, cost } = leastSquares(([x, y]) => [10 * (y - x * x), 1 - x], [-1.2, 1]);
    expect(solution[0]).toBeCloseTo(1, 9);
    expect(solution[1]).toBeCloseTo(1, 9);
    expect(cost).toBeLessThan(1e-20);
  });

  it('finds the parameters of a curve through its own points, and takes steps out of the domain back', () => {
    const xs = Array.from({ length: 20 }, (_, i) => i / 4);
    const residuals = ([scale, rate]: readonly number[]) =>
      xs.map((x) => scale * Math.sqrt(rate - x / 10) - 3 * Math.sqrt(0.8 - x / 10));
    const { solution } = leastSquares(residuals, [1, 2]);
    expect(solution[0]).toBeCloseTo(3, 7);
    expect(solution[1]).toBeCloseTo(0.8, 7);
  });

  it('stands still where a parameter has no effect', () => {
    const { solution } = leastSquares(([x]) => [x - 2], [0, 7]);
    expect(solution[0]).toBeCloseTo(2, 9);
    expect(solution[1]).toBeCloseTo(7, 6);
  });
});

describe('solveLinear', () => {
  it('solves with pivots, and says when there is no solution', () => {
    const solution = solveLinear(
      [
        [0, 2, 1],
        [1, -2, -3],
        [-1, 1, 2],
      ],
      [-8, 0, 3],
    )!;
    [-4, -5, 2].forEach((value, i) => expect(solution[i]).toBeCloseTo(value, 13));
    expect(
      solveLinear(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toBeUndefined();
    expect(solveLinear([[NaN]], [1])).toBeUndefined();
  });
});

describe('rootBetween', () => {
  it('finds roots to the last digits, of flat and of steep functions', () => {
    expect(rootBetween((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
    expect(rootBetween((x) => (x - 0.3) ** 9, -1, 5)).toBeCloseTo(0.3, 1);
    expect(rootBetween((x) => Math.atan(1e6 * (x - 0.7)), 10, -10)).toBeCloseTo(0.7, 14);
    expect(rootBetween((x) => x, 0, 1)).toBe(0);
    expect(rootBetween((x) => x - 1, 0, 1)).toBe(1);
  });

  it('finds none where the signs are the same', () => {
    expect(rootBetween((x) => x * x + 1, -1, 1)).toBeUndefined();
    expect(rootBetween(() => NaN, -1, 1)).toBeUndefined();
  });
});
