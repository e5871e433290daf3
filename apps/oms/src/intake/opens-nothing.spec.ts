import { describe, expect, it } from '@jest/globals';
import type { OrderRequest } from '@bourseworks/dto';
import { opensNothing } from './opens-nothing.js';

const order = (change: Partial<OrderRequest>): OrderRequest =>
  ({ type: 'MARKET', timeInForce: 'IOC', reduceOnly: true, ...change }) as OrderRequest;

describe('opensNothing', () => {
  it.each([
    [{}, true],
    [{ reduceOnly: false }, false],
    [{ reduceOnly: undefined }, false],
    // What rests may fill when the position is another.
    [{ timeInForce: 'GTC' }, false],
    [{ type: 'LIMIT', price: '1' }, false],
  ] as const)('of %j is %j', (change, expected) => {
    expect(opensNothing(order(change))).toBe(expected);
  });
});
