import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf, thrownCode, until } from '../../test/bus.js';
import { sessionStatus } from '../nest/session-status.js';
import type { SessionStatus } from './session-connection.js';
import { SolaceSession } from './solace-session.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('status of a session', () => {
  it('tells every change once, replays the present one, and ends with the session', async () => {
    const proxy = await bus.proxy();
    const session = new SolaceSession(bus.options({ url: proxy.url }));
    const seen: SessionStatus[] = [];
    let completed = false;
    sessionStatus(session).subscribe({ next: (status) => seen.push(status), complete: () => (completed = true) });
    await Promise.all([session.connect(), session.connect()]);
    const late: SessionStatus[] = [];
    sessionStatus(session).subscribe((status) => late.push(status));
    expect(late).toEqual(['UP']);
    proxy.cut();
    await until('reconnecting', () => session.status === 'RECONNECTING');
    expect(thrownCode(() => session.publish('a/b', Buffer.alloc(1)))).toBe('TRANSPORT_DOWN');
    expect(session.tryPublish('a/b', Buffer.alloc(1))?.code).toBe('TRANSPORT_DOWN');
    expect(await codeOf(session.whenWritable(20))).toBe('TRANSPORT_DOWN');
    const up = session.whenUp(15_000);
    proxy.restore();
    await up;
    expect(session.metrics.reconnects).toBe(1);
    await session.close();
    expect(seen).toEqual(['DOWN', 'CONNECTING', 'UP', 'RECONNECTING', 'UP', 'DOWN']);
    expect(completed).toBe(true);
  });

  it('notices a connection that is open but silent', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, keepAliveIntervalMs: 60 });
    proxy.stall();
    await until('the loss', () => session.status === 'RECONNECTING');
    proxy.cut();
    proxy.restore();
    await session.whenUp(15_000);
  });
});
