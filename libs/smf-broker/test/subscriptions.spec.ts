import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import { messageFrame, subscriptionFrame } from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';

describe('subscriptions', () => {
  it('delivers what matches, in order and byte for byte', async () => {
    await using running = await runBroker();
    const subscriber = await RawClient.login(running.tcpPort);
    const publisher = await RawClient.login(running.tcpPort);
    for (const topic of ['orders/*/new*', 'md/>', 'exact']) {
      expect(await subscriber.subscribe(topic)).toMatchObject({ code: 200, protocol: 0x0f });
    }
    const topics = [
      'orders/1/new',
      'orders/1/newest',
      'orders/1/old',
      'md',
      'md/a',
      'md/a/b',
      'exact',
      'exact/no',
      'other',
    ];
    for (const topic of topics) publisher.publish(topic, `payload of ${topic}`);
    await publisher.settle();
    await subscriber.settle();
    expect(subscriber.messages.map((message) => message.topic)).toEqual([
      'orders/1/new',
      'orders/1/newest',
      'md/a',
      'md/a/b',
      'exact',
    ]);
    expect(subscriber.payloads()[1]).toBe('payload of orders/1/newest');
    expect(running.broker.stats()).toMatchObject({ messagesIn: 9, messagesOut: 5, unrouted: 4 });
  });

  it('gives one copy however many subscriptions match', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    for (const topic of ['a/>', 'a/*', 'a/b']) await client.subscribe(topic);
    client.publish('a/b', 'once');
    await client.settle();
    expect(client.payloads()).toEqual(['once']);
  });

  it('stops after an unsubscribe', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    await client.subscribe('a');
    client.publish('a', 'before');
    expect(await client.unsubscribe('a')).toMatchObject({ code: 200 });
    client.publish('a', 'after');
    await client.settle();
    expect(client.payloads()).toEqual(['before']);
  });

  it('matches topics of several bytes a character exactly', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    await client.subscribe('prix/é*');
    for (const topic of ['prix/été', 'prix/e', 'prix/è']) client.publish(topic);
    await client.settle();
    expect(client.messages.map((message) => message.topic)).toEqual(['prix/été']);
  });

  it('answers with the established wording', async () => {
    await using running = await runBroker({ limits: { maxSubscriptionsPerClient: 2 } });
    const client = await RawClient.login(running.tcpPort);
    await client.subscribe('a');
    expect(await client.subscribe('a')).toMatchObject({ code: 400, text: 'Subscription Already Exists' });
    expect(await client.unsubscribe('b')).toMatchObject({ code: 400, text: 'Subscription Not Found' });
    expect(await client.subscribe('#share/g')).toMatchObject({ code: 400, text: 'Subscription Parse Error' });
    await client.subscribe('b');
    expect(await client.subscribe('c')).toMatchObject({ code: 400, text: 'Max Num Subscriptions Exceeded' });
  });

  it('confirms only where the client asks for it', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    client.write(subscriptionFrame(0, 'a', 99, 0x04));
    client.publish('a', 'delivered all the same');
    await client.settle();
    expect(client.payloads()).toEqual(['delivered all the same']);
    expect(client.replies).toEqual([]);
  });

  it('does not let a subscription overtake the messages written before it', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    client.socket?.cork();
    client.publish('a', 'too early');
    const subscribed = client.subscribe('a');
    client.publish('a', 'in time');
    client.socket?.uncork();
    await subscribed;
    await client.settle();
    expect(client.payloads()).toEqual(['in time']);
  });

  it('does not let an answer overtake the messages written before its request', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    await client.subscribe('a');
    const before = client.arrivals.length;
    client.write(Buffer.concat([messageFrame('a', 'x'), subscriptionFrame(1, 'a', 77), messageFrame('a', 'y')]));
    await client.reply((frame) => frame.tag === 77);
    expect(client.arrivals.slice(before)).toEqual([0x0d, 0x0f]);
  });

  it('refuses queue subscriptions while guaranteed messaging is not there', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    const frame = subscriptionFrame(0, 'x', 5);
    const body = Buffer.concat([
      Buffer.from('82000000170c06', 'hex'),
      Buffer.from('qprov\0'),
      Buffer.from([9]),
      Buffer.from('orders/>\0'),
    ]);
    const head = Buffer.from(frame.subarray(0, 16));
    head.writeUInt32BE(16 + body.length, 8);
    client.write(Buffer.concat([head, body]));
    expect(await client.reply((reply) => reply.tag === 5)).toMatchObject({ code: 503, text: 'Service Unavailable' });
  });
});
