import { describe, expect, it } from '@jest/globals';
import { interleaved, quantile, spread } from './rounds.js';

describe('interleaved', () => {
  it('runs every contender in every round, each in turn first, and leaves the warm-up out', async () => {
    const order: string[] = [];
    const run = (name: string, value: number) => () => {
      order.push(name);
      return value;
    };
    const found = await interleaved({ a: run('a', 1), b: run('b', 3) }, { rounds: 7, warmup: 1 });
    expect(found.a).toEqual({ median: 1, min: 1, max: 1, rounds: 7 });
    expect(found.b.median).toBe(3);
    expect(order.slice(0, 6).join('')).toBe('abbaab');
    expect(order).toHaveLength(16);
  });

  it('refuses fewer than seven rounds', async () => {
    await expect(interleaved({ a: () => 1 }, { rounds: 3 })).rejects.toThrow('at least 7 rounds');
  });
});

describe('spread', () => {
  it('sorts by value, not by text', () => {
    expect(spread([10, 9, 100])).toEqual({ median: 10, min: 9, max: 100, rounds: 3 });
  });

  it('has no quantile of nothing', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});
