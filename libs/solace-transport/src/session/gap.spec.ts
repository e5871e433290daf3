import { describe, expect, it } from '@jest/globals';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { TestBus, until } from '../../test/bus.js';
import { TcpProxy } from '../../test/tcp-proxy.js';

describe('a gap', () => {
  it('that the broker made for a slow session is told by event, metric and message', async () => {
    await using bus = await TestBus.start();
    const broker = new SmfBroker({ tcpPort: 0, limits: { outputSoftBytes: 100_000, maxStallMs: 0 } });
    const { tcpPort } = await broker.start();
    const proxy = await TcpProxy.start('127.0.0.1', Number(tcpPort));
    const login = {
      vpn: DEVELOPMENT_USER.vpn,
      username: DEVELOPMENT_USER.username,
      password: DEVELOPMENT_USER.password,
    };
    const slow = await bus.session({ ...login, url: proxy.url });
    const publisher = await bus.session({ ...login, url: `tcp://127.0.0.1:${tcpPort}` });
    const gaps: string[] = [];
    const marked: string[] = [];
    let last = '';
    await slow.subscribe('gap/*', (message) => {
      last = message.topic;
      if (message.discardIndication) marked.push(message.topic);
    });
    slow.on('gap', (topic) => void gaps.push(topic));
    proxy.starve();
    // The kernel takes some megabytes before the broker sees that nobody reads.
    for (let n = 0; n < 2_000; n++) {
      publisher.publish('gap/flood', Buffer.alloc(8_192));
      await publisher.whenWritable(15_000);
      if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    proxy.restore();
    await until('what comes after', () => {
      publisher.publish('gap/after', Buffer.alloc(1));
      return last === 'gap/after' && marked.length > 0;
    });
    expect(gaps).toEqual(marked);
    expect(slow.metrics.discards).toBe(marked.length);
    await slow.close();
    await publisher.close();
    await proxy.stop();
    await broker.stop();
  });
});
