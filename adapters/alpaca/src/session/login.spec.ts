import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { SystemClock } from '@bourseworks/ports';
import { ALPACA_KEY_ID, ALPACA_SECRET_KEY, AlpacaStandIn, eventually, RecordingBrokerSink } from '@bourseworks/testkit';
import { AlpacaBroker } from '@bourseworks/adapters/alpaca';
import { configFor, connectBroker, orderFor, QUICK } from '../../test/broker.js';

describe('AlpacaBroker: login', () => {
  let standIn: AlpacaStandIn;
  const sinks: RecordingBrokerSink[] = [];

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    sinks.length = 0;
  });
  afterEach(async () => {
    const said = inspect(sinks, { depth: 10 });
    expect(said).not.toContain(ALPACA_SECRET_KEY);
    expect(said).not.toContain(ALPACA_KEY_ID);
    await standIn.close();
  });

  const open = () => {
    const broker = new AlpacaBroker(configFor(standIn.url), new SystemClock(), { ...QUICK, authRetryMs: 300 });
    const sink = new RecordingBrokerSink();
    sinks.push(sink);
    return { broker, sink };
  };

  it('waits for keys that are taken, and does not ask in a storm', async () => {
    standIn.keyId = 'another';
    const { broker, sink } = open();
    const connecting = broker.connect(sink);
    await sleep(500);
    expect(standIn.requests.length).toBeLessThanOrEqual(3);
    expect(standIn.logins).toBe(0);
    expect(sink.links[0]).toMatchObject({ up: false });
    standIn.keyId = ALPACA_KEY_ID;
    await connecting;
    expect(sink.links.at(-1)?.up).toBe(true);
    await broker.close();
  });

  it('tries a refused login of the stream again, far apart', async () => {
    const { broker, sink } = open();
    await broker.connect(sink);
    standIn.keyId = 'another';
    standIn.cutStreams();
    await eventually(() => standIn.logins === 2);
    await sleep(400);
    expect(standIn.logins).toBeLessThanOrEqual(4);
    expect(sink.links.some(({ reason }) => reason === 'Alpaca refused the keys')).toBe(true);
    await expect(broker.order('A', 'o-1')).rejects.toThrow('the keys are refused');
    await expect(broker.order('A', 'o-1')).rejects.toThrow('put off');
    const asked = standIn.requests.length;
    await broker.fillsSince('A', 0).catch(() => undefined);
    expect(standIn.requests.length).toBe(asked);
    // Cancels always pass.
    broker.cancel(orderFor(broker, 'o-1'), 'c-1');
    broker.submit(orderFor(broker, 'o-1'));
    await eventually(() => sink.typesAbout('o-1').includes('Rejected'));
    standIn.keyId = ALPACA_KEY_ID;
    await eventually(() => sink.links.at(-1)?.up);
    await broker.close();
  });

  it('shows its keys in no error and no inspection, even when Alpaca repeats them', async () => {
    const { broker, sink } = await connectBroker(standIn);
    sinks.push(sink);
    const message = `key ${ALPACA_KEY_ID} with ${ALPACA_SECRET_KEY} may not`;
    standIn.venue.refuseNext = { status: 422, body: { code: 40010000, message } };
    broker.submit(orderFor(broker, 'o-1'));
    await eventually(() => sink.typesAbout('o-1').includes('Rejected'));
    expect(sink.about('o-1')[0].reason).toBe('key *** with *** may not');
    standIn.sendRaw(JSON.stringify({ stream: 'trade_updates', data: { event: 'new', order: ALPACA_SECRET_KEY } }));
    await eventually(() => sink.links.length === 3);
    await broker.close();
  });

  it('gives up when it is closed while it waits', async () => {
    standIn.keyId = 'another';
    const { broker, sink } = open();
    const connecting = broker.connect(sink);
    await eventually(() => sink.links.length > 0);
    await broker.close();
    await connecting;
  });
});
