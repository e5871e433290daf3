import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { Controller, Inject } from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { TestBus } from '../../test/bus.js';
import { startService } from '../../test/service.js';
import type { TraceContext, TraceHooks } from '../wire/trace-context.js';
import { SolaceMessagePattern } from './decorators.js';
import { SolaceQueue } from './queue/solace-queue.decorator.js';
import { SolaceClient } from './solace.client.js';
import { SolaceContext } from './solace.context.js';

const storage = new AsyncLocalStorage<TraceContext>();
const trace: TraceHooks = { get: () => storage.getStore(), run: (context, work) => storage.run(context, work) };
const context = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

@Controller()
class TracedController {
  constructor(@Inject(SolaceClient) private readonly client: SolaceClient) {}

  @SolaceMessagePattern('trace/first')
  async first(): Promise<string> {
    await Promise.resolve();
    return firstValueFrom(this.client.send<string>({ queue: 'q/trace/second' }, {}));
  }

  @SolaceQueue('q/trace/second', { provision: {} })
  second(@Ctx() given: SolaceContext): string {
    return `${storage.getStore()?.traceparent} ${given.getTraceContext()?.traceparent}`;
  }
}

describe('a trace', () => {
  it('follows a cause through handlers of topics and of queues', async () => {
    await using bus = await TestBus.start();
    await using service = await startService(bus, { controllers: [TracedController] }, { trace, guaranteed: true });
    void service;
    const client = new SolaceClient({ session: await bus.session({ trace }) });
    const answer = storage.run(context, () => firstValueFrom(client.send('trace/first', {})));
    expect(await answer).toBe(`${context.traceparent} ${context.traceparent}`);
  });
});
