import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { firstValueFrom } from 'rxjs';
import { TestBus, codeOf, until } from '../../test/bus.js';
import { SolaceSession } from '../session/solace-session.js';
import type { InboundMessage } from '../wire/inbound-message.js';
import { SolaceClient } from './solace.client.js';
import { SolaceRecordBuilder } from './solace.record-builder.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('the client', () => {
  it('connects once, however many ask', async () => {
    const proxy = await bus.proxy();
    const session = new SolaceSession(bus.options({ url: proxy.url }));
    const client = new SolaceClient({ session, ownsSession: true });
    await Promise.all([client.connect(), client.connect()]);
    await session.subscribe('client/echo', (request) => session.reply(request, request.payload));
    expect(await firstValueFrom(client.send('client/echo', [1]))).toEqual([1]);
    expect(proxy.connections).toBe(1);
    expect(client.unwrap()).toBe(session);
    await client.close();
    expect(session.status).toBe('DOWN');
  });

  it('fails its pending requests when it is closed, and leaves a shared session open', async () => {
    const session = await bus.session();
    const client = new SolaceClient({ session });
    const pending = codeOf(firstValueFrom(client.send('client/nobody', {})));
    await until('the request', () => session.metrics.inflight === 1);
    await client.close();
    expect(await pending).toBe('TRANSPORT_CLOSED');
    expect([session.status, session.metrics.inflight]).toEqual(['UP', 0]);
  });

  it('forgets a request whose subscriber leaves', async () => {
    const session = await bus.session();
    const subscription = new SolaceClient({ session }).send('client/nobody', {}).subscribe();
    await until('the request', () => session.metrics.inflight === 1);
    subscription.unsubscribe();
    expect(session.metrics.inflight).toBe(0);
  });

  it('sends what a record says', async () => {
    const session = await bus.session();
    const client = new SolaceClient({ session });
    const received: InboundMessage[] = [];
    await session.subscribe('client/record', (message) => void received.push(message));
    const builder = new SolaceRecordBuilder({ a: 1 })
      .setHeaders({ h: 'x' })
      .setPriority(7)
      .setTtl(1_000)
      .setDmqEligible();
    client.emit('client/record', builder.setContentType('application/json').build());
    await until('the event', () => received.length === 1);
    const [message] = received;
    expect([message.payload.toString(), message.headers['h'], message.contentType]).toEqual([
      '{"a":1}',
      'x',
      'application/json',
    ]);
    expect([message.unwrap().getPriority(), message.unwrap().isDMQEligible()]).toEqual([7, true]);
    const guaranteed = new SolaceRecordBuilder({}).setDeliveryMode('persistent').build();
    expect(await codeOf(firstValueFrom(client.emit('client/record', guaranteed)))).toBe('GUARANTEED_UNAVAILABLE');
    const hasty = new SolaceRecordBuilder({}).setTimeout(30).build();
    expect(await codeOf(firstValueFrom(client.send('client/nobody', hasty)))).toBe('REQUEST_TIMEOUT');
  });

  it('reports an event that was lost although nobody subscribed to its outcome', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url });
    const client = new SolaceClient({ session });
    proxy.cut();
    await until('the loss', () => session.status === 'RECONNECTING');
    warn.mockClear();
    client.emit('client/lost', {});
    await until('the report', () => warn.mock.calls.length > 0);
    expect(String(warn.mock.calls[0][0])).toContain('client/lost, TRANSPORT_DOWN');
    expect(session.metrics.refused).toBe(1);
    warn.mockRestore();
  });

  it('tells the status of the session', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url });
    const client = new SolaceClient({ session });
    const seen: string[] = [];
    client.status.subscribe((status) => seen.push(status));
    proxy.cut();
    await until('the loss', () => seen.length === 2);
    expect(seen).toEqual(['UP', 'RECONNECTING']);
  });
});
