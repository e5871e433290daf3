import { describe, expect, it } from '@jest/globals';
import { Desk } from '../test/desk.js';

describe('the list of orders', () => {
  const desk = new Desk();
  const ids = [desk.working(), desk.submit({ symbol: 'XXX' }).clOrdId, desk.working(), desk.working()];
  const listed = (limit: number, newest?: boolean): string[] =>
    desk.engine.orders(newest === undefined ? {} : { newest }, limit).map(({ clOrdId }) => clOrdId);

  it('begins with the oldest, refused ones last', () => {
    expect(listed(10)).toEqual([ids[0], ids[2], ids[3], ids[1]]);
    expect(listed(2)).toEqual([ids[0], ids[2]]);
    expect(listed(4)).toHaveLength(4);
  });

  it('gives the newest first when asked to, refused ones in their place', () => {
    expect(listed(10, true)).toEqual([ids[3], ids[2], ids[1], ids[0]]);
    expect(listed(2, true)).toEqual([ids[3], ids[2]]);
  });

  it('gives only open ones, of one account', () => {
    desk.cancel(ids[2]);
    desk.report('Canceled', ids[2]);
    const open = desk.engine.orders({ open: true, newest: true }, 10);
    expect(open.map(({ clOrdId }) => clOrdId)).toEqual([ids[3], ids[0]]);
    expect(desk.engine.orders({ account: 'nobody', newest: true }, 10)).toEqual([]);
  });
});
