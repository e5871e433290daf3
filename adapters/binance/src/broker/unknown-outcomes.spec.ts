import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, type RecordingBrokerSink } from '@bourseworks/testkit';
import { ACCOUNT, connectBroker, orderFor } from '../../test/broker.js';
import { timeout, type Fault } from '../../test/stand-in/faults.js';
import { BinanceStandIn, type Flavour } from '../../test/stand-in/binance-stand-in.js';
import type { BinanceBroker } from './binance-broker.js';

const flavours: Flavour[] = ['spot', 'usdm'];
const rootOf = (flavour: Flavour): string => (flavour === 'spot' ? '/api/v3' : '/fapi/v1');

describe.each(flavours)('An outcome that cannot be known, %s', (flavour) => {
  let standIn: BinanceStandIn;
  let broker: BinanceBroker;
  let sink: RecordingBrokerSink;
  const submitRequest = `POST ${rootOf(flavour)}/order`;
  const cancelRequest = `DELETE ${rootOf(flavour)}/order`;

  const open = async (): Promise<void> => {
    standIn = await BinanceStandIn.start(flavour);
    ({ broker, sink } = await connectBroker(standIn, { requestTimeoutMs: 300 }));
  };
  afterEach(async () => {
    await broker.close();
    await standIn.close();
  });
  const seen = (id: string, types: string[]) => eventually(() => sink.typesOf(id).join() === types.join() || undefined);

  const faults: readonly (readonly [string, (done: boolean) => Fault])[] = [
    ['-1007', timeout],
    [
      '-1006',
      (done) => ({ kind: 'answer', status: 400, body: { code: -1006, msg: 'Execution status unknown.' }, done }),
    ],
    ['a 503 of something in between', (done) => ({ kind: 'answer', status: 503, body: '<html>no</html>', done })],
    ['an answer that is no JSON', (done) => ({ kind: 'answer', status: 200, body: '<html>hm</html>', done })],
    ['an answer about something else', (done) => ({ kind: 'answer', status: 200, body: { hello: 1 }, done })],
    ['a broken connection', (done) => ({ kind: 'drop', done })],
    ['no answer', (done) => ({ kind: 'silence', done })],
  ];

  it.each(faults)('is Unknown, never Rejected, and a question tells: %s', async (_name, fault) => {
    await open();
    standIn.streams.mute(true);
    standIn.faults.next(submitRequest, fault(true));
    broker.submit(orderFor(broker, 'there'));
    await seen('there', ['Unknown']);
    standIn.faults.next(submitRequest, fault(false));
    broker.submit(orderFor(broker, 'nowhere'));
    await seen('nowhere', ['Unknown']);
    expect(await broker.order(ACCOUNT, 'there')).toMatchObject({ clOrdId: 'there', open: true, leavesQty: 1_000 });
    expect(await broker.order(ACCOUNT, 'nowhere')).toBeUndefined();
    // Never sent twice: an id is good again at this venue once its order is over.
    expect(standIn.names().filter((name) => name === submitRequest)).toHaveLength(2);
    expect(broker.capabilities.uniqueClOrdId).toBe(false);
  });

  it('is no longer unknown when the stream has told already', async () => {
    await open();
    standIn.faults.next(submitRequest, { kind: 'silence', done: true });
    broker.submit(orderFor(broker, 'told'));
    await seen('told', ['New']);
    standIn.faults.next(cancelRequest, { kind: 'silence', done: true });
    broker.cancel(orderFor(broker, 'told'), 'c-1');
    await seen('c-1', ['Canceled']);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(sink.typesOf('told')).toEqual(['New']);
    expect(sink.typesOf('c-1')).toEqual(['Canceled']);
  });

  it('of a cancel is Unknown under the id of the cancel', async () => {
    await open();
    broker.submit(orderFor(broker, 'kept'));
    await seen('kept', ['New']);
    standIn.faults.next(cancelRequest, timeout(false));
    broker.cancel(orderFor(broker, 'kept'), 'c-2');
    await seen('c-2', ['Unknown']);
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'kept', execType: 'Unknown' });
    expect(await broker.order(ACCOUNT, 'kept')).toMatchObject({ open: true });
  });

  it('of an order that a duplicate is refused for is that it is there', async () => {
    await open();
    const duplicate = { code: -2010, msg: 'Duplicate order sent.' };
    standIn.faults.next(submitRequest, { kind: 'answer', status: 400, body: duplicate, done: false });
    broker.submit(orderFor(broker, 'twice'));
    await seen('twice', ['Unknown']);
  });

  it('stays unknown while the venue does not find what it took', async () => {
    await open();
    standIn.hiding = true;
    standIn.streams.mute(true);
    standIn.faults.next(submitRequest, timeout(true));
    broker.submit(orderFor(broker, 'late'));
    await seen('late', ['Unknown']);
    expect(await broker.order(ACCOUNT, 'late')).toBeUndefined();
    expect(broker.capabilities.consistencyHorizonUs).toBeGreaterThanOrEqual(1_000_000);
    standIn.reveal();
    expect(await broker.order(ACCOUNT, 'late')).toMatchObject({ open: true });
  });

  it('a confirmed cancel of which the stream says nothing is asked about, with the fills before it', async () => {
    await open();
    broker.submit(orderFor(broker, 'quiet'));
    await seen('quiet', ['New']);
    standIn.streams.mute(true);
    standIn.venue.fill('quiet', '0.003');
    broker.cancel(orderFor(broker, 'quiet'), 'c-3');
    await seen('c-3', ['Canceled']);
    expect(sink.typesOf('quiet')).toEqual(['New', 'Trade']);
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'quiet', cumQty: 300 });
  });
});

describe('A change of an order of the futures', () => {
  it('keeps the order, under its first id, and is told once', async () => {
    const standIn = await BinanceStandIn.start('usdm');
    const { broker, sink } = await connectBroker(standIn);
    const order = orderFor(broker, 'r-1');
    broker.submit(order);
    await eventually(() => sink.typesOf('r-1').length === 1);
    broker.replace(order, 'r-2', { ...order.terms, quantity: 2_000, price: 9_100 });
    await eventually(() => sink.typesOf('r-2').length === 1);
    expect(sink.reports.at(-1)).toMatchObject({
      execType: 'Replaced',
      origClOrdId: 'r-1',
      orderQty: 2_000,
      price: 9_100,
      leavesQty: 2_000,
    });
    for (const id of ['r-1', 'r-2'])
      expect(await broker.order(ACCOUNT, id)).toMatchObject({ clOrdId: id, leavesQty: 2_000, terms: { price: 9_100 } });
    standIn.faults.next('PUT /fapi/v1/order', timeout(true));
    standIn.streams.mute(true);
    broker.replace(order, 'r-3', { ...order.terms, quantity: 3_000, price: 9_100 });
    await eventually(() => sink.typesOf('r-3').join() === 'Unknown');
    expect(await broker.order(ACCOUNT, 'r-1')).toMatchObject({ leavesQty: 3_000 });
    standIn.streams.mute(false);
    standIn.venue.fill('r-1', '0.02');
    // No more than is filled: that ends it, and nothing is left to cancel.
    broker.replace(order, 'r-4', { ...order.terms, quantity: 1_000, price: 9_100 });
    await eventually(() => sink.typesOf('r-4').join() === 'Replaced');
    expect(sink.reports.at(-1)).toMatchObject({ ordStatus: 'Filled', orderQty: 1_000, leavesQty: 0 });
    broker.replace(order, 'r-5', { ...order.terms, quantity: 1_000, price: 9_100 });
    await eventually(() => sink.typesOf('r-5').join() === 'ReplaceRejected');
    expect(sink.reports.at(-1)).toMatchObject({ origClOrdId: 'r-1', code: 'ORDER_UNKNOWN' });
    // Reported under the id of its last accepted terms.
    expect(sink.typesOf('r-2')).toEqual(['Replaced', 'Trade']);
    await broker.close();
    await standIn.close();
  });
});
