import { describe, expect, it } from '@jest/globals';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { TestBus, codeOf, until } from '../../test/bus.js';
import { SolaceSession } from './solace-session.js';

async function broker(): Promise<{ broker: SmfBroker; url: string }> {
  const made = new SmfBroker({ tcpPort: 0 });
  const { tcpPort } = await made.start();
  return { broker: made, url: `tcp://127.0.0.1:${tcpPort}` };
}

describe('a list of hosts', () => {
  it('is tried in order, and again when the host in use dies; subscriptions move along', async () => {
    await using bus = await TestBus.start();
    const [first, second] = [await broker(), await broker()];
    const login = {
      vpn: DEVELOPMENT_USER.vpn,
      username: DEVELOPMENT_USER.username,
      password: DEVELOPMENT_USER.password,
    };
    const session = await bus.session({ ...login, url: [first.url, second.url] });
    const received: string[] = [];
    await session.subscribe('failover/>', (message) => void received.push(message.payload.toString()));
    session.publish('failover/a', Buffer.from('by the first'));
    await until('a message by the first', () => received.length === 1);
    await first.broker.stop();
    await until('the loss', () => session.status === 'RECONNECTING');
    await session.whenUp(15_000);
    const other = await bus.session({ ...login, url: second.url });
    other.publish('failover/b', Buffer.from('by the second'));
    await until('a message by the second', () => received.length === 2);
    expect(received).toEqual(['by the first', 'by the second']);
    await second.broker.stop();
    await until('the loss', () => session.status === 'RECONNECTING');
    await session.close();
    const nowhere = new SolaceSession(bus.options({ ...login, url: [first.url, second.url] }));
    expect(await codeOf(nowhere.connect())).toBe('CONNECT_FAILED');
    await nowhere.close();
  });
});
