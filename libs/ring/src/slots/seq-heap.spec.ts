import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SeqHeap } from './seq-heap.js';

describe('SeqHeap', () => {
  it('gives slots back by rising sequence', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }), (seqs) => {
        const heap = new SeqHeap(40);
        seqs.forEach((seq, slot) => heap.push(slot, seq));
        const popped: number[] = [];
        while (heap.size > 0) {
          const first = heap.firstSeq;
          expect(seqs[heap.pop()]).toBe(first);
          popped.push(first);
        }
        expect(popped).toEqual([...seqs].sort((a, b) => a - b));
      }),
    );
  });
});
