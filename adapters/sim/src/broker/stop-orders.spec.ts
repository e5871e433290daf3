import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_INSTRUCTIONS, type OrderInstructions, type OrderTerms } from '@bourseworks/domain';
import { eventually, type RecordingBrokerSink } from '@bourseworks/testkit';
import { connectBroker, orderFor } from '../../test/broker.js';
import { startExchange } from '../../test/exchange.js';
import type { SimBroker } from './sim-broker.js';

type Change = Partial<OrderTerms> & { readonly says?: Partial<OrderInstructions> };

describe('SimBroker orders that wait', () => {
  let broker: SimBroker;
  let sink: RecordingBrokerSink;
  /** A price between bid and ask, where nobody else quotes. */
  let middle: number;
  let trades = 0;

  beforeAll(async () => {
    const exchange = await startExchange({ EXCHANGE_TICKS_PER_SECOND: '0' });
    ({ broker, sink } = await connectBroker(exchange.url));
    const symbol = broker.instruments()[0].symbol;
    const book = (await (await fetch(`${exchange.url}/api/book?symbol=${symbol}&depth=1`)).json()) as Record<
      'bids' | 'asks',
      [string, string][]
    >;
    middle = Math.round((Number(book.bids[0][0]) + Number(book.asks[0][0])) * 50);
  });
  afterAll(() => broker.close());

  const order = (id: string, { says, ...terms }: Change, account = 'A') =>
    orderFor(broker, account, id, {
      ...terms,
      ...(says === undefined ? {} : { instructions: { ...NO_INSTRUCTIONS, ...says } }),
    });
  const submit = (id: string, change: Change) => {
    const sent = order(id, change);
    broker.submit(sent);
    return sent;
  };
  const seen = (id: string, types: string[]) => eventually(() => sink.typesOf(id).join() === types.join() || undefined);
  const last = (id: string) => sink.reports.filter((report) => report.clOrdId === id).at(-1);

  /** Two other accounts trade at a price, where nothing else is in the way. */
  async function trade(price: number, quantity = 100): Promise<void> {
    const [maker, taker] = [`maker-${++trades}`, `taker-${trades}`];
    broker.submit(order(maker, { side: 'SELL', price, quantity }, 'M'));
    broker.submit(order(taker, { side: 'BUY', price, quantity, timeInForce: 'IOC' }, 'T'));
    await seen(taker, ['New', 'Trade']);
  }

  it('tells when a stop is taken, when it is triggered, and what it trades', async () => {
    await trade(middle);
    submit('stop', { type: 'STOP', price: 0, quantity: 50, says: { stopPrice: middle + 100 } });
    await seen('stop', ['New']);
    await trade(middle + 99);
    expect(sink.typesOf('stop')).toEqual(['New']);
    await trade(middle + 100);
    await seen('stop', ['New', 'Restated', 'Trade']);
    const [, triggered, fill] = sink.reports.filter(({ clOrdId }) => clOrdId === 'stop');
    expect(triggered).toMatchObject({ triggered: true, ordStatus: 'New', leavesQty: 50 });
    expect(fill).toMatchObject({ ordStatus: 'Filled', lastQty: 50 });
    expect(fill.lastPx).toBeGreaterThan(middle + 100);
    expect(triggered.venueOrderId).toBe(fill.venueOrderId);
  });

  it('lets the rest of a triggered stop-limit rest at its limit', async () => {
    await trade(middle);
    const terms = { type: 'STOP_LIMIT', side: 'SELL', quantity: 70, price: middle + 10 } as const;
    const sent = submit('sl', { ...terms, says: { stopPrice: middle - 50 } });
    await trade(middle - 50);
    await seen('sl', ['New', 'Restated']);
    expect(await broker.openOrders('A')).toMatchObject([{ clOrdId: 'sl', open: true, leavesQty: 70 }]);
    broker.replace(sent, 'sl-2', { ...sent.terms, quantity: 60 });
    await seen('sl-2', ['Replaced']);
    broker.replace({ ...sent, clOrdId: 'sl-2' }, 'sl-3', {
      ...sent.terms,
      instructions: { ...NO_INSTRUCTIONS, stopPrice: middle },
    });
    await seen('sl-3', ['ReplaceRejected']);
    broker.cancel({ ...sent, clOrdId: 'sl-2' }, 'sl-c');
    await seen('sl-c', ['Canceled']);
  });

  it('replaces and cancels a stop that waits', async () => {
    await trade(middle);
    const terms = { type: 'STOP', price: 0, quantity: 50 } as const;
    const sent = submit('far', { ...terms, says: { stopPrice: middle + 50 } });
    const further = { ...sent.terms, quantity: 40, instructions: { ...NO_INSTRUCTIONS, stopPrice: middle + 90 } };
    broker.replace(sent, 'far-2', further);
    await seen('far-2', ['Replaced']);
    expect(last('far-2')).toMatchObject({ orderQty: 40, leavesQty: 40 });
    await trade(middle + 60);
    expect(sink.typesOf('far-2')).toEqual(['Replaced']);
    broker.cancel({ ...sent, clOrdId: 'far-2' }, 'far-c');
    await seen('far-c', ['Canceled']);
    expect(last('far-c')).toMatchObject({ ordStatus: 'Canceled', leavesQty: 0 });
    await trade(middle + 95);
    expect(sink.typesOf('far-2')).toEqual(['Replaced']);
  });

  it('trails the market at a distance, which a change of quantity leaves where it is', async () => {
    await trade(middle);
    const terms = { type: 'TRAILING_STOP', side: 'SELL', price: 0, quantity: 50 } as const;
    const sent = submit('trail', { ...terms, says: { trailBy: 100 } });
    await trade(middle + 80);
    broker.replace(sent, 'trail-2', { ...sent.terms, quantity: 30 });
    await seen('trail-2', ['Replaced']);
    await trade(middle - 19);
    expect(sink.typesOf('trail-2')).toEqual(['Replaced']);
    await trade(middle - 20);
    await seen('trail-2', ['Replaced', 'Restated', 'Trade']);
    expect(last('trail-2')).toMatchObject({ cumQty: 30, ordStatus: 'Filled' });
  });

  it('states what is in force of an order that it is asked about, and whether a stop was triggered', async () => {
    await trade(middle);
    const stop = { type: 'STOP_LIMIT', side: 'SELL', quantity: 70, price: middle + 10, timeInForce: 'GTC' } as const;
    const sent = submit('asked', { ...stop, says: { stopPrice: middle - 50 } });
    const lower = { ...NO_INSTRUCTIONS, stopPrice: middle - 60 };
    broker.replace(sent, 'asked-2', { ...sent.terms, quantity: 60, price: middle + 20, instructions: lower });
    await seen('asked-2', ['Replaced']);
    const inForce = { ...stop, quantity: 60, price: middle + 20, instructions: lower };
    expect(await broker.order('A', 'asked')).toMatchObject({ terms: inForce, wholeTerms: true, triggered: false });
    await trade(middle - 60);
    await seen('asked-2', ['Replaced', 'Restated']);
    expect(await broker.openOrders('A')).toMatchObject([{ terms: inForce, wholeTerms: true, triggered: true }]);
    broker.cancel({ ...sent, clOrdId: 'asked-2' }, 'asked-c');
    await seen('asked-c', ['Canceled']);
    await trade(middle);
    const trailing = { type: 'TRAILING_STOP', side: 'SELL', price: 0, quantity: 50 } as const;
    const trails = submit('asked-t', { ...trailing, says: { trailBy: 100 } });
    await seen('asked-t', ['New']);
    await trade(middle + 80);
    const trailed = { type: 'TRAILING_STOP', instructions: { trailBy: 100, stopPrice: middle - 20 } };
    expect(await broker.order('A', 'asked-t')).toMatchObject({ terms: trailed, triggered: false });
    broker.cancel(trails, 'asked-tc');
    await seen('asked-tc', ['Canceled']);
    const ice = submit('asked-i', { side: 'SELL', quantity: 100, price: middle + 30, says: { displayQty: 30 } });
    await seen('asked-i', ['New']);
    const shown = await broker.order('A', 'asked-i');
    expect(shown).toMatchObject({ terms: { type: 'LIMIT', instructions: { displayQty: 30, postOnly: false } } });
    expect(shown?.triggered).toBeUndefined();
    broker.cancel(ice, 'asked-ic');
    await seen('asked-ic', ['Canceled']);
  });

  it('triggers at once what the market has reached', async () => {
    await trade(middle);
    submit('behind', { type: 'STOP', price: 0, quantity: 10, says: { stopPrice: middle - 10 } });
    await seen('behind', ['New', 'Restated', 'Trade']);
  });

  it('shows an iceberg in parts, all of which trade', async () => {
    submit('ice', { side: 'SELL', quantity: 100, price: middle, says: { displayQty: 30 } });
    await seen('ice', ['New']);
    broker.submit(order('hit', { side: 'BUY', price: middle, quantity: 80, timeInForce: 'IOC' }, 'T'));
    await seen('hit', ['New', 'Trade', 'Trade', 'Trade']);
    expect(sink.reports.filter(({ clOrdId }) => clOrdId === 'ice').map(({ lastQty }) => lastQty)).toEqual([
      undefined,
      30,
      30,
      20,
    ]);
    expect(last('ice')).toMatchObject({ cumQty: 80, leavesQty: 20, ordStatus: 'PartiallyFilled' });
    broker.cancel(order('ice', { quantity: 100 }), 'ice-c');
    await seen('ice-c', ['Canceled']);
  });

  it('refuses a post-only order that would take', async () => {
    submit('maker', { price: middle, quantity: 10, says: { postOnly: true } });
    await seen('maker', ['New']);
    submit('taking', { side: 'SELL', price: middle, quantity: 10, says: { postOnly: true } });
    await seen('taking', ['Rejected']);
    broker.cancel(order('maker', { price: middle, quantity: 10 }), 'maker-c');
    await seen('maker-c', ['Canceled']);
  });

  it('ends a GTD order at its time, a stop as well', async () => {
    const goodTillUs = Math.round(Date.now() * 1_000) + 300_000;
    submit('gtd', { timeInForce: 'GTD', says: { goodTillUs } });
    submit('gtd-stop', {
      type: 'STOP',
      price: 0,
      timeInForce: 'GTD',
      says: { goodTillUs, stopPrice: middle * 2 },
    });
    await seen('gtd', ['New', 'Expired']);
    await seen('gtd-stop', ['New', 'Expired']);
    expect(await broker.openOrders('A')).toEqual([]);
  });

  it('declares what it does, and no auctions', () => {
    const { orderTypes, timesInForce, instructions } = broker.capabilities;
    expect([orderTypes, instructions]).toEqual([
      ['MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT', 'TRAILING_STOP'],
      ['POST_ONLY', 'ICEBERG'],
    ]);
    expect(timesInForce).toEqual(['DAY', 'GTC', 'IOC', 'FOK', 'GTD']);
  });
});
