import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CodedRpcException,
  deadLetter,
  drop,
  SolaceClient,
  SolaceQueue,
  SolaceRecordBuilder,
  type SolaceContext,
  type SolaceSession,
  type TraceContext,
  type TraceHooks,
} from '@bourseworks/solace-transport';
import { Controller, UseGuards } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { IsInt } from 'class-validator';
import { firstValueFrom, from, toArray, type Observable } from 'rxjs';
import { contents, guaranteedSession, take } from './support/guaranteed.js';
import { codeOf, queue, startService, TestBus, topic, until, type Service } from './support/suite.js';

class Order {
  @IsInt()
  quantity!: number;
}

const ORDERS = queue('orders');
const DROPPED = queue('dropped');
const HOPELESS = queue('hopeless');
const STRICT = queue('strict');
const STRICT_DEAD = queue('strict-dead');
const GUARDED = queue('guarded');

const traces = new AsyncLocalStorage<TraceContext>();
const trace: TraceHooks = { get: () => traces.getStore(), run: (context, work) => traces.run(context, work) };
const cause = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

const handled: [string, number | undefined, boolean | undefined][] = [];
let failures = 0;

const log = (name: string, context: SolaceContext): void => {
  const message = context.getQueueMessage();
  handled.push([name, message?.deliveryCount, message?.redelivered]);
};

@Controller()
class QueueController {
  @SolaceQueue(ORDERS, { provision: { access: 'exclusive' }, topics: [topic('orders/>')], retryDelayMs: 1 })
  order(@Payload() order: Order, @Ctx() context: SolaceContext): string {
    log(`order ${order.quantity} ${order instanceof Order} ${context.getTopic()}`, context);
    if (failures > 0) {
      failures--;
      throw new Error('not now');
    }
    return `bought ${order.quantity}`;
  }

  @SolaceQueue(queue('parts'), { provision: {} })
  parts(@Payload() count: number): Observable<number> {
    return from(Array.from({ length: count }, (_, n) => n));
  }

  @SolaceQueue(HOPELESS, { provision: {}, maxDeliveries: 3, retryDelayMs: 1 })
  hopeless(@Ctx() context: SolaceContext): void {
    log('hopeless', context);
    throw new CodedRpcException('VENUE_DOWN', 'closed for today');
  }

  @SolaceQueue(DROPPED, { provision: {}, onFailure: drop, deadLetterQueue: false })
  dropped(@Ctx() context: SolaceContext): void {
    log('dropped', context);
    throw new Error('of no importance');
  }

  @SolaceQueue(STRICT, { provision: {}, onFailure: deadLetter, deadLetterQueue: STRICT_DEAD })
  strict(): void {
    throw new CodedRpcException('RISK_KILLED', 'latched');
  }

  @SolaceQueue(GUARDED, { provision: {}, onFailure: deadLetter })
  @UseGuards({ canActivate: () => false })
  guarded(@Ctx() context: SolaceContext): void {
    log('guarded', context);
  }

  @SolaceQueue(queue('traced'), { provision: {} })
  traced(@Ctx() context: SolaceContext): unknown {
    return [traces.getStore()?.traceparent, context.getTraceContext()?.traceparent];
  }
}

let bus: TestBus;
let service: Service;
let session: SolaceSession;
let client: SolaceClient;
let counts: boolean;
/** What a broker that counts deliveries tells, and one that does not. */
const count = (deliveries: number): number | undefined => (counts ? deliveries : undefined);

beforeAll(async () => {
  bus = await TestBus.start();
  ({ session, counts } = await guaranteedSession(bus));
  service = await startService(bus, { controllers: [QueueController] }, { guaranteed: true, trace });
  client = new SolaceClient({ session });
});
afterAll(() => bus[Symbol.asyncDispose]());

const send = (destination: string | { queue: string }, data: unknown): Promise<void> =>
  firstValueFrom(client.emit(destination, new SolaceRecordBuilder(data).setDeliveryMode('persistent').build()), {
    defaultValue: undefined,
  });

describe('handlers of queues', () => {
  it('get what is published to the queue and to its topics, checked as any payload, and accept it', async () => {
    handled.length = 0;
    await send(topic('orders/alpha'), { quantity: 1 });
    await send({ queue: ORDERS }, { quantity: 2 });
    await until('two calls', () => handled.length === 2);
    expect(handled).toEqual([
      [`order 1 true ${topic('orders/alpha')}`, count(1), false],
      [`order 2 true ${ORDERS}`, count(1), false],
    ]);
  });

  it('get a direct message on a topic of the queue too', async () => {
    handled.length = 0;
    session.publish(topic('orders/direct'), Buffer.from('{"quantity":3}'));
    await until('the call', () => handled.length === 1);
    expect(handled).toEqual([[`order 3 true ${topic('orders/direct')}`, count(1), false]]);
  });

  it('are called again when they fail, with the mark of it', async () => {
    handled.length = 0;
    // Where nobody counts, the second delivery is the last.
    failures = counts ? 2 : 1;
    await send(topic('orders/alpha'), { quantity: 3 });
    await until('the last call', () => handled.length === (counts ? 3 : 2));
    const expected = [
      [count(1), false],
      [count(2), true],
      [count(3), true],
    ];
    expect(handled.map(([, ...delivery]) => delivery)).toEqual(counts ? expected : expected.slice(0, 2));
  });

  it('answer a request that came through the queue, in parts too, and an error once it is final', async () => {
    failures = 1;
    const ask = (name: string, data: unknown): Observable<unknown> => client.send({ queue: name }, data);
    expect(await firstValueFrom(ask(ORDERS, { quantity: 4 }))).toBe('bought 4');
    expect(await firstValueFrom(ask(queue('parts'), 3).pipe(toArray()))).toEqual([0, 1, 2]);
    expect(await codeOf(firstValueFrom(ask(STRICT, {})))).toBe('RISK_KILLED');
    expect(await codeOf(firstValueFrom(ask(ORDERS, { quantity: 'many' })))).toBe('BAD_REQUEST');
    const byTopic = new SolaceRecordBuilder({ quantity: 5 }).setDeliveryMode('persistent').build();
    expect(await firstValueFrom(client.send(topic('orders/beta'), byTopic))).toBe('bought 5');
    expect(await codeOf(firstValueFrom(ask(queue('nowhere'), {})))).toBe('PUBLISH_REJECTED');
    for (const name of [STRICT_DEAD, `${ORDERS}/dead`]) await take(session, name);
  });

  it('dead-letter what failed as often as it may', async () => {
    handled.length = 0;
    await send({ queue: HOPELESS }, {});
    const { headers } = await take(session, `${HOPELESS}/dead`);
    expect([headers['x-dead-code'], headers['x-dead-reason'], headers['x-dead-deliveries']]).toEqual([
      'VENUE_DOWN',
      'closed for today',
      count(3),
    ]);
    expect(handled.length).toBe(counts ? 3 : 2);
  });

  it('may drop what fails, and are guarded', async () => {
    handled.length = 0;
    await send({ queue: DROPPED }, {});
    await until('the call', () => handled.length === 1);
    await send({ queue: GUARDED }, {});
    const { headers } = await take(session, `${GUARDED}/dead`);
    expect([headers['x-dead-code'], headers['x-dead-reason']]).toEqual(['RPC_ERROR', 'Forbidden resource']);
    expect(handled).toEqual([['dropped', count(1), false]]);
  });

  it('run inside the trace of their message', async () => {
    const asking = new SolaceClient({ session: await bus.session({ trace, guaranteed: true }) });
    const answer = traces.run(cause, () => firstValueFrom(asking.send({ queue: queue('traced') }, {})));
    expect(await answer).toEqual([cause.traceparent, cause.traceparent]);
  });

  it('fail the emit of what the broker refuses', async () => {
    expect(await codeOf(send({ queue: queue('nowhere') }, {}))).toBe('PUBLISH_REJECTED');
    expect(await codeOf(send({ queue: 'a*b' }, {}))).toBe('BAD_QUEUE');
  });

  it('leave nothing in their queues', async () => {
    await service[Symbol.asyncDispose]();
    const { acknowledged, unacknowledged, unsettled, active } = service.session.metrics;
    expect([acknowledged > 0, unacknowledged, unsettled, active]).toEqual([true, 0, 0, 0]);
    for (const name of [ORDERS, HOPELESS, DROPPED, STRICT, GUARDED]) expect(await contents(session, name)).toEqual([]);
    for (const name of [STRICT_DEAD, `${ORDERS}/dead`, `${HOPELESS}/dead`, `${GUARDED}/dead`]) {
      expect(await contents(session, name)).toEqual([]);
    }
  });
});

@Controller()
class First {
  @SolaceQueue(queue('start'), { provision: {} })
  one(): void {}
}

@Controller()
class Second {
  @SolaceQueue(queue('start'), { provision: {} })
  again(): void {}
}

@Controller()
class Impossible {
  @SolaceQueue('q/*/one', { provision: {} })
  one(): void {}
}

@Controller()
class Missing {
  @SolaceQueue(queue('missing'), { deadLetterQueue: false })
  one(): void {}
}

const calls: { text: unknown; redelivered: boolean | undefined; end: () => void }[] = [];

@Controller()
class Slow {
  @SolaceQueue(queue('slow'), { provision: { access: 'shared' }, concurrency: 2 })
  slow(@Payload() text: unknown, @Ctx() context: SolaceContext): Promise<void> {
    const redelivered = context.getQueueMessage()?.redelivered;
    return new Promise((resolve) => calls.push({ text, redelivered, end: resolve }));
  }
}

describe('a service with queues', () => {
  const start = (controllers: (new () => object)[], guaranteed = true): Promise<unknown> =>
    startService(bus, { controllers }, { guaranteed, subscribeTimeoutMs: 500 });

  it('does not start with two handlers of one queue, and names both', async () => {
    const starting = start([First, Second]);
    await expect(starting).rejects.toMatchObject({ code: 'DUPLICATE_ROUTE' });
    await expect(starting).rejects.toThrow(/First\.one and Second\.again/);
  });

  it.each([
    ['an impossible name', [Impossible], true, 'BAD_QUEUE'],
    ['dead letters that could not be published', [First], false, 'GUARANTEED_UNAVAILABLE'],
    ['a queue that is not there', [Missing], true, 'QUEUE_UNAVAILABLE'],
  ])('does not start with %s', async (_name, controllers, guaranteed, code) => {
    expect(await codeOf(start(controllers, guaranteed))).toBe(code);
  });

  it('goes on after its connection was cut; what is handled twice is marked', async () => {
    const proxy = await bus.proxy();
    const slow = await startService(bus, { controllers: [Slow] }, { guaranteed: true, url: proxy.url });
    for (const text of ['a', 'b']) await send({ queue: queue('slow') }, text);
    await until('two handlers', () => calls.length === 2);
    proxy.cut();
    await until('the loss', () => slow.session.status === 'RECONNECTING');
    calls[0].end(); // while nobody can be told
    proxy.restore();
    await slow.session.whenUp(15_000);
    calls[1].end();
    await send({ queue: queue('slow') }, 'c');
    await until('what came after it', () => {
      for (const { end } of calls) end();
      return calls.some(({ text }) => text === 'c');
    });
    for (const { end } of calls) end();
    await slow[Symbol.asyncDispose]();
    const again = calls.slice(2).filter(({ text }) => text !== 'c');
    expect(again.every(({ redelivered }) => redelivered)).toBe(true);
    expect(await contents(session, queue('slow'))).toEqual([]);
  });

  it('leaves what it has not done to another when its connection is gone, with the mark', async () => {
    calls.length = 0;
    const proxy = await bus.proxy();
    const lost = await startService(
      bus,
      { controllers: [Slow] },
      { guaranteed: true, url: proxy.url, drainTimeoutMs: 50 },
    );
    for (const text of ['a', 'b']) await send({ queue: queue('slow') }, text);
    await until('two handlers', () => calls.length === 2);
    proxy.cut();
    await using other = await startService(bus, { controllers: [Slow] }, { guaranteed: true });
    await until('two handlers of the other', () => calls.length === 4);
    expect(calls.map(({ text, redelivered }) => [text, redelivered])).toEqual([
      ['a', false],
      ['b', false],
      ['a', true],
      ['b', true],
    ]);
    for (const { end } of calls.slice(2)) end();
    await until('no handler', () => other.session.metrics.active === 0);
    await lost[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    expect(await contents(session, queue('slow'))).toEqual([]);
  });

  it('ends its intake first, lets handlers finish, and leaves the rest in the queue', async () => {
    calls.length = 0;
    const options = { guaranteed: true, drainTimeoutMs: 15_000 };
    const slow = await startService(bus, { controllers: [Slow] }, options);
    for (const text of ['1', '2', '3', '4']) await send({ queue: queue('slow') }, text);
    await until('two handlers', () => calls.length === 2);
    const closing = slow[Symbol.asyncDispose]();
    setTimeout(() => calls.forEach(({ end }) => end()), 50);
    await closing;
    expect(calls.length).toBe(2);
    expect(await contents(session, queue('slow'))).toEqual(['"3"', '"4"']);
  });
});

describe('a message with a time to live', () => {
  it('is not delivered after it, in a queue that respects it; one without stays', async () => {
    const name = queue('ttl');
    await session.queues.provision(name, { respectTtl: true });
    await session.publishGuaranteed({ queue: name }, Buffer.from('short'), { ttlMs: 100 });
    await session.publishGuaranteed({ queue: name }, Buffer.from('for ever'));
    await session.publishGuaranteed({ queue: name }, Buffer.from('long'), { ttlMs: 3_600_000 });
    await sleep(1_500);
    expect(await contents(session, name)).toEqual(['for ever', 'long']);
  });
});
