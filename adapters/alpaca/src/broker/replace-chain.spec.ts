import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { connectBroker, dollars, orderFor, shares, type Connected } from '../../test/broker.js';

describe('AlpacaBroker: a replace makes a new order', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    connected = await connectBroker(standIn);
    connected.broker.submit(orderFor(connected.broker, 'o-1'));
    await eventually(() => connected.sink.typesAbout('o-1').includes('New'));
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  const replace = (replaceId: string, quantity: number, price: number): void => {
    const { broker } = connected;
    const order = orderFor(broker, 'o-1');
    broker.replace(order, replaceId, { ...order.terms, quantity: shares(quantity), price: dollars(price) });
  };
  const until = (type: string) => eventually(() => connected.sink.reports.at(-1)?.execType === type, { what: type });
  const idOf = (clientId: string) => standIn.venue.ordered(clientId).id;

  it('counts over the chain, and sends what is left', async () => {
    const { broker, sink } = connected;
    standIn.venue.fill(idOf('o-1'), '4', '100');
    await until('Trade');
    replace('r-1', 12, 101);
    await until('Replaced');
    expect(standIn.asked('PATCH', '/v2/orders').at(-1)?.body).toEqual({
      qty: '8',
      limit_price: '101',
      client_order_id: 'r-1',
    });
    expect(sink.reports.at(-1)).toMatchObject({
      clOrdId: 'r-1',
      origClOrdId: 'o-1',
      venueOrderId: idOf('r-1'),
      orderQty: shares(12),
      price: dollars(101),
      cumQty: shares(4),
      leavesQty: shares(8),
    });
    standIn.venue.fill(idOf('r-1'), '3', '101');
    await until('Trade');
    expect(sink.reports.at(-1)).toMatchObject({
      clOrdId: 'r-1',
      origClOrdId: 'o-1',
      execId: `${idOf('r-1')}:3`,
      cumQty: shares(7),
      leavesQty: shares(5),
    });
    replace('r-2', 9, 102);
    await until('Replaced');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'r-2', orderQty: shares(9), cumQty: shares(7) });
    standIn.venue.fill(idOf('r-2'), '2', '102');
    await until('Trade');
    expect(sink.reports.at(-1)).toMatchObject({ ordStatus: 'Filled', cumQty: shares(9), leavesQty: 0 });
    expect(await broker.order('A', 'o-1')).toMatchObject({
      clOrdId: 'o-1',
      venueOrderId: idOf('r-2'),
      cumQty: shares(9),
      leavesQty: 0,
      open: false,
      terms: { quantity: shares(9), price: dollars(102) },
    });
    expect(sink.reports.filter(({ execType }) => execType === 'Replaced')).toHaveLength(2);
  });

  it('changes the price alone without the quantity, as orders for fractions need it', async () => {
    replace('r-1', 10, 101);
    await until('Replaced');
    expect(standIn.asked('PATCH', '/v2/orders')[0].body).toEqual({ limit_price: '101', client_order_id: 'r-1' });
  });

  it('keeps the order when the exchange refuses the replace', async () => {
    const { broker, sink } = connected;
    standIn.venue.holdReplaces = true;
    replace('r-1', 12, 101);
    await eventually(
      () => standIn.asked('PATCH', '/v2/orders').length === 1 && sink.typesAbout('o-1').includes('PendingReplace'),
    );
    standIn.venue.fill(idOf('o-1'), '4', '100');
    standIn.venue.settleReplace(idOf('r-1'), false);
    standIn.venue.fill(idOf('o-1'), '1', '100');
    await eventually(() => sink.trades.length === 2);
    const types = sink.reports.map(({ execType }) => execType).filter((type) => type !== 'PendingNew');
    expect(types).toEqual(['New', 'PendingReplace', 'Trade', 'ReplaceRejected', 'Trade']);
    expect(sink.about('r-1')).toMatchObject([{ execType: 'ReplaceRejected', origClOrdId: 'o-1', code: 'ORDER_KEPT' }]);
    expect(await broker.order('A', 'o-1')).toMatchObject({ venueOrderId: idOf('o-1'), cumQty: shares(5), open: true });
  });

  it('tells the true quantity when the old order fills while it is being replaced', async () => {
    const { sink } = connected;
    standIn.venue.holdReplaces = true;
    replace('r-1', 12, 101);
    await eventually(() => sink.typesAbout('o-1').includes('PendingReplace'));
    standIn.venue.fill(idOf('o-1'), '4', '100');
    standIn.venue.settleReplace(idOf('r-1'));
    await until('Replaced');
    // Alpaca's new order is for twelve, whatever the old one filled.
    expect(sink.reports.at(-1)).toMatchObject({ orderQty: shares(16), cumQty: shares(4), leavesQty: shares(12) });
  });

  it('is refused for a closed order, and for less than is filled', async () => {
    const { broker, sink } = connected;
    standIn.venue.fill(idOf('o-1'), '4', '100');
    await until('Trade');
    replace('r-1', 4, 100);
    await until('ReplaceRejected');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'r-1', code: 'ORDER_KEPT' });
    expect(standIn.asked('PATCH', '/v2/orders')).toEqual([]);
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await until('Canceled');
    replace('r-2', 12, 100);
    await until('ReplaceRejected');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'r-2', code: 'ORDER_CLOSED' });
  });

  it('cancels the order that is in force once a replace on its way is settled', async () => {
    const { broker, sink } = connected;
    standIn.venue.holdReplaces = true;
    replace('r-1', 12, 101);
    await eventually(() => sink.typesAbout('o-1').includes('PendingReplace'));
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await sleep(50);
    expect(standIn.asked('DELETE', '/v2/orders')).toEqual([]);
    standIn.venue.settleReplace(idOf('r-1'));
    await until('Canceled');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'c-1', origClOrdId: 'o-1', venueOrderId: idOf('r-1') });
  });

  it('is told as a restatement when somebody else replaced the order', async () => {
    const { broker, sink } = connected;
    standIn.venue.replace(idOf('o-1'), { qty: '5', limit_price: '90', client_order_id: 'by-hand' });
    await until('Restated');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'o-1', orderQty: shares(5), price: dollars(90) });
    standIn.venue.fill(idOf('by-hand'), '5', '90');
    await until('Trade');
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'o-1', cumQty: shares(5), leavesQty: 0 });
    expect(await broker.order('A', 'o-1')).toMatchObject({ cumQty: shares(5), open: false });
  });

  it('is told as a restatement when the order was asked for while it was being replaced', async () => {
    const { broker, sink } = connected;
    standIn.venue.holdReplaces = true;
    replace('r-1', 12, 101);
    await eventually(() => sink.typesAbout('o-1').includes('PendingReplace'));
    // The OMS takes this answer for what is, and waits for no other.
    expect(await broker.order('A', 'o-1')).toMatchObject({ open: true, terms: { quantity: shares(10) } });
    standIn.venue.settleReplace(idOf('r-1'));
    await until('Restated');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'o-1', orderQty: shares(12), price: dollars(101) });
    replace('r-2', 14, 102);
    await eventually(() => standIn.asked('PATCH', '/v2/orders').length === 2);
    await until('PendingReplace');
    await broker.order('A', 'o-1');
    standIn.venue.settleReplace(idOf('r-2'), false);
    standIn.venue.fill(idOf('r-1'), '1', '101');
    await until('Trade');
    expect(sink.typesAbout('o-1')).not.toContain('ReplaceRejected');
  });

  it('is put together by a broker that was not there', async () => {
    standIn.venue.fill(idOf('o-1'), '4', '100');
    await until('Trade');
    replace('r-1', 12, 101);
    await until('Replaced');
    standIn.venue.fill(idOf('r-1'), '3', '101');
    await until('Trade');
    replace('r-2', 12, 102);
    await until('Replaced');
    await connected.broker.close();
    connected = await connectBroker(standIn);
    const { broker, sink } = connected;
    standIn.venue.fill(idOf('r-2'), '1', '102');
    await until('Trade');
    expect(sink.reports.at(-1)?.cumQty).toBeUndefined();
    const whole = { venueOrderId: idOf('r-2'), cumQty: shares(8), leavesQty: shares(4), open: true };
    expect(await broker.openOrders('A')).toMatchObject([{ ...whole, clOrdId: 'o-1' }]);
    for (const id of ['o-1', 'r-1', 'r-2'])
      expect(await broker.order('A', id)).toMatchObject({ ...whole, clOrdId: id });
    const fills = await broker.fillsSince('A', 0);
    expect(fills.map(({ clOrdId, execId }) => [clOrdId, execId])).toEqual([
      ['o-1', `${idOf('o-1')}:4`],
      ['o-1', `${idOf('r-1')}:3`],
      ['o-1', `${idOf('r-2')}:1`],
    ]);
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await until('Canceled');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'c-1', origClOrdId: 'o-1', cumQty: shares(8) });
  });
});
