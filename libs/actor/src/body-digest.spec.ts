import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyDigest } from './body-digest.js';

/** The same fields in another order, at every depth. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, field]) => [name, reordered(field)]),
  );
}

const body = fc.dictionary(
  fc.string().filter((name) => name !== 'claim' && name !== '__proto__'),
  fc.jsonValue({ maxDepth: 3 }),
);

describe('bodyDigest', () => {
  it('is the same for what is sent and what is read, in any order of fields, with and without the claim', () => {
    fc.assert(
      fc.property(body, fc.string(), (sent, claim) => {
        const digest = bodyDigest(sent);
        expect(bodyDigest(JSON.parse(JSON.stringify(sent)) as object)).toBe(digest);
        expect(bodyDigest(reordered(sent) as object)).toBe(digest);
        expect(bodyDigest({ claim, ...sent, absent: undefined })).toBe(digest);
      }),
    );
  });

  it('differs for bodies that differ', () => {
    fc.assert(
      fc.property(body, body, (one, other) => {
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(bodyDigest(one) === bodyDigest(other)).toBe(same);
      }),
    );
    const distinct = [{}, { a: null }, { a: '' }, { a: 1 }, { a: '1' }, { a: [1] }, { a: { b: 1 } }, { 'a":1,"b': 1 }];
    expect(new Set(distinct.map(bodyDigest)).size).toBe(distinct.length);
    expect(bodyDigest({ step: { claim: '1' } })).not.toBe(bodyDigest({ step: {} }));
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, field]) => [name, sorted(field)])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
