import { describe, expect, it } from '@jest/globals';
import { compareSpecificity, compilePattern, patternsOverlap } from './topics.js';

describe('patterns', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/*', 'a/b', true],
    ['a/*', 'a', false],
    ['a/*', 'a/b/c', false],
    ['a/b*', 'a/bcd', true],
    ['a/b*', 'a/b', true],
    ['a/b*', 'a/cb', false],
    ['a/*/c', 'a/x/c', true],
    ['a/*/c', 'a/x/d', false],
    ['a/>', 'a/b', true],
    ['a/>', 'a/b/c/d', true],
    ['a/>', 'a', false],
    ['>', 'a', true],
    ['a/*/>', 'a/b', false],
    ['a/*/>', 'a/b/c', true],
    ['#share/group/a/>', 'a/b', true],
  ])('%s against %s: %s', (pattern, topic, matches) => {
    expect(compilePattern(pattern)(topic)).toBe(matches);
  });

  it('sort from specific to general', () => {
    const order = ['a/b/c', 'a/b/c*', 'a/b/*', 'a/b/>', 'a/bc*/c', 'a/b*/c', 'a/*/c', 'a/>', '>'];
    expect(order.toReversed().toSorted(compareSpecificity)).toEqual(order);
  });

  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/c', false],
    ['a/*', 'a/c', true],
    ['a/*', 'a', false],
    ['a/*/c', '*/b/*', true],
    ['a/b*', 'a/bc*', true],
    ['a/b*', 'a/c*', false],
    ['a/>', 'a/b/c', true],
    ['a/>', 'a', false],
    ['>', '#share/g/a', true],
    ['a/b/>', 'a/*', false],
  ])('%s and %s overlap: %p', (left, right, overlap) => {
    expect(patternsOverlap(left, right)).toBe(overlap);
    expect(patternsOverlap(right, left)).toBe(overlap);
  });
});
