import { describe, expect, it } from '@jest/globals';
import { TestBus, until } from '../../test/bus.js';

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
});
