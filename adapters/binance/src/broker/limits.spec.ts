import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually, RecordingBrokerSink } from '@bourseworks/testkit';
import { ACCOUNT, brokerFor, connectBroker, orderFor } from '../../test/broker.js';
import { API_KEY, API_SECRET, BinanceStandIn, type Flavour } from '../../test/stand-in/binance-stand-in.js';

describe.each(['spot', 'usdm'] as Flavour[])('Limits, time and keys, %s', (flavour) => {
  let standIn: BinanceStandIn;
  const submitRequest = `POST ${flavour === 'spot' ? '/api/v3' : '/fapi/v1'}/order`;
  const cancelRequest = `DELETE ${flavour === 'spot' ? '/api/v3' : '/fapi/v1'}/order`;
  afterEach(() => standIn.close());

  it('orders stay within the venue’s count; what waited too long is refused, not sent', async () => {
    standIn = await BinanceStandIn.start(flavour);
    const { broker, sink } = await connectBroker(standIn, { requestTimeoutMs: 15_000 });
    for (let n = 0; n < 320; n++) broker.submit(orderFor(broker, `n-${n}`));
    broker.cancel(orderFor(broker, 'n-0'), 'c-0');
    await eventually(() => sink.reports.length >= 321, { timeoutMs: 20_000 });
    // The venue never had to turn one down.
    expect(standIn.names().filter((name) => name === submitRequest)).toHaveLength(300);
    const refused = sink.reports.filter(({ execType }) => execType === 'Rejected');
    expect(refused).toHaveLength(20);
    expect(refused[0]).toMatchObject({ code: 'ORDER_REJECTED', reason: expect.stringContaining('TOO_LATE') });
    expect(sink.typesOf('c-0')).toEqual(['Canceled']);
    await broker.close();
  });

  it('a cancel does not wait for orders whose answers are slow', async () => {
    standIn = await BinanceStandIn.start(flavour);
    const { broker, sink } = await connectBroker(standIn, { requestTimeoutMs: 2_000 });
    broker.submit(orderFor(broker, 's-0'));
    await eventually(() => sink.typesOf('s-0').length === 1);
    for (let n = 1; n <= 20; n++) {
      standIn.faults.next(submitRequest, { kind: 'silence', done: false });
      broker.submit(orderFor(broker, `s-${n}`));
    }
    await eventually(() => standIn.names().filter((name) => name === submitRequest).length > 5);
    broker.cancel(orderFor(broker, 's-0'), 'c-0');
    await eventually(() => sink.typesOf('c-0').length > 0);
    expect(sink.typesOf('c-0')).toEqual(['Canceled']);
    expect(sink.reports.filter(({ execType }) => execType === 'Unknown')).toEqual([]);
    await broker.close();
  });

  it('while the venue bans, cancels wait and go first; orders are refused', async () => {
    standIn = await BinanceStandIn.start(flavour);
    const { broker, sink } = await connectBroker(standIn);
    broker.submit(orderFor(broker, 'b-1'));
    broker.submit(orderFor(broker, 'b-2'));
    await eventually(() => sink.typesOf('b-2').length === 1);
    const body = { code: -1003, msg: 'Too many requests.' };
    const ban = { kind: 'answer', status: 429, body, headers: { 'retry-after': '2' }, done: false } as const;
    standIn.faults.next(cancelRequest, ban);
    broker.cancel(orderFor(broker, 'b-1'), 'c-1');
    await eventually(() => standIn.names().includes(cancelRequest));
    const before = standIn.seen.length;
    // The answer is under way inside this process: many turns of its loop, not one long one, bring it.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
    const questions = Array.from({ length: 6 }, (_, n) => broker.order(ACCOUNT, `q-${n}`));
    broker.submit(orderFor(broker, 'b-3'));
    broker.cancel(orderFor(broker, 'b-2'), 'c-2');
    await eventually(() => sink.typesOf('c-1').length + sink.typesOf('c-2').length === 2);
    expect([...sink.typesOf('c-1'), ...sink.typesOf('c-2')]).toEqual(['Canceled', 'Canceled']);
    expect(sink.typesOf('b-3')).toEqual(['Rejected']);
    await Promise.all(questions);
    // Each goes over a connection of its own, on which one question may be quicker; those behind it were not sent yet.
    const first = standIn.names().slice(before, before + 4);
    expect(first.filter((name) => name === cancelRequest)).toHaveLength(2);
    expect(standIn.names().slice(before)).not.toContain(submitRequest);
    await broker.close();
  });

  it('a clock that is off is no matter, nor one that goes off later', async () => {
    standIn = await BinanceStandIn.start(flavour);
    standIn.skewMs = 3_600_000;
    const { broker, sink } = await connectBroker(standIn);
    broker.submit(orderFor(broker, 't-1'));
    await eventually(() => sink.typesOf('t-1').join() === 'New');
    standIn.skewMs = -60_000;
    broker.submit(orderFor(broker, 't-2'));
    await eventually(() => sink.typesOf('t-2').join() === 'New');
    // Turned down for its time, which means not executed, and sent once more.
    expect(standIn.names().filter((name) => name === submitRequest)).toHaveLength(3);
    expect(standIn.venue.orders).toHaveLength(2);
    await broker.close();
  });

  it('tells neither key nor secret, in whatever goes wrong', async () => {
    standIn = await BinanceStandIn.start(flavour);
    const told: string[] = [];
    const note = (error: unknown): void => void told.push(`${String(error)} ${JSON.stringify(error)}`);
    const { broker, sink } = await connectBroker(standIn);
    const repeat = { code: -2015, msg: `Invalid API-key ${API_KEY} and ${API_SECRET}` };
    const echo = { kind: 'answer', status: 400, body: repeat, done: false } as const;
    standIn.faults.next(submitRequest, echo);
    broker.submit(orderFor(broker, 'k-1'));
    standIn.faults.next(cancelRequest, echo);
    broker.cancel(orderFor(broker, 'k-2'), 'c-1');
    await eventually(() => sink.reports.length === 2);
    for (const path of ['order', 'openOrders', 'myTrades', 'userTrades']) {
      const root = flavour === 'spot' ? '/api/v3' : '/fapi/v1';
      standIn.faults.next(`GET ${root}/${path}`, echo);
    }
    await broker.order(ACCOUNT, 'k-1').catch(note);
    await broker.openOrders(ACCOUNT).catch(note);
    await broker.fillsSince(ACCOUNT, 0).catch(note);
    await broker.close();
    const other = brokerFor(standIn, { apiSecret: 'another-secret-0123456789' });
    await other.connect(new RecordingBrokerSink()).catch(note);
    await other.close();
    expect(told).toHaveLength(4);
    const all = told.join() + JSON.stringify(sink.reports) + sink.reasons.join();
    expect(all).toContain('-2015');
    for (const secret of [API_KEY, API_SECRET, 'another-secret', 'signature=', 'listen-key-secret'])
      expect(all).not.toContain(secret);
  });
});
