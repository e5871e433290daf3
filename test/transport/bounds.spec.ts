import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SolaceClient, SolaceEventPattern, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { count, firstValueFrom, lastValueFrom, map, range, type Observable } from 'rxjs';
import { codeOf, startService, TestBus, topic, until, type Service, type TcpProxy } from './support/suite.js';

const held: (() => void)[] = [];
let events = 0;
const text = 'x'.repeat(20_000);

@Controller()
class LimitsController {
  @SolaceMessagePattern(topic('limits/held'))
  held(): Promise<string> {
    return new Promise((resolve) => held.push(() => resolve('done')));
  }

  @SolaceEventPattern(topic('limits/event'))
  event(): void {
    events++;
  }

  @SolaceMessagePattern(topic('limits/parts'))
  parts(@Payload() parts: number): Observable<string> {
    return range(0, parts).pipe(map(() => text));
  }
}

let bus: TestBus;
let proxy: TcpProxy;
let service: Service;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  // A small send buffer, so that a long answer meets a full transport.
  const options = { maxActive: 2, maxQueuedParts: 600, sendBufferMaxBytes: 50_000 };
  proxy = await bus.proxy();
  service = await startService(bus, { controllers: [LimitsController] }, { ...options, url: proxy.url });
  client = new SolaceClient({ session: await bus.session() });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

describe('limits of the server', () => {
  it('refuse what comes while as many handlers run as may', async () => {
    const answers = [1, 2].map(() => firstValueFrom(client.send(topic('limits/held'), {})));
    await until('two handlers', () => held.length === 2);
    expect(service.session.metrics.active).toBe(2);
    expect(await codeOf(firstValueFrom(client.send(topic('limits/held'), {})))).toBe('BUSY');
    const { discarded } = service.session.metrics;
    await firstValueFrom(client.emit(topic('limits/event'), {}), { defaultValue: undefined });
    await until('the discard', () => service.session.metrics.discarded === discarded + 1);
    for (const release of held) release();
    expect(await Promise.all(answers)).toEqual(['done', 'done']);
    await firstValueFrom(client.emit(topic('limits/event'), {}), { defaultValue: undefined });
    await until('the event', () => events === 1);
  });

  it('slow a long answer down instead of tearing it', async () => {
    const { refused } = service.session.metrics;
    proxy.stall();
    const parts = lastValueFrom(client.send(topic('limits/parts'), 500).pipe(count()));
    await until('a full transport', () => service.session.metrics.refused > refused);
    proxy.restore();
    expect(await parts).toBe(500);
  });

  it('end an answer that is made faster than it can be sent', async () => {
    expect(await codeOf(lastValueFrom(client.send(topic('limits/parts'), 1_000)))).toBe('REPLY_OVERFLOW');
    expect(service.session.metrics.active).toBe(0);
  });
});
