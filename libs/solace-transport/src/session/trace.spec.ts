import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, until } from '../../test/bus.js';
import type { TraceContext, TraceHooks } from '../wire/trace-context.js';

const storage = new AsyncLocalStorage<TraceContext>();
const trace: TraceHooks = { get: () => storage.getStore(), run: (context, work) => storage.run(context, work) };
const context = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'desk=1' };

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('a trace', () => {
  it('goes with events, requests and answers, and is bound where they are handled', async () => {
    const [caller, service] = [await bus.session({ trace }), await bus.session({ trace })];
    const heard: (TraceContext | undefined)[] = [];
    await service.subscribe(bus.topic('ask'), (request) => {
      heard.push(storage.getStore());
      service.publish(bus.topic('event'), Buffer.alloc(0));
      service.reply(request, Buffer.alloc(0));
    });
    await caller.subscribe(bus.topic('event'), () => void heard.push(storage.getStore()));
    const reply = await storage.run(context, () => caller.request(bus.topic('ask'), Buffer.alloc(0)));
    await until('the event', () => heard.length === 2);
    expect(heard).toEqual([context, context]);
    expect(reply.trace).toEqual(context);
  });

  it('of a header goes before the one of the work under way, and a wrong one is no trace', async () => {
    const session = await bus.session({ trace });
    const heard: unknown[] = [];
    await session.subscribe(bus.topic('own'), (message) => void heard.push([message.trace, storage.getStore()]));
    const own = { traceparent: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00` };
    const wrong = ['x', `00-${'0'.repeat(32)}-${'d'.repeat(16)}-00`, `ff-${'c'.repeat(32)}-${'d'.repeat(16)}-00`];
    storage.run(context, () => {
      for (const traceparent of [own.traceparent, ...wrong]) {
        session.publish(bus.topic('own'), Buffer.alloc(0), { headers: { traceparent } });
      }
    });
    await until('the messages', () => heard.length === 4);
    expect(heard).toEqual([[own, own], ...wrong.map(() => [undefined, undefined])]);
  });
});
