import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_INSTRUCTIONS } from '@bourseworks/domain';
import { eventually, type RecordingBrokerSink } from '@bourseworks/testkit';
import { ACCOUNT, connectBroker, orderFor } from '../../test/broker.js';
import { BinanceStandIn, type Flavour } from '../../test/stand-in/binance-stand-in.js';
import type { BinanceBroker } from './binance-broker.js';

describe.each(['spot', 'usdm'] as Flavour[])('BinanceBroker orders, %s', (flavour) => {
  let standIn: BinanceStandIn;
  let broker: BinanceBroker;
  let sink: RecordingBrokerSink;

  beforeAll(async () => {
    standIn = await BinanceStandIn.start(flavour);
    ({ broker, sink } = await connectBroker(standIn));
  });
  afterAll(async () => {
    await broker.close();
    await standIn.close();
  });

  const seen = (id: string, types: string[]) => eventually(() => sink.typesOf(id).join() === types.join() || undefined);

  it('lists the instruments with the venue’s steps', () => {
    expect(broker.instruments()).toMatchObject([
      { symbol: 'BTCUSDT', venue: broker.name, priceScale: 2, qtyScale: 5, tickSize: 1, lotSize: 1, minQuantity: 1 },
      { symbol: 'ETHUSDT', qtyScale: 4, maxQuantity: 90_000_000, currency: 'USDT', base: 'ETH' },
    ]);
  });

  it('reports a market order, its fills and their fees', async () => {
    broker.submit(orderFor(broker, 'm-1', { type: 'MARKET', price: 0 }));
    await seen('m-1', ['New', 'Trade']);
    const feeCurrency = flavour === 'spot' ? 'BNB' : 'USDT';
    const [fill] = sink.fills('m-1');
    expect(fill).toMatchObject({ ordStatus: 'Filled', lastQty: 1_000, lastPx: 10_000, cumQty: 1_000, leavesQty: 0 });
    expect(fill).toMatchObject({ fee: 10n ** 15n, feeCurrency, execId: `BTCUSDT:${standIn.venue.trades[0].id}` });
    const listed = await broker.fillsSince(ACCOUNT, 0);
    const { ordStatus: _s, cumQty: _c, leavesQty: _l, ...told } = fill;
    expect(listed).toEqual([told]);
  });

  it('rests, fills in part, and is cancelled under the id of the cancel', async () => {
    const order = orderFor(broker, 'l-1');
    broker.submit(order);
    await seen('l-1', ['New']);
    standIn.venue.fill('l-1', '0.004');
    await seen('l-1', ['New', 'Trade']);
    expect(await broker.openOrders(ACCOUNT)).toMatchObject([
      { clOrdId: 'l-1', cumQty: 400, leavesQty: 600, open: true, terms: order.terms },
    ]);
    broker.cancel(order, 'c-1');
    await seen('c-1', ['Canceled']);
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'l-1', ordStatus: 'Canceled', cumQty: 400, leavesQty: 0 });
    expect(await broker.order(ACCOUNT, 'l-1')).toMatchObject({ cumQty: 400, leavesQty: 0, open: false });
    expect(await broker.openOrders(ACCOUNT)).toEqual([]);
  });

  it('tells refusals with our codes and the venue’s words', async () => {
    broker.cancel(orderFor(broker, 'never'), 'c-2');
    await seen('c-2', ['CancelRejected']);
    expect(sink.reports.at(-1)).toMatchObject({ code: 'ORDER_UNKNOWN', reason: 'Unknown order sent. (-2011)' });
    const done = orderFor(broker, 'l-1');
    broker.cancel(done, 'c-3');
    await seen('c-3', ['CancelRejected']);
    expect(sink.reports.at(-1)).toMatchObject({ code: 'ORDER_CLOSED', origClOrdId: 'l-1' });
    const other = orderFor(broker, 'o-1');
    broker.submit({ ...other, account: 'B' });
    await seen('o-1', ['Rejected']);
    expect(sink.reports.at(-1)).toMatchObject({ code: 'ACCOUNT_UNKNOWN', ordStatus: 'Rejected' });
    broker.cancel({ ...other, account: 'B' }, 'c-9');
    broker.replace({ ...other, account: 'B' }, 'r-9', other.terms);
    await seen('r-9', ['ReplaceRejected']);
    await seen('c-9', ['CancelRejected']);
    for (const report of sink.reports.slice(-2))
      expect(report).toMatchObject({ code: 'ACCOUNT_UNKNOWN', origClOrdId: 'o-1' });
    expect(await broker.order(ACCOUNT, 'never')).toBeUndefined();
    expect(await broker.openOrders('B')).toEqual([]);
  });

  it('holds an order that must rest, or must not, to it', async () => {
    broker.submit(orderFor(broker, 'f-1', { timeInForce: 'FOK' }));
    await seen('f-1', ['New', 'Expired']);
    const instructions = { ...NO_INSTRUCTIONS, postOnly: true };
    broker.submit(orderFor(broker, 'p-1', { instructions }));
    await seen('p-1', ['New']);
    expect((await broker.order(ACCOUNT, 'p-1'))?.terms).toMatchObject({ timeInForce: 'GTC', instructions });
    broker.submit(orderFor(broker, 'p-2', { instructions, price: 10_100 }));
    await seen('p-2', flavour === 'spot' ? ['Rejected'] : ['New', 'Expired']);
    broker.cancel(orderFor(broker, 'p-1'), 'c-4');
    await seen('c-4', ['Canceled']);
  });

  it('waits with a stop for its trigger', async () => {
    const stop = { ...NO_INSTRUCTIONS, stopPrice: 11_000 };
    broker.submit(orderFor(broker, 's-1', { type: 'STOP', price: 0, instructions: stop }));
    broker.submit(orderFor(broker, 's-2', { type: 'STOP_LIMIT', price: 11_500, instructions: stop }));
    await seen('s-2', ['New']);
    expect(await broker.openOrders(ACCOUNT)).toMatchObject([
      { clOrdId: 's-1', terms: { type: 'STOP', instructions: { stopPrice: 11_000 } } },
      { clOrdId: 's-2', terms: { type: 'STOP_LIMIT', price: 11_500 } },
    ]);
    broker.cancel(orderFor(broker, 's-2', { type: 'STOP_LIMIT', instructions: stop }), 'c-5');
    await seen('c-5', ['Canceled']);
    standIn.venue.move('BTCUSDT', '110');
    await seen('s-1', ['New', 'Trade']);
    expect(await broker.order(ACCOUNT, 's-1')).toMatchObject({ cumQty: 1_000, open: false });
    standIn.venue.move('BTCUSDT', '100');
  });

  it('states cash and positions as the venue does', async () => {
    const one = 10n ** 18n;
    const balances = (await broker.balances(ACCOUNT)) ?? [];
    const of = (currency: string) => balances.find((balance) => balance.currency === currency)?.total;
    // 0.024 BTC were bought: for 1.00 USDT at the market, 0.36 of a part, and 1.10 at the trigger.
    if (flavour === 'spot') {
      expect(of('USDT')).toBe(1_000_000n * one - (246n * one) / 100n);
      expect(of('BTC')).toBe((24n * one) / 1_000n);
    } else expect(of('USDT')).toBe(1_000n * one);
    expect(of('LTC')).toBeUndefined();
    const positions = await broker.positions(ACCOUNT);
    if (flavour === 'spot') expect(positions).toBeUndefined();
    else expect(positions).toMatchObject([{ instrument: { symbol: 'BTCUSDT' }, quantity: 2_400, averagePx: 11_000 }]);
  });
});
