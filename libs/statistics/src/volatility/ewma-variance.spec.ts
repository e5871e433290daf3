import { describe, expect, it } from '@jest/globals';
import { normals } from '../testing/sample.js';
import { EwmaVariance } from './ewma-variance.js';

describe('EwmaVariance', () => {
  it('weighs squares by powers of the decay, the first by all that is left', () => {
    const returns = Array.from({ length: 50 }, normals(3));
    const ewma = new EwmaVariance({ decay: 0.9 });
    expect(ewma.variance).toBeNaN();
    returns.forEach((value) => ewma.update(value));
    const weighted = returns.slice(1).reduce((sum, value, i) => sum + 0.1 * 0.9 ** (48 - i) * value ** 2, 0);
    expect(ewma.variance).toBeCloseTo(weighted + 0.9 ** 49 * returns[0] ** 2, 14);
    expect(ewma.count).toBe(50);
  });

  it('decays by 0.94 unless told otherwise', () => {
    const ewma = new EwmaVariance();
    ewma.update(0.02);
    expect(ewma.update(0)).toBeCloseTo(0.94 * 0.0004, 18);
  });

  it('goes on from a snapshot', () => {
    const returns = Array.from({ length: 20 }, normals(4));
    const whole = new EwmaVariance({ decay: 0.97 });
    returns.slice(0, 10).forEach((value) => whole.update(value));
    const again = EwmaVariance.restore({ decay: 0.97 }, JSON.parse(JSON.stringify(whole.snapshot())));
    for (const value of returns.slice(10)) expect(again.update(value)).toBe(whole.update(value));
  });

  it('refuses what is no number, and stays as it was', () => {
    const ewma = new EwmaVariance();
    ewma.update(0.01);
    expect(() => ewma.update(NaN)).toThrow(expect.objectContaining({ code: 'STATISTICS_NOT_FINITE' }));
    expect(ewma.snapshot()).toEqual({ count: 1, variance: 0.0001 });
    for (const decay of [0, 1, -1, NaN])
      expect(() => new EwmaVariance({ decay })).toThrow(expect.objectContaining({ code: 'STATISTICS_RANGE' }));
    for (const snapshot of [
      { count: -1, variance: 1 },
      { count: 1, variance: -1 },
      { count: 1, variance: NaN },
    ])
      expect(() => EwmaVariance.restore({}, snapshot)).toThrow(expect.objectContaining({ code: 'STATISTICS_RANGE' }));
  });
});
