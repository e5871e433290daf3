import { describe, expect, it } from '@jest/globals';
import { RawClient, replyText } from '../src/testing/raw-client.js';
import { nextEvent, runBroker } from '../src/testing/running-broker.js';

const users = [
  {
    vpn: 'default',
    username: 'desk',
    password: 'p',
    publish: ['orders/request/>'],
    subscribe: ['orders/event/>', 'md/*'],
  },
  { vpn: 'default', username: 'all', password: 'p' },
  { vpn: 'test', username: 'all', password: 'p' },
];
const desk = { username: 'desk', password: 'p' };
const all = { username: 'all', password: 'p' };

describe('access', () => {
  it('lets a user subscribe only within its topics', async () => {
    await using running = await runBroker({ users });
    const client = await RawClient.login(running.tcpPort, desk);
    for (const topic of ['orders/event/>', 'orders/event/a/*', 'md/a', 'md/a*', '#share/g/md/a']) {
      expect(await client.subscribe(topic)).toMatchObject({ code: 200 });
    }
    for (const topic of ['>', 'orders/>', 'md/>', '#share/g/md/>', 'orders/request/x']) {
      expect(await client.subscribe(topic)).toMatchObject({ code: 403, text: 'Subscription ACL Denied' });
    }
  });

  it('always lets it have its own inbox', async () => {
    await using running = await runBroker({ users });
    const client = await RawClient.tcp(running.tcpPort);
    const base = replyText(await client.login(desk), 0x08);
    expect(await client.subscribe(`${base}/>`)).toMatchObject({ code: 200 });
    expect(await client.subscribe('#P2P/>')).toMatchObject({ code: 403 });
  });

  it('drops what it may not publish, says so once, and lets replies through', async () => {
    await using running = await runBroker({ users });
    const denied = nextEvent(running.broker, 'publishDenied');
    const other = await RawClient.tcp(running.tcpPort);
    const inbox = replyText(await other.login(all), 0x08);
    await other.subscribe('orders/>');
    await other.subscribe(`${inbox}/>`);
    const client = await RawClient.login(running.tcpPort, desk);
    for (const topic of ['orders/event/x', 'orders/request/x', 'orders/event/y', `${inbox}/_`])
      client.publish(topic, topic);
    await client.settle();
    await other.settle();
    expect(other.payloads()).toEqual(['orders/request/x', `${inbox}/_`]);
    expect((await denied)[1]).toBe('orders/event/x');
    expect(running.broker.stats().publishDenied).toBe(2);
  });

  it('asks for each user anew, whoever published the topic last', async () => {
    await using running = await runBroker({ users });
    const listener = await RawClient.login(running.tcpPort, all);
    await listener.subscribe('md/a');
    const allowed = await RawClient.login(running.tcpPort, all);
    const denied = await RawClient.login(running.tcpPort, desk);
    for (const text of ['one', 'two']) {
      allowed.publish('md/a', text);
      await allowed.settle();
      denied.publish('md/a', 'denied');
      await denied.settle();
    }
    await listener.settle();
    expect(listener.payloads()).toEqual(['one', 'two']);
    expect(running.broker.stats().publishDenied).toBe(2);
  });

  it('keeps VPNs apart', async () => {
    await using running = await runBroker({ users });
    const here = await RawClient.login(running.tcpPort, { ...all, clientName: 'same' });
    const there = await RawClient.login(running.tcpPort, { ...all, clientName: 'same', vpn: 'test' });
    await here.subscribe('a');
    await there.subscribe('a');
    here.publish('a', 'here');
    await here.settle();
    await there.settle();
    expect([here.payloads(), there.payloads()]).toEqual([['here'], []]);
  });
});
