import { describe, expect, it } from '@jest/globals';
import { longestTogether, longestWithout, type Span } from './times.js';

const spans = (...pairs: [number, number][]): Span[] => pairs.map(([fromUs, toUs]) => ({ fromUs, toUs }));

describe('what the connections of a stream come to', () => {
  it('two at a time: the longest time without a break', () => {
    expect(longestTogether(spans([0, 10], [10, 20]), 2, 100)).toBe(0);
    expect(longestTogether(spans([0, 10], [7, 20], [19, 30]), 2, 100)).toBe(3);
    expect(longestTogether(spans([0, 10], [4, 8], [6, 12]), 2, 100)).toBe(6);
    expect(longestTogether(spans([0, Infinity], [90, Infinity]), 2, 100)).toBe(10);
  });

  it('wanted and not there: the longest time without a break', () => {
    expect(longestWithout(spans([0, 10]), spans([0, 10]), 100)).toBe(0);
    expect(longestWithout(spans([0, 50]), spans([0, 10], [17, 60]), 100)).toBe(7);
    expect(longestWithout(spans([0, 12], [20, 50]), spans([0, 10], [25, 60]), 100)).toBe(5);
    expect(longestWithout(spans([0, Infinity]), spans([0, 40]), 100)).toBe(60);
    // A change of owner without a moment between.
    expect(longestWithout(spans([0, 50]), spans([0, 10], [10, 60]), 100)).toBe(0);
  });
});
