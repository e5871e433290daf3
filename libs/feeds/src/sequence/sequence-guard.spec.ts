import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SequenceGuard } from './sequence-guard.js';

function guardOf(window: number, waitUs = 1_000) {
  const told: (number | string)[] = [];
  const guard = new SequenceGuard<number>(
    { pass: (item) => told.push(item), missing: (from, to) => told.push(`${from}-${to}`) },
    { window, waitUs },
  );
  const offer = (...sequences: number[]) => sequences.map((sequence) => guard.offer(sequence, sequence, 0));
  return { guard, told, offer };
}

describe('the sequence guard', () => {
  it('begins with whatever number comes first', () => {
    const { told, offer } = guardOf(4);
    expect([offer(700, 701), told]).toEqual([
      ['next', 'next'],
      [700, 701],
    ]);
  });

  it('passes a number on once, whether it comes again behind or while it waits', () => {
    const { told, offer } = guardOf(4);
    expect(offer(1, 2, 1, 2, 4, 4)).toEqual(['next', 'next', 'duplicate', 'duplicate', 'ahead', 'duplicate']);
    expect(told).toEqual([1, 2]);
  });

  it('puts what overtook others in order', () => {
    const { told, offer } = guardOf(4);
    expect(offer(1, 4, 3, 2, 5)).toEqual(['next', 'ahead', 'reordered', 'reordered', 'next']);
    expect(told).toEqual([1, 2, 3, 4, 5]);
  });

  it('without a window each jump is a gap at once', () => {
    const { told, offer } = guardOf(0);
    offer(1, 4, 5);
    expect(told).toEqual([1, '2-3', 4, 5]);
  });

  it('more than the window does not wait: only the first hole is given up, the next may still be filled', () => {
    const { told, offer } = guardOf(2);
    offer(1, 3, 5);
    expect(told).toEqual([1]);
    offer(6);
    expect(told).toEqual([1, '2-2', 3]);
    offer(4);
    expect(told).toEqual([1, '2-2', 3, 4, 5, 6]);
  });

  it('waits no longer than it may', () => {
    const { guard, told } = guardOf(9, 1_000);
    guard.offer(1, 1, 0);
    guard.offer(3, 3, 10);
    guard.offer(5, 5, 500);
    expect(guard.waitingSinceUs).toBe(10);
    guard.expire(1_009);
    expect(told).toEqual([1]);
    guard.expire(1_010);
    expect([told, guard.waitingSinceUs]).toEqual([[1, '2-2', 3], 500]);
    // An item looks at the time as well.
    guard.offer(6, 6, 1_500);
    expect([told.slice(3), guard.waitingSinceUs]).toEqual([['4-4', 5, 6], undefined]);
  });

  it('knows what comes after it was given up, once', () => {
    const { told, offer } = guardOf(0);
    expect(offer(1, 5, 3, 3, 2, 4, 1).slice(2)).toEqual(['late', 'duplicate', 'late', 'late', 'duplicate']);
    expect(told).toEqual([1, '2-4', 5]);
  });

  it('remembers a bounded number of holes', () => {
    const { offer } = guardOf(0);
    offer(0, ...Array.from({ length: 257 }, (_, i) => 2 * i + 2));
    expect(offer(1, 3)).toEqual(['duplicate', 'late']);
  });

  it('settled, nothing waits', () => {
    const { guard, told, offer } = guardOf(9);
    offer(1, 3, 6);
    guard.settle();
    expect([told, guard.waitingSinceUs]).toEqual([[1, '2-2', 3, '4-5', 6], undefined]);
  });

  it('begins anew when the venue does', () => {
    const { guard, told, offer } = guardOf(9);
    offer(10, 12);
    guard.reset();
    offer(1, 2);
    expect(told).toEqual([10, 1, 2]);
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('%p is no number of a sequence', (sequence) => {
    expect(() => guardOf(1).offer(sequence)).toThrow(expect.objectContaining({ code: 'DATA_FORMAT' }));
  });

  it('bounds that are none are refused', () => {
    expect(() => guardOf(-1)).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
    expect(() => guardOf(1, Number.NaN)).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
  });

  it('whatever comes: each number is passed on or missing, once, in order, and the late are among the missing', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.array(fc.nat(40), { minLength: 1, maxLength: 80 }), (window, sequences) => {
        const { guard, told, offer } = guardOf(window);
        const verdicts = offer(...sequences);
        guard.settle();
        const numbers = told.flatMap((one) => {
          if (typeof one === 'number') return [one];
          const [from, to] = one.split('-').map(Number);
          return Array.from({ length: to - from + 1 }, (_, i) => from + i);
        });
        const first = sequences[0];
        const last = Math.max(...sequences);
        expect(numbers).toEqual(Array.from({ length: last - first + 1 }, (_, i) => first + i));
        const late = sequences.filter((_, i) => verdicts[i] === 'late');
        const passed = new Set([...told.filter((one) => typeof one === 'number'), ...late]);
        expect(passed).toEqual(new Set(sequences.filter((sequence) => sequence >= first)));
        expect(new Set(late).size).toBe(late.length);
      }),
    );
  });

  it('what is displaced by less than the window comes out in order, with nothing missing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 2, maxLength: 60 }), (delays) => {
        const { told, offer } = guardOf(6);
        const order = delays.map((delay, i) => ({ sequence: i + 1, at: i + delay }));
        order.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
        offer(0, ...order.map(({ sequence }) => sequence));
        expect(told).toEqual(Array.from({ length: delays.length + 1 }, (_, i) => i));
      }),
    );
  });
});
