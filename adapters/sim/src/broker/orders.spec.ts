import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notionalMoney } from '@bourseworks/domain';
import { eventually, type RecordingBrokerSink } from '@bourseworks/testkit';
import { connectBroker, orderFor } from '../../test/broker.js';
import { startExchange } from '../../test/exchange.js';
import type { SimBroker } from './sim-broker.js';

describe('SimBroker orders', () => {
  let broker: SimBroker;
  let sink: RecordingBrokerSink;

  beforeAll(async () => {
    const exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '0' });
    ({ broker, sink } = await connectBroker(exchange.url));
  });
  afterAll(() => broker.close());

  const seen = (id: string, types: string[]) => eventually(() => sink.typesOf(id).join() === types.join() || undefined);

  it('reports a market order and its fills with fee', async () => {
    const order = orderFor(broker, 'A', 'm-1', { type: 'MARKET', timeInForce: 'IOC', price: 0, quantity: 100 });
    broker.submit(order);
    await seen('m-1', ['New', 'Trade']);
    const fill = sink.reports.at(-1);
    expect(fill).toMatchObject({ ordStatus: 'Filled', lastQty: 100, cumQty: 100, leavesQty: 0, feeCurrency: 'USD' });
    const exact = notionalMoney(order.instrument, fill?.lastPx ?? 0, 100) * 100n;
    const unit = 1_000_000n * 10n ** 10n;
    expect(fill?.fee).toBe(((exact + unit - 1n) / unit) * 10n ** 10n);
    expect(new Set(sink.reports.map((report) => report.execId)).size).toBe(sink.reports.length);
    const fills = await broker.fillsSince('A', 0);
    expect(fills).toEqual([fill]);
  });

  it('replaces and cancels a resting order', async () => {
    const order = orderFor(broker, 'A', 'l-1');
    broker.submit(order);
    broker.replace(order, 'l-2', { ...order.terms, quantity: 500, price: 90 });
    await seen('l-2', ['Replaced']);
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'l-1', orderQty: 500, price: 90, leavesQty: 500 });
    expect(await broker.openOrders('A')).toMatchObject([{ clOrdId: 'l-2', leavesQty: 500, open: true }]);
    expect(await broker.order('A', 'l-1')).toMatchObject({ clOrdId: 'l-1', leavesQty: 500, open: true });
    broker.cancel({ ...order, clOrdId: 'l-2' }, 'c-1');
    await seen('c-1', ['Canceled']);
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'l-2', ordStatus: 'Canceled', leavesQty: 0 });
    expect(await broker.openOrders('A')).toEqual([]);
    expect(await broker.order('A', 'l-2')).toMatchObject({ open: false });
  });

  it('reports refusals of the exchange with our codes', async () => {
    broker.submit(orderFor(broker, 'A', 'bad-price', { price: -1 }));
    await seen('bad-price', ['Rejected']);
    expect(sink.reports.at(-1)).toMatchObject({ code: 'PRICE_INVALID', ordStatus: 'Rejected' });
    broker.cancel(orderFor(broker, 'A', 'nothing'), 'c-2');
    await seen('c-2', ['CancelRejected']);
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'nothing', code: 'ORDER_UNKNOWN' });
    broker.cancel(orderFor(broker, 'A', 'l-2'), 'c-3');
    await seen('c-3', ['CancelRejected']);
    expect(sink.reports.at(-1)).toMatchObject({ code: 'ORDER_CLOSED' });
    broker.replace(orderFor(broker, 'A', 'nothing'), 'r-1', orderFor(broker, 'A', 'x').terms);
    await seen('r-1', ['ReplaceRejected']);
  });

  it('does not take a duplicate for a rejection: the order is there', async () => {
    const order = orderFor(broker, 'A', 'twice');
    broker.submit(order);
    broker.submit(order);
    await seen('twice', ['New', 'Unknown']);
    expect(await broker.order('A', 'twice')).toMatchObject({ open: true });
  });

  it('kills a FOK order that cannot be filled whole', async () => {
    broker.submit(orderFor(broker, 'A', 'fok', { timeInForce: 'FOK' }));
    await seen('fok', ['New', 'Canceled']);
  });

  it('does not know an order of another account', async () => {
    expect(await broker.order('B', 'twice')).toBeUndefined();
    expect(await broker.openOrders('B')).toEqual([]);
  });
});
