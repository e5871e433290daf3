import { describe, expect, it } from '@jest/globals';
import { bracketOrders, ListDesk } from '../../test/list-desk.js';
import { Desk } from '../../test/desk.js';

const capabilities = { instructions: ['ICEBERG'] } as const;

describe('what a broker is asked to show of an order', () => {
  it('is all of an exit that is released for no more than its shown part', () => {
    const desk = new ListDesk({ capabilities });
    const { ids } = desk.begun({ orders: bracketOrders({ TAKE_PROFIT: { displayQty: 50 } }) });
    desk.fill(ids['ENTRY'], 30, 5_000);
    desk.acknowledge();
    const exit = { side: 'SELL', price: 5_500 };
    const shown = () =>
      desk.effects.flatMap((effect) => {
        if (effect.kind !== 'send' && effect.kind !== 'replace') return [];
        const { quantity, instructions, price, side } = effect.kind === 'send' ? effect.order.terms : effect.terms;
        return side === exit.side && price >= exit.price ? [[quantity, instructions?.displayQty]] : [];
      });
    expect(shown()).toEqual([[30, 0]]);
    expect(desk.replace(ids['TAKE_PROFIT'], { price: '56.00' })).toMatchObject({ code: undefined });
    desk.acknowledge();
    expect(shown()).toEqual([
      [30, 0],
      [30, 0],
    ]);
    desk.fill(ids['ENTRY'], 70, 5_000);
    desk.acknowledge();
    expect(shown().at(-1)).toEqual([100, 50]);
    desk.replayed();
  });

  it('is all of an order that self-trade prevention leaves no more of', () => {
    const selfTrade = { modeOf: () => 'DECREMENT' as const, ownerOf: () => 'same' };
    const desk = new Desk({ capabilities, selfTrade });
    desk.working({ side: 'SELL', quantity: '80' });
    desk.submit({ strategy: 't', displayQty: '50' });
    const sent = desk.effects.findLast(({ kind }) => kind === 'send');
    expect(sent).toMatchObject({ order: { terms: { quantity: 20, instructions: { displayQty: 0 } } } });
  });
});
