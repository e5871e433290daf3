import { describe, expect, it } from '@jest/globals';
import { cholesky } from '../math/cholesky.js';
import { Matrix } from '../math/matrix.js';
import { solveQuadratic } from '../math/quadratic-program.js';
import { expectNear } from '../testing/near.js';
import { executionFrontier, optimalSchedule, type ExecutionProblem } from './optimal-schedule.js';

/** Table 1 of Almgren and Chriss: a million shares in five days, in dollars and days. */
const PAPER: ExecutionProblem = {
  quantity: 1e6,
  time: 5,
  intervals: 5,
  volatility: 0.95,
  fixedCost: 0.0625,
  temporaryImpact: 2.5e-6,
  permanentImpact: 2.5e-7,
};

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

describe('optimalSchedule', () => {
  it('gives the half-life of the example of Almgren and Chriss, kappa about 0.61 a day', () => {
    expect(rounded(optimalSchedule(PAPER, 1e-6).urgency, 2)).toBe(0.61);
  });

  // Expected cost and variance in millions, cost + aversion x variance, 1 / kappa: as DROP 4.66 prints them for that example.
  it.each([
    [1e-9, 0.6625, 1.0812, 0.6636, 51.3],
    [2e-9, 0.6625, 1.0794, 0.6647, 36.27],
    [5e-9, 0.6625, 1.074, 0.6679, 22.94],
    [8e-9, 0.6626, 1.0687, 0.6711, 18.14],
    [9e-9, 0.6626, 1.0669, 0.6722, 17.1],
  ])('gives the published costs for an aversion of %d', (aversion, cost, variance, penalised, life) => {
    const { expectedCost, deviation, urgency } = optimalSchedule(PAPER, aversion);
    expect(rounded(expectedCost / 1e6, 4)).toBe(cost);
    expect(rounded((deviation / 1e6) ** 2, 4)).toBe(variance);
    expect(rounded((expectedCost + aversion * deviation ** 2) / 1e6, 4)).toBe(penalised);
    expect(rounded(1 / urgency, 2)).toBe(life);
  });

  it('trades equal slices without risk aversion, and without risk', () => {
    for (const schedule of [optimalSchedule(PAPER, 0), optimalSchedule({ ...PAPER, volatility: 0 }, 1)]) {
      expectNear(schedule.slices, [2e5, 2e5, 2e5, 2e5, 2e5], 14);
      expect(schedule.urgency).toBe(0);
      expect(schedule.expectedCost).toBeCloseTo(662_500, 6);
    }
  });

  it('is the minimum that a quadratic program finds', () => {
    for (const aversion of [1e-7, 1e-6, 2e-5]) {
      const size = 8;
      const problem = { ...PAPER, intervals: size };
      const tau = 5 / size;
      const impact = 2.5e-6 - (2.5e-7 * tau) / 2;
      // Of slices: impact n^2 / tau + aversion sigma^2 tau times the squares of what is left after each.
      const matrix = new Matrix(size, size);
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          const heldTogether = Math.min(i, j);
          matrix.set(i, j, 2 * aversion * 0.95 ** 2 * tau * heldTogether + (i === j ? (2 * impact) / tau : 0));
        }
      const all = { normal: new Float64Array(size).fill(1), bound: 1, equality: true };
      const slices = solveQuadratic(cholesky(matrix, 'costs'), new Float64Array(size), [all]);
      expectNear(
        optimalSchedule(problem, aversion).slices,
        Array.from(slices, (value) => value * 1e6),
        8,
      );
    }
  });

  it('sums to the whole and falls all the way, also when it trades all but everything at once', () => {
    for (const aversion of [0, 1e-12, 1e-6, 1e-2, 1e6]) {
      const { slices, holdings, expectedCost } = optimalSchedule({ ...PAPER, intervals: 500 }, aversion);
      expect(slices.reduce((a, b) => a + b, 0)).toBeCloseTo(1e6, 4);
      expect([holdings[0], holdings[500]]).toEqual([1e6, 0]);
      expect(slices.every((slice) => slice >= 0)).toBe(true);
      expect(expectedCost).toEqual(expect.any(Number));
      expect(Number.isFinite(expectedCost)).toBe(true);
    }
    expect(Array.from(optimalSchedule({ ...PAPER, intervals: 1 }, 1).slices)).toEqual([1e6]);
  });

  it.each<[Partial<ExecutionProblem>, number]>([
    [{ quantity: 0 }, 0],
    [{ time: -1 }, 0],
    [{ intervals: 0 }, 0],
    [{ intervals: 2.5 }, 0],
    [{ volatility: NaN }, 0],
    [{ fixedCost: -1 }, 0],
    [{ permanentImpact: -1 }, 0],
    [{ temporaryImpact: 1.25e-7 }, 0],
    [{}, -1e-6],
    [{}, Infinity],
  ])('refuses %j with an aversion of %d', (changed, aversion) => {
    expect(() => optimalSchedule({ ...PAPER, ...changed }, aversion)).toThrow(
      expect.objectContaining({ code: 'STATISTICS_RANGE' }),
    );
  });
});

describe('executionFrontier', () => {
  it('pays more for less risk', () => {
    const frontier = executionFrontier(PAPER, [0, 1e-7, 5e-7, 1e-6, 5e-6]);
    for (let i = 1; i < frontier.length; i++) {
      expect(frontier[i].expectedCost).toBeGreaterThan(frontier[i - 1].expectedCost);
      expect(frontier[i].deviation).toBeLessThan(frontier[i - 1].deviation);
    }
  });
});
