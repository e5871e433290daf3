import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SolaceClient, SolaceEventPattern, SolaceMessagePattern, SolaceSession } from '@bourseworks/solace-transport';
import { Controller, Inject, Logger } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { codeOf, startService, TestBus, topic, until } from './support/suite.js';

/** What each listener has heard. */
const heard = new Map<string, unknown[]>();
const hear = (name: string, what: unknown): void => void heard.set(name, [...(heard.get(name) ?? []), what]);

function listening(name: string): new () => object {
  @Controller()
  class Listening {
    @SolaceEventPattern(topic('news'))
    first(@Payload() what: unknown): void {
      hear(name, what);
    }

    @SolaceEventPattern(topic('news/later'))
    async later(@Payload() what: unknown): Promise<void> {
      await Promise.resolve();
      hear(name, what);
    }
  }
  return Listening;
}

/** Is told something, and can be asked whether it was: the notification of a request-response service. */
@Controller()
class NotifiedController {
  private notified = false;

  constructor(@Inject(SolaceClient) private readonly client: SolaceClient) {}

  @SolaceMessagePattern(topic('notify'))
  notify(): void {
    this.client.emit(topic('notification'), true);
  }

  @SolaceEventPattern(topic('notification'))
  notification(@Payload() value: boolean): void {
    this.notified = value;
  }

  @SolaceMessagePattern(topic('notified'))
  wasNotified(): boolean {
    return this.notified;
  }
}

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('an event', () => {
  it('reaches every service and every other listener, each once and in the order of its sender', async () => {
    await using one = await startService(bus, { controllers: [listening('one')] });
    await using two = await startService(bus, { controllers: [listening('two')] });
    const raw = await bus.session();
    await raw.subscribe(topic('news'), ({ payload }) => hear('raw', JSON.parse(payload.toString())));
    const clients = [new SolaceClient({ session: await bus.session() }), one.get(SolaceClient)];
    for (let n = 0; n < 100; n++) for (const [from, client] of clients.entries()) client.emit(topic('news'), [from, n]);
    const names = ['one', 'two', 'raw'];
    await until('all events', () => names.every((name) => heard.get(name)?.length === 200));
    const sent = Array.from({ length: 100 }, (_, n) => n);
    for (const name of names) {
      for (const from of [0, 1]) {
        const received = (heard.get(name) as [number, number][]).filter(([sender]) => sender === from);
        expect(received.map(([, n]) => n)).toEqual(sent);
      }
    }
    heard.clear();
    clients[0].emit(topic('news/later'), 'x');
    await until('the event', () => heard.get('one')?.length === 1 && heard.get('two')?.length === 1);
    expect([one, two].map(({ session }) => session.metrics.active)).toEqual([0, 0]);
  });

  it('that a handler emits comes to a handler of its own service', async () => {
    await using service = await startService(bus, { controllers: [NotifiedController] });
    const client = service.get(SolaceClient);
    const notified = (): Promise<boolean> => firstValueFrom(client.send<boolean>(topic('notified'), {}));
    expect(await notified()).toBe(false);
    expect(await firstValueFrom(client.send(topic('notify'), {}))).toEqual({ ack: true });
    let seen = false;
    for (let n = 0; n < 1_000 && !seen; n++) seen = await notified();
    expect(seen).toBe(true);
  });

  it('is sent whether or not somebody subscribes to its outcome, and once', async () => {
    const session = await bus.session();
    const client = new SolaceClient({ session });
    let received = 0;
    await session.subscribe(topic('hot'), () => void received++);
    const outcome = client.emit(topic('hot'), {});
    await until('the event', () => received === 1);
    await firstValueFrom(outcome, { defaultValue: undefined });
    await firstValueFrom(client.emit(topic('hot'), {}), { defaultValue: undefined });
    await until('the second event', () => received === 2);
  });

  it('that was lost is reported although nobody subscribed to its outcome', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const proxy = await bus.proxy();
    const session = await bus.session({ url: proxy.url });
    const client = new SolaceClient({ session });
    proxy.cut();
    await until('the loss', () => session.status === 'RECONNECTING');
    warn.mockClear();
    client.emit(topic('lost'), {});
    await until('the report', () => warn.mock.calls.length > 0);
    expect(String(warn.mock.calls[0][0])).toContain(`${topic('lost')}, TRANSPORT_DOWN`);
    expect(session.metrics.refused).toBe(1);
    warn.mockRestore();
  });
});

describe('the client', () => {
  it('connects once, however many ask', async () => {
    const proxy = await bus.proxy();
    const session = new SolaceSession(bus.options({ url: proxy.url }));
    const client = new SolaceClient({ session, ownsSession: true });
    await Promise.all([client.connect(), client.connect()]);
    await session.subscribe(topic('echo'), (request) => session.reply(request, request.payload));
    expect(await firstValueFrom(client.send(topic('echo'), [1]))).toEqual([1]);
    expect(proxy.connections).toBe(1);
    expect(client.unwrap()).toBe(session);
    await client.close();
    expect(session.status).toBe('DOWN');
  });

  it('connects by itself with the first message', async () => {
    const client = new SolaceClient({ session: new SolaceSession(bus.options()), ownsSession: true });
    const listener = await bus.session();
    let received = 0;
    await listener.subscribe(topic('first'), (message) => {
      received++;
      if (message.replyTo !== undefined) listener.reply(message, message.payload);
    });
    expect(await firstValueFrom(client.send(topic('first'), [1]))).toEqual([1]);
    await client.close();
    const emitting = new SolaceClient({ session: new SolaceSession(bus.options()), ownsSession: true });
    await firstValueFrom(emitting.emit(topic('first'), {}), { defaultValue: undefined });
    await until('the event', () => received === 2);
    await emitting.close();
  });

  it('fails where there is no broker, with the code of it', async () => {
    const proxy = await bus.proxy();
    proxy.cut();
    const session = new SolaceSession(bus.options({ url: proxy.url, connectTimeoutMs: 500 }));
    const client = new SolaceClient({ session, ownsSession: true });
    expect(await codeOf(firstValueFrom(client.send(topic('echo'), {})))).toBe('CONNECT_FAILED');
    expect(await codeOf(firstValueFrom(client.emit(topic('echo'), {})))).toBe('CONNECT_FAILED');
    proxy.restore();
    await client.connect();
    await client.close();
  });

  it('fails its pending requests when it is closed, and leaves a shared session open', async () => {
    const session = await bus.session();
    const client = new SolaceClient({ session });
    const pending = codeOf(firstValueFrom(client.send(topic('nobody'), {})));
    await until('the request', () => session.metrics.inflight === 1);
    await client.close();
    expect(await pending).toBe('TRANSPORT_CLOSED');
    expect([session.status, session.metrics.inflight]).toEqual(['UP', 0]);
  });

  it('forgets a request whose subscriber leaves', async () => {
    const session = await bus.session();
    const subscription = new SolaceClient({ session }).send(topic('nobody'), {}).subscribe();
    await until('the request', () => session.metrics.inflight === 1);
    subscription.unsubscribe();
    expect(session.metrics.inflight).toBe(0);
  });
});
