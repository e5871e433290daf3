import { describe, expect, it } from '@jest/globals';
import { ExponentialAverage } from './exponential-average.js';

describe('ExponentialAverage', () => {
  it('begins with the average of its seeds and then weighs the newest value by alpha', () => {
    const average = new ExponentialAverage(0.25, 3);
    const values = [1, 2, 6, 7, 3].map((value) => {
      average.update(value);
      return average.value;
    });
    expect(values).toEqual([NaN, NaN, 3, 4, 3.75]);
  });

  it('begins with a value that it is told', () => {
    const average = new ExponentialAverage(0.5, 3);
    average.begin(50);
    expect(average.value).toBe(50);
    average.update(100);
    expect(average.value).toBe(75);
  });
});
