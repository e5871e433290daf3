import { describe, expect, it } from '@jest/globals';
import { ListDesk } from '../../test/list-desk.js';
import type { EngineContext } from '../context.js';
import { StateHasher } from '../state-hasher.js';
import { listImages, restoreLists } from './list-image.js';
import { OrderLists } from './order-lists.js';

const hashOf = (lists: OrderLists): string => {
  const hasher = new StateHasher();
  lists.hash(hasher);
  return hasher.toString();
};

describe('an image of lists', () => {
  it('is plain data that brings them back', () => {
    const desk = new ListDesk();
    const { ids } = desk.begun();
    desk.fill(ids['ENTRY'], 60, 5_000);
    desk.acknowledge();
    desk.fill(ids['TAKE_PROFIT'], 20, 5_500);
    desk.begun();
    const { state } = (desk.engine as unknown as { ctx: EngineContext }).ctx;
    const images = JSON.parse(JSON.stringify(listImages(state.lists, state.orders.values()))) as ReturnType<
      typeof listImages
    >;
    const back = new OrderLists();
    restoreLists(back, images, (clOrdId) => {
      const order = state.orders.get(clOrdId);
      if (order === undefined) throw new Error(clOrdId);
      return order;
    });
    expect(hashOf(back)).toBe(hashOf(state.lists));
    expect(back.due.size).toBe(2);
    expect(back.get(images[0].origin.id)?.legs[1]).toBe(state.orders.get(ids['TAKE_PROFIT'])?.leg);
  });
});
