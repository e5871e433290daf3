import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StateHasher } from './state-hasher.js';

const fact = fc.oneof(fc.maxSafeInteger(), fc.string({ maxLength: 12 }));
const hash = (facts: readonly (string | number)[]): string => {
  const hasher = new StateHasher();
  for (const one of facts)
    if (typeof one === 'string') hasher.text(one);
    else hasher.number(one);
  if (!Number.isSafeInteger(hasher.toInteger())) throw new Error('not a safe integer');
  return hasher.toString();
};

describe('StateHasher', () => {
  it('gives the same for the same facts and another for others, their borders and order included', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 8 }), fc.array(fact, { maxLength: 8 }), (a, b) => {
        const same = a.length === b.length && a.every((one, i) => one === b[i]);
        expect(hash(a) === hash(b)).toBe(same);
        expect(hash(a)).toBe(hash(a));
      }),
      { numRuns: 500 },
    );
    expect(hash(['ab', 'c'])).not.toBe(hash(['a', 'bc']));
    expect(hash([1, 2])).not.toBe(hash([2, 1]));
    expect(hash([''])).not.toBe(hash([]));
  });

  it('has no collision among many near neighbours', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) seen.add(hash(['submit', 's', i]));
    expect(seen.size).toBe(20_000);
  });
});
