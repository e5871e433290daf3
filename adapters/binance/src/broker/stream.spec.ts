import { describe, expect, it } from '@jest/globals';
import { eventually, RecordingBrokerSink } from '@bourseworks/testkit';
import { ACCOUNT, brokerFor, connectBroker, orderFor } from '../../test/broker.js';
import { BinanceStandIn, type Flavour } from '../../test/stand-in/binance-stand-in.js';

describe.each(['spot', 'usdm'] as Flavour[])('The user data stream, %s', (flavour) => {
  it('comes back after a cut; what was missed is found by asking', async () => {
    const standIn = await BinanceStandIn.start(flavour);
    const { broker, sink } = await connectBroker(standIn);
    broker.submit(orderFor(broker, 'd-1'));
    await eventually(() => sink.typesOf('d-1').length === 1);
    standIn.streams.refuse(true);
    standIn.streams.cut();
    await eventually(() => sink.ups.length === 2);
    standIn.venue.fill('d-1', '0.01');
    // Without the stream nobody would hear what becomes of it.
    broker.submit(orderFor(broker, 'd-2'));
    await eventually(() => sink.typesOf('d-2').length > 0);
    expect(sink.typesOf('d-2')).toEqual(['Rejected']);
    expect(await broker.order(ACCOUNT, 'd-2')).toBeUndefined();
    standIn.streams.refuse(false);
    await eventually(() => sink.ups.length === 3, { timeoutMs: 8_000 });
    expect(sink.ups).toEqual([true, false, true]);
    expect(sink.fills('d-1')).toEqual([]);
    expect(await broker.fillsSince(ACCOUNT, 0)).toMatchObject([{ clOrdId: 'd-1', lastQty: 1_000 }]);
    expect(await broker.order(ACCOUNT, 'd-1')).toMatchObject({ cumQty: 1_000, open: false });
    await broker.close();
    await standIn.close();
  });

  it('does not keep a cancel from being sent', async () => {
    const standIn = await BinanceStandIn.start(flavour);
    const { broker, sink } = await connectBroker(standIn);
    broker.submit(orderFor(broker, 'd-3'));
    await eventually(() => sink.typesOf('d-3').length === 1);
    standIn.streams.refuse(true);
    standIn.streams.cut();
    await eventually(() => sink.ups.length === 2);
    broker.cancel(orderFor(broker, 'd-3'), 'c-1');
    await eventually(() => sink.typesOf('c-1').join() === 'Canceled');
    await broker.close();
    await standIn.close();
  });

  it('is made anew at its age, before the venue cuts it', async () => {
    const standIn = await BinanceStandIn.start(flavour);
    const { broker, sink } = await connectBroker(standIn, {}, { maxAgeMs: 200 });
    await eventually(() => sink.ups.length === 3, { timeoutMs: 8_000 });
    expect(sink.reasons).toEqual(['the connection has reached its age']);
    await broker.close();
    await standIn.close();
  });

  it('is tried again, far apart, when its login is refused, which is told each time', async () => {
    const standIn = await BinanceStandIn.start(flavour);
    const { broker, sink } = await connectBroker(standIn, {}, { authRetryMs: 50 });
    standIn.refusingKeys = true;
    standIn.streams.cut();
    // More often than a session puts up with by itself.
    await eventually(() => sink.reasons.filter((reason) => reason.includes('-2015')).length > 4, { timeoutMs: 8_000 });
    expect(sink.ups.slice(1)).not.toContain(true);
    expect(sink.links.at(-1)).toMatchObject({ up: false, code: 'ADAPTER_LOGIN' });
    standIn.refusingKeys = false;
    await eventually(() => sink.ups.at(-1) === true, { timeoutMs: 8_000 });
    broker.submit(orderFor(broker, 'a-1'));
    await eventually(() => sink.typesOf('a-1').join() === 'New');
    await broker.close();
    await standIn.close();
  });

  it('is not for a key that the venue refuses, which is not told', async () => {
    const standIn = await BinanceStandIn.start(flavour);
    const apiKey = 'some-other-api-key-0123456789';
    const broker = brokerFor(standIn, { apiKey });
    const failure = broker.connect(new RecordingBrokerSink());
    await expect(failure).rejects.toMatchObject({ code: 'ADAPTER_LOGIN' });
    const reason = await failure.then(
      () => 'connected',
      (error: unknown) => JSON.stringify(error) + String(error),
    );
    expect(reason).toContain('-2015');
    expect(reason).not.toContain(apiKey);
    await broker.close();
    await standIn.close();
  });
});

describe('A listen key', () => {
  it('is not waited for when it is given back to a venue that bans', async () => {
    const standIn = await BinanceStandIn.start('usdm');
    const { broker } = await connectBroker(standIn);
    standIn.limitNext(1, 20_000);
    await broker.openOrders(ACCOUNT).catch(() => undefined);
    const begun = performance.now();
    await broker.close();
    expect(performance.now() - begun).toBeLessThan(10_000);
    await standIn.close();
  });

  it('is renewed, fetched anew when it has expired, and given back', async () => {
    const standIn = await BinanceStandIn.start('usdm');
    const { broker, sink } = await connectBroker(standIn, {}, { keepAliveMs: 30 });
    await eventually(() => standIn.renewals >= 3);
    expect(sink.ups).toEqual([true]);
    standIn.expireListenKey();
    await eventually(() => sink.ups.length === 3, { timeoutMs: 8_000 });
    expect(sink.reasons).toEqual(['Binance ended the stream: listenKeyExpired']);
    expect(standIn.keysGiven).toBe(2);
    // Nobody says so, and the stream would be silent from then on.
    standIn.forgetListenKey();
    await eventually(() => sink.ups.length === 5, { timeoutMs: 8_000 });
    expect(sink.reasons[1]).toBe('the listen key has expired');
    expect(standIn.keysGiven).toBe(3);
    broker.submit(orderFor(broker, 'k-1'));
    await eventually(() => sink.typesOf('k-1').length === 1);
    await broker.close();
    expect(standIn.names().at(-1)).toBe('DELETE /fapi/v1/listenKey');
    await standIn.close();
  });
});
