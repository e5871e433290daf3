import { describe, expect, it } from '@jest/globals';
import type { FillView, OrderView } from '@bourseworks/dto/shapes';
import { bookActions, bookReducer, MAX_CLOSED, MAX_FILLS, type BookState } from './book-slice.js';

const empty = bookReducer(undefined, bookActions.cleared());
const fill = (sequence: number, id = `f${sequence}`) => ({ id, sequence, time: sequence }) as FillView;
const order = (n: number, closed: boolean) =>
  ({ clOrdId: `o${n}`, sequence: n, updatedAt: n, createdAt: n, closed }) as OrderView;
const event = (orders: readonly OrderView[], fills: readonly FillView[]) => ({ prev: 0, seq: 0, orders, fills });
const after = (state: BookState, orders: readonly OrderView[], fills: readonly FillView[]) =>
  bookReducer(state, bookActions.events([event(orders, fills)]));
const sequences = ({ fills }: BookState) => fills.map(({ sequence }) => sequence);

describe('what the page keeps of a day', () => {
  it('are fills newest first, each once, in whatever order they come', () => {
    const first = after(empty, [], [fill(1), fill(2)]);
    expect(sequences(first)).toEqual([2, 1]);
    const crossed = after(first, [], [fill(5), fill(4), fill(2)]);
    expect(sequences(crossed)).toEqual([5, 4, 2, 1]);
    expect(sequences(after(crossed, [], [fill(6), fill(7)]))).toEqual([7, 6, 5, 4, 2, 1]);
    expect(sequences(after(crossed, [], [fill(5, 'other part of the same event')]))).toEqual([5, 5, 4, 2, 1]);
  });

  it('is bounded, and never at the cost of an open order', () => {
    let state = after(empty, [order(0, false)], []);
    for (let n = 1; n <= 6_000; n += 100) {
      const numbers = Array.from({ length: 100 }, (_, at) => n + at);
      state = after(
        state,
        numbers.map((one) => order(one, true)),
        numbers.map((one) => fill(one)),
      );
    }
    const kept = Object.values(state.orders);
    expect(kept.length).toBeLessThanOrEqual(MAX_CLOSED * 1.25);
    expect(state.orders['o0']).toBeDefined();
    expect(state.orders['o6000']).toBeDefined();
    expect([state.fills.length, state.fills[0].sequence]).toEqual([MAX_FILLS, 6_000]);
  });

  it('takes no earlier view of an order for a later one', () => {
    const later = { ...order(1, true), sequence: 9 };
    const state = after(after(empty, [later], []), [order(1, false)], []);
    expect(state.orders['o1']).toEqual(later);
  });
});
