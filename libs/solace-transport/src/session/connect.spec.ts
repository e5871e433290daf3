import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf } from '../../test/bus.js';
import { SolaceSession } from './solace-session.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('connecting', () => {
  it('fails with CONNECT_FAILED where nobody listens, and may be repeated', async () => {
    const proxy = await bus.proxy();
    proxy.cut();
    const session = new SolaceSession(bus.options({ url: proxy.url, connectTimeoutMs: 500 }));
    expect(await codeOf(session.connect())).toBe('CONNECT_FAILED');
    expect(session.status).toBe('DOWN');
    proxy.restore();
    await session.connect();
    expect(session.status).toBe('UP');
    await session.close();
    expect(await codeOf(session.connect())).toBe('TRANSPORT_CLOSED');
  });

  it('fails with LOGIN_REFUSED and the words of the broker for a wrong password', async () => {
    const session = new SolaceSession(bus.options({ password: 'wrong' }));
    const error: { code?: string; message?: string } = await session.connect().then(
      () => ({}),
      (reason: Error) => reason,
    );
    expect(error.code).toBe('LOGIN_REFUSED');
    expect(error.message).not.toBe('');
    await session.close();
  });

  it('closes cleanly while it connects, and before it ever did', async () => {
    const proxy = await bus.proxy();
    proxy.stall();
    const waiting = new SolaceSession(bus.options({ url: proxy.url }));
    const outcome = codeOf(waiting.connect());
    await waiting.close();
    expect(['TRANSPORT_CLOSED', 'CONNECT_FAILED']).toContain(await outcome);
    await new SolaceSession(bus.options()).close();
  });
});
