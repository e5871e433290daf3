import { describe, expect, it } from '@jest/globals';
import { TestBus, until } from '../../test/bus.js';
import { TcpProxy } from '../../test/tcp-proxy.js';

describe('a ws:// url', () => {
  it('carries the same', async () => {
    await using bus = await TestBus.start();
    const session = await bus.session(bus.wsUrl === undefined ? {} : { url: bus.wsUrl });
    await session.subscribe(bus.topic('echo/>'), (message) => session.reply(message, message.payload));
    const large = Buffer.alloc(300_000, 7);
    const reply = await session.request(bus.topic('echo/large'), large);
    expect(reply.payload.equals(large)).toBe(true);
    await session.close();
    await until('down', () => session.status === 'DOWN');
  });

  it('lets a publisher go on that found the connection full, and loses nothing that was accepted', async () => {
    await using bus = await TestBus.start();
    const { hostname, port } = new URL(bus.wsUrl ?? '');
    const proxy = await TcpProxy.start(hostname, Number(port));
    const url = proxy.url.replace('tcp:', 'ws:');
    const publisher = await bus.session({ url, sendBufferMaxBytes: 65_536 });
    const subscriber = await bus.session();
    let received = 0;
    await subscriber.subscribe(bus.topic('bulk'), () => void received++);
    proxy.stall();
    const payload = Buffer.alloc(16_384);
    let accepted = 0;
    let full = 0;
    const publish = async (): Promise<void> => {
      while (publisher.tryPublish(bus.topic('bulk'), payload)?.code === 'TRANSPORT_FULL') {
        if (++full === 3) proxy.restore();
        await publisher.whenWritable(15_000);
      }
      accepted++;
    };
    while (full < 3 && accepted < 20_000) {
      await publish();
      if (accepted % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(full).toBeGreaterThanOrEqual(3);
    await publish();
    await until('all accepted messages', () => received === accepted, 30_000);
    await proxy.stop();
  });
});
