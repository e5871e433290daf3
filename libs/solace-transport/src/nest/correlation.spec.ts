import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { defer, firstValueFrom, type Observable } from 'rxjs';
import { TestBus, until } from '../../test/bus.js';
import { startService } from '../../test/service.js';
import type { CorrelationHooks } from './correlation.js';
import { SolaceEventPattern, SolaceMessagePattern } from './decorators.js';
import { SolaceClient } from './solace.client.js';
import { SolaceContext } from './solace.context.js';
import { SolaceRecordBuilder } from './solace.record-builder.js';

const storage = new AsyncLocalStorage<string>();
const hooks: CorrelationHooks = { get: () => storage.getStore(), run: (id, work) => storage.run(id, work) };
const heard: (string | undefined)[] = [];

@Controller()
class ChainController {
  constructor(@Inject(SolaceClient) private readonly client: SolaceClient) {}

  @SolaceMessagePattern('correlation/first')
  first(): Observable<string> {
    return this.client.send<string>('correlation/second', {});
  }

  @SolaceMessagePattern('correlation/second')
  second(@Payload() _data: unknown, @Ctx() context: SolaceContext): Observable<string> {
    this.client.emit('correlation/event', {});
    return defer(() => Promise.resolve(`${storage.getStore()} ${context.getCorrelationId()}`));
  }

  @SolaceEventPattern('correlation/event')
  event(): void {
    heard.push(storage.getStore());
  }
}

describe('the correlation id', () => {
  it('follows a cause through requests and events, and is made where it is missing', async () => {
    await using bus = await TestBus.start();
    await using service = await startService(bus, { controllers: [ChainController] }, { correlation: hooks });
    void service;
    const client = new SolaceClient({ session: await bus.session() });
    const record = new SolaceRecordBuilder({}).setHeaders({ 'x-correlation-id': 'cause-1' }).build();
    expect(await firstValueFrom(client.send('correlation/first', record))).toBe('cause-1 cause-1');
    await until('the event', () => heard.length === 1);
    expect(heard).toEqual(['cause-1']);
    const [inside, given] = String(await firstValueFrom(client.send('correlation/first', {}))).split(' ');
    expect(inside).toMatch(/^[0-9a-f-]{36}$/);
    expect(given).toBe(inside);
    for (const odd of ['x'.repeat(129), 'a\nb', '']) {
      const strange = new SolaceRecordBuilder({}).setHeaders({ 'x-correlation-id': odd }).build();
      expect(await firstValueFrom(client.send('correlation/first', strange))).toMatch(/^[0-9a-f-]{36} [0-9a-f-]{36}$/);
    }
  });
});
