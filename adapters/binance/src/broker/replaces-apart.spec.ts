import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@bourseworks/testkit';
import { connectBroker, orderFor } from '../../test/broker.js';
import { BinanceStandIn } from '../../test/stand-in/binance-stand-in.js';

describe('Two changes of an order of the futures', () => {
  it('the outcome of the first, which hung, is not told of the second', async () => {
    const standIn = await BinanceStandIn.start('usdm');
    const { broker, sink } = await connectBroker(standIn, { requestTimeoutMs: 400 });
    const order = orderFor(broker, 'o-1');
    broker.submit(order);
    await eventually(() => sink.typesOf('o-1').length === 1);
    standIn.streams.mute(true);
    standIn.faults.next('PUT /fapi/v1/order', { kind: 'silence', done: false });
    broker.replace(order, 'r-1', { ...order.terms, price: 9_100 });
    await sleep(200);
    standIn.faults.next('PUT /fapi/v1/order', { kind: 'silence', done: true });
    broker.replace(order, 'r-2', { ...order.terms, price: 9_200 });
    await eventually(() => sink.typesOf('r-2').length > 0);
    // Until both are given up.
    await sleep(500);
    expect(sink.typesOf('r-2')).toEqual(['Unknown']);
    await broker.close();
    await standIn.close();
  });
});
