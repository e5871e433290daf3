import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, type RecordingBrokerSink } from '@bourseworks/testkit';
import { connectBroker, orderFor } from '../../test/broker.js';
import type { Fault } from '../../test/stand-in/faults.js';
import { BinanceStandIn } from '../../test/stand-in/binance-stand-in.js';
import type { BinanceBroker } from './binance-broker.js';

const answer = (status: number, body: unknown): Fault => ({ kind: 'answer', status, body, done: false });
const OUTSIDE = answer(400, { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' });
const NO_TIME = answer(200, { hello: 1 });

describe('Answers that cannot be read', () => {
  let standIn: BinanceStandIn;
  let broker: BinanceBroker;
  let sink: RecordingBrokerSink;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  const open = async (flavour: 'spot' | 'usdm') => {
    standIn = await BinanceStandIn.start(flavour);
    ({ broker, sink } = await connectBroker(standIn));
  };
  beforeEach(() => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
  });
  afterEach(async () => {
    process.off('unhandledRejection', note);
    await broker.close();
    await standIn.close();
    expect(unhandled).toEqual([]);
  });
  const told = (id: string) => eventually(() => sink.typesOf(id).length > 0);

  it('a venue that does not tell its time leaves no command without an outcome', async () => {
    await open('usdm');
    const order = orderFor(broker, 'o-1');
    broker.submit(order);
    await told('o-1');
    for (const request of ['POST', 'PUT', 'DELETE']) standIn.faults.next(`${request} /fapi/v1/order`, OUTSIDE);
    for (let n = 0; n < 3; n++) standIn.faults.next('GET /fapi/v1/time', NO_TIME);
    broker.submit(orderFor(broker, 'o-2'));
    await told('o-2');
    // Turned down for its time: nothing looked at it.
    expect(sink.reports.at(-1)).toMatchObject({ execType: 'Rejected', reason: expect.stringContaining('-1021') });
    broker.replace(order, 'r-1', { ...order.terms, price: 9_100 });
    await told('r-1');
    expect(sink.typesOf('r-1')).toEqual(['ReplaceRejected']);
    broker.cancel(order, 'c-1');
    await told('c-1');
    expect(sink.typesOf('c-1')).toEqual(['Canceled']);
  });

  it('a change whose answer makes no sense is Unknown', async () => {
    await open('usdm');
    const order = orderFor(broker, 'o-1');
    broker.submit(order);
    await told('o-1');
    const strange = { symbol: 'BTCUSDT', orderId: 1, status: 'NEW', side: 'BUY', type: 'LIMIT', origQty: '0.01' };
    standIn.faults.next('PUT /fapi/v1/order', answer(200, { ...strange, executedQty: '0.0000000000001' }));
    broker.replace(order, 'r-1', { ...order.terms, price: 9_100 });
    await told('r-1');
    expect(sink.reports.at(-1)).toMatchObject({ clOrdId: 'r-1', origClOrdId: 'o-1', execType: 'Unknown' });
  });

  it('the stream is made anew though the time could not be had', async () => {
    await open('spot');
    standIn.skewMs = -60_000;
    standIn.faults.next('GET /api/v3/time', NO_TIME);
    standIn.streams.cut();
    await eventually(() => sink.ups.length === 3, { timeoutMs: 6_000 });
    expect(sink.ups).toEqual([true, false, true]);
  });
});
