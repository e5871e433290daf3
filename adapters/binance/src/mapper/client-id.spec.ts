import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventually } from '@bourseworks/testkit';
import { ACCOUNT, connectBroker, orderFor } from '../../test/broker.js';
import { BinanceStandIn, type Flavour } from '../../test/stand-in/binance-stand-in.js';
import { toClientId } from './client-id.js';

describe('The id of an order at Binance', () => {
  it('is ours where it fits, else a digest that fits, always the same, and different for different orders', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (a, b) => {
        expect(toClientId(a)).toMatch(/^[.A-Z:/a-z0-9_-]{1,36}$/);
        expect(toClientId(a)).toBe(toClientId(a));
        if (a !== b) expect(toClientId(a)).not.toBe(toClientId(b));
      }),
    );
    expect(toClientId('prod-momentum-3-1542')).toBe('prod-momentum-3-1542');
    expect(toClientId(toClientId('x'.repeat(37)))).not.toBe(toClientId('x'.repeat(37)));
  });
});

describe.each(['spot', 'usdm'] as Flavour[])('A clOrdId that is too long for Binance, %s', (flavour) => {
  const long = 'prod-a-strategy-with-a-name-of-many-words-17-123456';
  let standIn: BinanceStandIn;
  beforeAll(async () => {
    standIn = await BinanceStandIn.start(flavour);
  });
  afterAll(() => standIn.close());

  it('comes back in reports, and after a restart, without a table', async () => {
    const first = await connectBroker(standIn);
    first.broker.submit(orderFor(first.broker, long));
    await eventually(() => first.sink.typesOf(long).join() === 'New');
    await first.broker.close();
    standIn.venue.fill(toClientId(long), '0.004');

    const { broker, sink } = await connectBroker(standIn);
    // Before it was asked about, the fill is known by the venue's ids alone.
    const [early] = await broker.fillsSince(ACCOUNT, 0);
    const state = await broker.order(ACCOUNT, long);
    expect(state).toMatchObject({ clOrdId: long, cumQty: 400, open: true });
    expect(early).toMatchObject({ clOrdId: toClientId(long), venueOrderId: state?.venueOrderId });
    expect(await broker.fillsSince(ACCOUNT, 0)).toMatchObject([{ clOrdId: long, execId: early.execId }]);
    expect(await broker.openOrders(ACCOUNT)).toMatchObject([{ clOrdId: long }]);
    standIn.venue.fill(toClientId(long), '0.001');
    await eventually(() => sink.typesOf(long).join() === 'Trade');
    broker.cancel(orderFor(broker, long), `${long}-cancel`);
    await eventually(() => sink.typesOf(`${long}-cancel`).join() === 'Canceled');
    await broker.close();
  });

  it('is cancelled after a restart although it was not asked about', async () => {
    const id = `${long}-2`;
    const first = await connectBroker(standIn);
    first.broker.submit(orderFor(first.broker, id));
    await eventually(() => first.sink.typesOf(id).join() === 'New');
    await first.broker.close();
    const { broker, sink } = await connectBroker(standIn);
    broker.cancel(orderFor(broker, id), 'c-1');
    await eventually(() => sink.typesOf('c-1').join() === 'Canceled');
    await broker.close();
  });
});
