import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import { runBroker } from '../src/testing/running-broker.js';

const DELIVER_TO_ONE = 0x20;
const DELIVER_ALWAYS = 0x1c;

describe('delivery options', () => {
  it('gives a deliver-to-one message to one client, and to those that asked for all', async () => {
    await using running = await runBroker();
    const [one, two, publisher] = await Promise.all([1, 2, 3].map(() => RawClient.login(running.tcpPort)));
    const last = await RawClient.login(running.tcpPort, { deliverToOnePriority: 4 });
    const all = await RawClient.login(running.tcpPort);
    await Promise.all([one, two, last].map((client) => client.subscribe('a')));
    await all.subscribe('a', DELIVER_ALWAYS);
    for (let index = 0; index < 6; index += 1) publisher.publish('a', String(index), DELIVER_TO_ONE);
    await publisher.settle();
    await Promise.all([one, two, last, all].map((client) => client.settle()));
    expect([one, two, last, all].map((client) => client.messages.length)).toEqual([3, 3, 0, 6]);
  });

  it('spares a client its own messages when it asked for that at login', async () => {
    await using running = await runBroker();
    const without = await RawClient.login(running.tcpPort, { noLocal: true });
    const usual = await RawClient.login(running.tcpPort);
    await without.subscribe('a');
    await usual.subscribe('a');
    without.publish('a', 'from the one without');
    await without.settle();
    usual.publish('a', 'from the usual one');
    await usual.settle();
    await without.settle();
    expect(without.payloads()).toEqual(['from the usual one']);
    expect(usual.payloads()).toEqual(['from the one without', 'from the usual one']);
  });
});
