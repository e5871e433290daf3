import { describe, expect, it } from '@jest/globals';
import type { OrderView } from '@bourseworks/dto/shapes';
import { compareInLists, ordersOfList, tailOf, waitsForList } from './lists.js';

const order = (clOrdId: string, listId?: string, listRole?: OrderView['listRole']): OrderView =>
  ({ clOrdId, createdAt: 1, ...(listId === undefined ? {} : { listId, listRole }) }) as OrderView;
const orders = [
  order('o-14', 'o-12', 'TAKE_PROFIT'),
  order('o-5'),
  order('o-13', 'o-12', 'ENTRY'),
  order('o-15', 'o-12', 'STOP_LOSS'),
  order('o-3', 'o-2', 'LEG'),
];
const ids = (some: readonly OrderView[]): string[] => some.map(({ clOrdId }) => clOrdId);

describe('orders of lists', () => {
  it('stand together when a grid is sorted by lists, whichever way, and those of none last', () => {
    const up = orders.toSorted((a, b) => compareInLists(a, b, false));
    expect(ids(up)).toEqual(['o-3', 'o-13', 'o-14', 'o-15', 'o-5']);
    // As the grid does it.
    const down = orders.toSorted((a, b) => -compareInLists(a, b, true));
    expect(ids(down)).toEqual(['o-13', 'o-14', 'o-15', 'o-3', 'o-5']);
  });

  it('of one list are in the order of their roles, and of one role in that in which they were made', () => {
    const many = [...orders, order('o-40', 'o-12', 'TAKE_PROFIT'), order('o-9', 'o-12', 'TAKE_PROFIT')];
    const all = Object.fromEntries(many.map((one) => [one.clOrdId, one]));
    expect(ids(ordersOfList(all, 'o-12'))).toEqual(['o-13', 'o-9', 'o-14', 'o-40', 'o-15']);
    expect(ordersOfList(all, 'none')).toEqual([]);
  });

  it('wait while the OMS has not sent them; the entry and orders alone never do', () => {
    const waits = { listRole: 'STOP_LOSS', state: 'Intent', closed: false } as const;
    expect(waitsForList(waits)).toBe(true);
    expect(waitsForList({ ...waits, state: 'Acknowledged' })).toBe(false);
    expect(waitsForList({ ...waits, closed: true })).toBe(false);
    expect(waitsForList({ ...waits, listRole: 'ENTRY' })).toBe(false);
    expect(waitsForList({ state: 'Intent', closed: false })).toBe(false);
  });

  it('have a short name of their list', () => {
    expect([tailOf('dev-manual-1-12'), tailOf('list')]).toEqual(['#12', '#list']);
  });
});
