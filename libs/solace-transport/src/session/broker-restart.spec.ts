import { describe, expect, it } from '@jest/globals';
import { DEVELOPMENT_USER, GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { TestBus, until } from '../../test/bus.js';
import type { QueueMessage } from './queue/queue-message.js';

const login = { vpn: DEVELOPMENT_USER.vpn, username: DEVELOPMENT_USER.username, password: DEVELOPMENT_USER.password };

describe('a broker that comes back without its memory', () => {
  it('gets its queue again, and publisher and consumer go on', async () => {
    await using bus = await TestBus.start();
    let broker = new SmfBroker({ tcpPort: 0, extensions: [new GuaranteedMessaging()] });
    const tcpPort = Number((await broker.start()).tcpPort);
    const url = `tcp://127.0.0.1:${tcpPort}`;
    const [session, publisher] = [
      await bus.session({ ...login, url }),
      await bus.session({ ...login, url, guaranteed: true }),
    ];
    const received: QueueMessage[] = [];
    const options = { queue: 'q/restart', provision: { maxRedelivery: 0 }, topics: ['restart/>'], maxUnsettled: 3 };
    const consumer = session.queues.consumer(options, (message) => void received.push(message));
    await consumer.start();
    const publish = (text: string): Promise<void> => publisher.publishGuaranteed('restart/a', Buffer.from(text));
    await Promise.all(['a', 'b', 'c', 'd'].map(publish));
    await until('as many as may be held', () => received.length === 3);
    await broker.stop();
    await until('the loss', () => consumer.status === 'WAITING' && publisher.publisherStatus === 'RECONNECTING');
    received[0].settle('accepted');
    broker = new SmfBroker({ tcpPort, extensions: [new GuaranteedMessaging()] });
    await broker.start();
    await until('the return', () => consumer.status === 'BOUND' && publisher.publisherStatus === 'UP');
    // Of the flow that is gone: neither does harm.
    for (const message of received.slice(1)) message.settle('failed');
    await publish('e');
    await until('the new message', () => received.at(-1)?.payload.toString() === 'e');
    expect(session.metrics.unsettled).toBe(1);
    received.at(-1)?.settle('accepted');
    expect([consumer.unsettled, session.metrics.unsettled]).toEqual([0, 0]);
    await Promise.all([session.close(), publisher.close()]);
    await broker.stop();
  });

  it('and refuses the publisher for a while is waited for', async () => {
    await using bus = await TestBus.start();
    const make = async (guaranteed: boolean, tcpPort: number): Promise<SmfBroker> => {
      const refusing = { capabilities: ['guaranteedPublish'] as const, handlers: [] };
      const broker = new SmfBroker({ tcpPort, extensions: [guaranteed ? new GuaranteedMessaging() : refusing] });
      await broker.start();
      return broker;
    };
    let broker = new SmfBroker({ tcpPort: 0, extensions: [new GuaranteedMessaging()] });
    const tcpPort = Number((await broker.start()).tcpPort);
    const session = await bus.session({ ...login, url: `tcp://127.0.0.1:${tcpPort}`, guaranteed: true });
    await session.publishGuaranteed('restart/b', Buffer.from('1'));
    await broker.stop();
    await until('the loss', () => session.status === 'RECONNECTING');
    broker = await make(false, tcpPort);
    await session.whenUp(15_000);
    const waiting = session.publishGuaranteed('restart/b', Buffer.from('2'));
    await until('a refusal', () => broker.stats().assuredRefused > 0);
    await broker.stop();
    broker = await make(true, tcpPort);
    await waiting;
    await session.close();
    await broker.stop();
  });
});
