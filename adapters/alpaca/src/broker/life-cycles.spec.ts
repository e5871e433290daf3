import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { NO_INSTRUCTIONS, type OrderTerms } from '@bourseworks/domain';
import { connectBroker, dollars, orderFor, shares, type Connected } from '../../test/broker.js';

describe('AlpacaBroker: life cycles of orders', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    connected = await connectBroker(standIn);
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  const place = async (clOrdId: string, terms: Partial<OrderTerms> = {}, symbol = 'AAPL') => {
    const { broker, sink } = connected;
    broker.submit(orderFor(broker, clOrdId, terms, symbol));
    await eventually(() => sink.typesAbout(clOrdId).some((type) => type !== 'PendingNew'));
    return standIn.venue.ordered(clOrdId).id;
  };
  const until = (clOrdId: string, type: string) =>
    eventually(() => connected.sink.typesAbout(clOrdId).includes(type), { what: `${type} of ${clOrdId}` });

  it('fills in parts', async () => {
    const id = await place('o-1');
    standIn.venue.fill(id, '4', '99.5');
    standIn.venue.fill(id, '6', '99.123456789');
    await eventually(() => connected.sink.trades.length === 2);
    expect(connected.sink.about('o-1').filter(({ execType }) => execType !== 'PendingNew')).toMatchObject([
      { execType: 'New', ordStatus: 'New', cumQty: 0, leavesQty: shares(10), venueOrderId: id },
      { execType: 'Trade', ordStatus: 'PartiallyFilled', execId: `${id}:4`, lastQty: shares(4), lastPx: dollars(99.5) },
      {
        execType: 'Trade',
        ordStatus: 'Filled',
        execId: `${id}:10`,
        lastPx: 99_123_456_789,
        cumQty: shares(10),
        leavesQty: 0,
      },
    ]);
  });

  it.each(['canceled', 'expired', 'rejected', 'done_for_day', 'suspended', 'stopped'])(
    'is told that an order is %s',
    async (status) => {
      const id = await place('o-1');
      standIn.venue.end(id, status);
      const type = { canceled: 'Canceled', expired: 'Expired', rejected: 'Rejected', done_for_day: 'DoneForDay' }[
        status
      ];
      await until('o-1', type ?? (status === 'stopped' ? 'Stopped' : 'Suspended'));
    },
  );

  it('says once that a day order is over', async () => {
    const id = await place('o-1');
    standIn.venue.end(id, 'done_for_day');
    standIn.venue.end(id, 'expired');
    await place('o-2');
    expect(connected.sink.typesAbout('o-1').filter((type) => type !== 'PendingNew')).toEqual(['New', 'DoneForDay']);
  });

  it('cancels', async () => {
    const { broker, sink } = connected;
    const id = await place('o-1');
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await until('o-1', 'Canceled');
    expect(sink.about('o-1').at(-1)).toMatchObject({
      clOrdId: 'c-1',
      origClOrdId: 'o-1',
      venueOrderId: id,
      leavesQty: 0,
    });
    broker.cancel(orderFor(broker, 'o-1'), 'c-2');
    broker.cancel(orderFor(broker, 'never'), 'c-3');
    await eventually(() => sink.typesAbout('c-2').length + sink.typesAbout('c-3').length === 2);
    expect(sink.about('c-2')).toMatchObject([{ execType: 'CancelRejected', code: 'ORDER_CLOSED', origClOrdId: 'o-1' }]);
    expect(sink.about('c-3')).toMatchObject([
      { execType: 'CancelRejected', code: 'ORDER_UNKNOWN', origClOrdId: 'never' },
    ]);
  });

  it('tells of a cancel that the exchange refuses later, and of fills meanwhile', async () => {
    const { broker, sink } = connected;
    const id = await place('o-1');
    standIn.venue.holdCancels = true;
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await until('o-1', 'PendingCancel');
    standIn.venue.fill(id, '4', '100');
    standIn.venue.refuseCancel(id);
    await until('o-1', 'CancelRejected');
    expect(sink.about('o-1').slice(-3)).toMatchObject([
      { execType: 'PendingCancel', clOrdId: 'c-1' },
      { execType: 'Trade', ordStatus: 'PendingCancel', cumQty: shares(4) },
      { execType: 'CancelRejected', clOrdId: 'c-1', origClOrdId: 'o-1', ordStatus: 'PartiallyFilled' },
    ]);
  });

  it('sends a cancel behind the order that it is for', async () => {
    const { broker } = connected;
    broker.submit(orderFor(broker, 'o-1'));
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    await until('o-1', 'Canceled');
    expect(connected.sink.typesAbout('c-1')).toEqual(['Canceled']);
  });

  it('says each type of order and time in force in the words of Alpaca', async () => {
    const stop = { ...NO_INSTRUCTIONS, stopPrice: dollars(101) };
    await place('market', { type: 'MARKET', price: 0, timeInForce: 'GTC' });
    await place('limit', { timeInForce: 'OPG' });
    await place('stop', { type: 'STOP', price: 0, instructions: stop, timeInForce: 'CLS' });
    await place('stop-limit', { type: 'STOP_LIMIT', instructions: stop, side: 'SELL' });
    await place('trail', {
      type: 'TRAILING_STOP',
      price: 0,
      instructions: { ...NO_INSTRUCTIONS, trailBy: dollars(1.5) },
    });
    await place('ioc', { timeInForce: 'IOC', quantity: shares(0.123456789) });
    await place('fok', { timeInForce: 'FOK', quantity: shares(0.5), price: dollars(50_000) }, 'BTCUSD');
    const bodies = standIn.asked('POST', '/v2/orders').map(({ body }) => body);
    const common = { symbol: 'AAPL', qty: '10', side: 'buy', extended_hours: false };
    expect(bodies).toEqual([
      { ...common, type: 'market', time_in_force: 'gtc', client_order_id: 'market' },
      { ...common, type: 'limit', time_in_force: 'opg', limit_price: '100', client_order_id: 'limit' },
      { ...common, type: 'stop', time_in_force: 'cls', stop_price: '101', client_order_id: 'stop' },
      {
        ...common,
        side: 'sell',
        type: 'stop_limit',
        time_in_force: 'day',
        limit_price: '100',
        stop_price: '101',
        client_order_id: 'stop-limit',
      },
      { ...common, type: 'trailing_stop', time_in_force: 'day', trail_price: '1.5', client_order_id: 'trail' },
      {
        ...common,
        qty: '0.123456789',
        type: 'limit',
        time_in_force: 'ioc',
        limit_price: '100',
        client_order_id: 'ioc',
      },
      {
        ...common,
        symbol: 'BTC/USD',
        qty: '0.5',
        type: 'limit',
        time_in_force: 'fok',
        limit_price: '50000',
        client_order_id: 'fok',
      },
    ]);
    await until('ioc', 'Canceled');
    await until('fok', 'Canceled');
  });

  it('refuses by itself what Alpaca has no word for, and the orders of other accounts', async () => {
    const { broker, sink } = connected;
    broker.submit(orderFor(broker, 'gtd', { timeInForce: 'GTD' }));
    broker.submit(orderFor(broker, 'hidden', { instructions: { ...NO_INSTRUCTIONS, displayQty: 1 } }));
    broker.submit({ ...orderFor(broker, 'other'), account: 'B' });
    expect(sink.reports).toEqual([]);
    await eventually(() => sink.reports.length === 3);
    expect(sink.reports.map(({ execType, code }) => [execType, code])).toEqual([
      ['Rejected', 'ORDER_TYPE_UNSUPPORTED'],
      ['Rejected', 'ORDER_TYPE_UNSUPPORTED'],
      ['Rejected', 'ACCOUNT_UNKNOWN'],
    ]);
    expect(standIn.asked('POST', '/v2/orders')).toEqual([]);
  });

  it('passes on what Alpaca refuses, with its reason', async () => {
    const { broker, sink } = connected;
    standIn.venue.refuseNext = { status: 403, body: { code: 40310000, message: 'insufficient buying power' } };
    broker.submit(orderFor(broker, 'poor'));
    broker.submit(orderFor(broker, 'penny', { price: dollars(100.001) }));
    await eventually(() => sink.reports.length === 2);
    expect(sink.about('poor')).toMatchObject([
      { execType: 'Rejected', ordStatus: 'Rejected', code: 'ORDER_REJECTED', reason: 'insufficient buying power' },
    ]);
    expect(sink.about('penny')).toMatchObject([{ execType: 'Rejected', code: 'PRICE_OFF_TICK' }]);
  });

  it('keeps an order that waits for the market to open', async () => {
    const { broker, sink } = connected;
    standIn.venue.marketClosed = true;
    broker.submit(orderFor(broker, 'o-1'));
    await until('o-1', 'PendingNew');
    expect(await broker.order('A', 'o-1')).toMatchObject({ open: true, cumQty: 0, leavesQty: shares(10) });
    expect(sink.typesAbout('o-1')).not.toContain('New');
  });
});
