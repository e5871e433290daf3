import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { count, firstValueFrom, lastValueFrom, map, range, type Observable } from 'rxjs';
import { TestBus, codeOf, until } from '../../test/bus.js';
import type { TcpProxy } from '../../test/tcp-proxy.js';
import { startService, type Service } from '../../test/service.js';
import { SolaceEventPattern, SolaceMessagePattern } from './decorators.js';
import { MAX_ROUTES, RouteTable } from './route-table.js';
import { SolaceClient } from './solace.client.js';

const held: (() => void)[] = [];
let events = 0;
const text = 'x'.repeat(20_000);

@Controller()
class LimitsController {
  @SolaceMessagePattern('limits/held')
  held(): Promise<string> {
    return new Promise((resolve) => held.push(() => resolve('done')));
  }

  @SolaceEventPattern('limits/event')
  event(): void {
    events++;
  }

  @SolaceMessagePattern('limits/parts')
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
    const answers = [1, 2].map(() => firstValueFrom(client.send('limits/held', {})));
    await until('two handlers', () => held.length === 2);
    expect(service.session.metrics.active).toBe(2);
    expect(await codeOf(firstValueFrom(client.send('limits/held', {})))).toBe('BUSY');
    const { discarded } = service.session.metrics;
    await firstValueFrom(client.emit('limits/event', {}), { defaultValue: undefined });
    await until('the discard', () => service.session.metrics.discarded === discarded + 1);
    for (const release of held) release();
    expect(await Promise.all(answers)).toEqual(['done', 'done']);
    await firstValueFrom(client.emit('limits/event', {}), { defaultValue: undefined });
    await until('the event', () => events === 1);
  });

  it('slow a long answer down instead of tearing it', async () => {
    const { refused } = service.session.metrics;
    proxy.stall();
    const parts = lastValueFrom(client.send('limits/parts', 500).pipe(count()));
    await until('a full transport', () => service.session.metrics.refused > refused);
    proxy.restore();
    expect(await parts).toBe(500);
  });

  it('end an answer that is made faster than it can be sent', async () => {
    expect(await codeOf(lastValueFrom(client.send('limits/parts', 1_000)))).toBe('REPLY_OVERFLOW');
    expect(service.session.metrics.active).toBe(0);
  });

  it('remember a bounded number of topics', () => {
    const routes = new RouteTable();
    const handler = (): Promise<void> => Promise.resolve();
    routes.add('a/>', handler, true);
    for (let n = 0; n < MAX_ROUTES + 10; n++) routes.lookup(`a/${n}`);
    expect(routes.size).toBe(MAX_ROUTES);
    expect(routes.lookup('a/0').events).toEqual([handler]);
  });
});
