import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  sessionStatus,
  SolaceClient,
  SolaceEventPattern,
  SolaceHealthIndicator,
  SolaceMessagePattern,
  SolaceServer,
  SolaceSession,
  type SessionStatus,
} from '@bourseworks/solace-transport';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { codeOf, startService, TestBus, topic, until } from './support/suite.js';

const heard: unknown[] = [];
const hot: unknown[] = [];

@Controller()
class PatientController {
  @SolaceMessagePattern(topic('ask'))
  ask(@Payload() data: unknown): unknown {
    return data;
  }

  @SolaceMessagePattern(topic('slow'))
  slow(): Promise<never> {
    return new Promise(() => undefined);
  }

  @SolaceEventPattern(topic('news/>'))
  news(@Payload() data: unknown): void {
    heard.push(data);
  }

  @SolaceEventPattern(topic('news/>'), { hot: true })
  hotNews(@Payload() data: unknown): void {
    hot.push(data);
  }
}

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

/** Tells every status once, the present one first. */
function statesOf(party: { readonly status: SolaceClient['status'] }): SessionStatus[] {
  const seen: SessionStatus[] = [];
  party.status.subscribe((status) => void seen.push(status));
  return seen;
}

describe('a service whose connection is cut', () => {
  it('tells it, comes back by itself, and answers as before', async () => {
    const proxy = await bus.proxy();
    await using service = await startService(bus, { controllers: [PatientController] }, { url: proxy.url });
    const client = new SolaceClient({ session: await bus.session() });
    const ask = (data: unknown): Promise<unknown> => firstValueFrom(client.send(topic('ask'), data));
    const states = [statesOf(service.get(SolaceServer)), statesOf(service.get(SolaceClient))];
    const health = service.get(SolaceHealthIndicator);
    expect(await ask(['before'])).toEqual(['before']);
    expect(health.isHealthy()).toMatchObject({ broker: { status: 'up', session: 'UP' } });
    for (let round = 1; round <= 2; round++) {
      proxy.cut();
      await until('the loss', () => health.isHealthy('bus')['bus'].status === 'down');
      proxy.restore();
      await until('the return', () => health.isHealthy()['broker'].status === 'up');
      expect(await ask([round])).toEqual([round]);
      client.emit(topic('news/a'), round);
      await until('the event', () => heard.length === round && hot.length === round);
      expect(service.session.metrics.reconnects).toBe(round);
    }
    expect([heard, hot]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    const expected = ['UP', 'RECONNECTING', 'UP', 'RECONNECTING', 'UP'];
    expect(states).toEqual([expected, expected]);
    expect(statesOf(service.get(SolaceServer))).toEqual(['UP']);
  });

  it('has its callers time out, while theirs are aborted at once', async () => {
    const proxy = await bus.proxy();
    await using service = await startService(
      bus,
      { controllers: [PatientController] },
      { url: proxy.url, drainTimeoutMs: 50 },
    );
    const client = service.get(SolaceClient);
    const pending = codeOf(firstValueFrom(client.send(topic('slow'), {})));
    await until('the handler', () => service.session.metrics.active === 1);
    proxy.cut();
    expect(await pending).toBe('REQUEST_ABORTED');
    expect(await codeOf(firstValueFrom(client.send(topic('ask'), {})))).toMatch(/^(TRANSPORT_DOWN|CONNECT_FAILED)$/);
    expect(await codeOf(firstValueFrom(client.emit(topic('news/b'), {})))).toMatch(/^(TRANSPORT_DOWN|CONNECT_FAILED)$/);
  });
});

describe('a session', () => {
  it('tells every change of its status once, replays the present one, and ends with the session', async () => {
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
    expect(session.tryPublish(topic('x'), Buffer.alloc(1))?.code).toBe('TRANSPORT_DOWN');
    expect(() => session.publish(topic('x'), Buffer.alloc(1))).toThrow('the session is not up');
    expect(await codeOf(session.whenWritable(20))).toBe('TRANSPORT_DOWN');
    const up = session.whenUp(15_000);
    proxy.restore();
    await up;
    expect(session.metrics.reconnects).toBe(1);
    await session.close();
    expect(seen).toEqual(['DOWN', 'CONNECTING', 'UP', 'RECONNECTING', 'UP', 'DOWN']);
    expect(completed).toBe(true);
  });

  it('has its subscriptions back after a cut; requests in flight fail, and new ones get through', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url });
    const other = await bus.session();
    const received: string[] = [];
    await session.subscribe(topic('back/>'), (message) => void received.push(message.payload.toString()));
    await other.subscribe(topic('silent'), () => undefined);
    await other.subscribe(topic('echo'), (message) => other.reply(message, message.payload));
    const inFlight = [1, 2, 3].map(() => codeOf(session.request(topic('silent'), Buffer.alloc(0))));
    proxy.cut();
    expect(await Promise.all(inFlight)).toEqual(['REQUEST_ABORTED', 'REQUEST_ABORTED', 'REQUEST_ABORTED']);
    expect([session.metrics.inflight, session.metrics.aborted]).toEqual([0, 3]);
    const change = session.subscribe(topic('later'), (message) => void received.push(message.payload.toString()));
    proxy.restore();
    await change;
    other.publish(topic('back/a'), Buffer.from('again'));
    other.publish(topic('later'), Buffer.from('made while down'));
    await until('both', () => received.length === 2);
    expect(received).toEqual(['again', 'made while down']);
    const reply = await session.request(topic('echo'), Buffer.from('x'));
    expect(reply.payload.toString()).toBe('x');
  });

  it('refuses a subscription that does not get through in time', async () => {
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url, subscribeTimeoutMs: 150 });
    proxy.stall();
    expect(await codeOf(session.subscribe(topic('x'), () => undefined))).toBe('SUBSCRIPTION_TIMEOUT');
    proxy.cut();
    await until('the loss', () => session.status === 'RECONNECTING');
    expect(await codeOf(session.subscribe(topic('y'), () => undefined))).toBe('TRANSPORT_DOWN');
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
