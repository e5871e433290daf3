import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { IsInt } from 'class-validator';
import { firstValueFrom, from, toArray, type Observable } from 'rxjs';
import { TestBus, codeOf, until } from '../../../test/bus.js';
import { startService, type Service } from '../../../test/service.js';
import type { QueueMessage } from '../../session/queue/queue-message.js';
import type { SolaceSession } from '../../session/solace-session.js';
import { CodedRpcException } from '../exceptions.js';
import { SolaceClient } from '../solace.client.js';
import type { SolaceContext } from '../solace.context.js';
import { SolaceRecordBuilder } from '../solace.record-builder.js';
import { deadLetter, drop } from './failure-policies.js';
import { SolaceQueue } from './solace-queue.decorator.js';

class Order {
  @IsInt()
  quantity!: number;
}

const handled: [string, number | undefined, boolean | undefined][] = [];
let failures = 0;

const log = (name: string, context: SolaceContext): void => {
  const message = context.getQueueMessage();
  handled.push([name, message?.deliveryCount, message?.redelivered]);
};

@Controller()
class QueueController {
  @SolaceQueue('q/nest/orders', { provision: { access: 'exclusive' }, topics: ['nest/orders/>'], retryDelayMs: 1 })
  order(@Payload() order: Order, @Ctx() context: SolaceContext): string {
    log(`order ${order.quantity} ${order instanceof Order} ${context.getTopic()}`, context);
    if (failures > 0) {
      failures--;
      throw new Error('not now');
    }
    return `bought ${order.quantity}`;
  }

  @SolaceQueue('q/nest/parts', { provision: {} })
  parts(@Payload() count: number): Observable<number> {
    return from(Array.from({ length: count }, (_, n) => n));
  }

  @SolaceQueue('q/nest/hopeless', { provision: {}, maxDeliveries: 3, retryDelayMs: 1 })
  hopeless(@Ctx() context: SolaceContext): void {
    log('hopeless', context);
    throw new CodedRpcException('VENUE_DOWN', 'closed for today');
  }

  @SolaceQueue('q/nest/dropped', { provision: {}, onFailure: drop, deadLetterQueue: false })
  dropped(@Ctx() context: SolaceContext): void {
    log('dropped', context);
    throw new Error('of no importance');
  }

  @SolaceQueue('q/nest/strict', { provision: {}, onFailure: deadLetter, deadLetterQueue: 'q/nest/strict-dead' })
  strict(): void {
    throw new CodedRpcException('RISK_KILLED', 'latched');
  }
}

let bus: TestBus;
let service: Service;
let session: SolaceSession;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [QueueController] }, { guaranteed: true });
  session = await bus.session({ guaranteed: true });
  client = new SolaceClient({ session });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

const send = (destination: string | { queue: string }, data: unknown): Promise<void> =>
  firstValueFrom(client.emit(destination, new SolaceRecordBuilder(data).setDeliveryMode('persistent').build()), {
    defaultValue: undefined,
  });
const take = async (queue: string): Promise<QueueMessage> => {
  const found: QueueMessage[] = [];
  const consumer = session.queues.consumer({ queue }, (message) => {
    found.push(message);
    message.settle('accepted');
  });
  await consumer.start();
  await until(`a message of ${queue}`, () => found.length > 0);
  await consumer.close();
  return found[0];
};

describe('handlers of queues', () => {
  it('get what is published to the queue and to its topics, checked as any payload, and accept it', async () => {
    handled.length = 0;
    await send('nest/orders/alpha', { quantity: 1 });
    await send({ queue: 'q/nest/orders' }, { quantity: 2 });
    await until('two calls', () => handled.length === 2);
    expect(handled).toEqual([
      ['order 1 true nest/orders/alpha', 1, false],
      ['order 2 true q/nest/orders', 1, false],
    ]);
    await until('an empty queue', () => bus.depth('q/nest/orders') === 0);
  });

  it('are called again when they fail', async () => {
    handled.length = 0;
    failures = 2;
    await send('nest/orders/alpha', { quantity: 3 });
    await until('three calls', () => handled.length === 3);
    expect(handled.map(([, count, redelivered]) => [count, redelivered])).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ]);
    await until('an empty queue', () => bus.depth('q/nest/orders') === 0);
    expect(bus.depth('q/nest/orders/dead')).toBe(0);
  });

  it('answer a request that came through the queue, in parts too, and an error once it is final', async () => {
    failures = 1;
    const ask = (queue: string, data: unknown): Observable<unknown> => client.send({ queue }, data);
    expect(await firstValueFrom(ask('q/nest/orders', { quantity: 4 }))).toBe('bought 4');
    expect(await firstValueFrom(ask('q/nest/parts', 3).pipe(toArray()))).toEqual([0, 1, 2]);
    expect(await codeOf(firstValueFrom(ask('q/nest/strict', {})))).toBe('RISK_KILLED');
    expect(await codeOf(firstValueFrom(ask('q/nest/orders', { quantity: 'many' })))).toBe('BAD_REQUEST');
    const byTopic = new SolaceRecordBuilder({ quantity: 5 }).setDeliveryMode('persistent').build();
    expect(await firstValueFrom(client.send('nest/orders/beta', byTopic))).toBe('bought 5');
    expect(await codeOf(firstValueFrom(ask('q/nest/nowhere', {})))).toBe('PUBLISH_REJECTED');
    for (const queue of ['q/nest/strict-dead', 'q/nest/orders/dead']) await take(queue);
  });

  it('dead-letter what cannot be read at once, with its reason', async () => {
    await session.publishGuaranteed('nest/orders/alpha', Buffer.from('{broken'), { headers: { origin: 'desk' } });
    const letter = await take('q/nest/orders/dead');
    const { 'x-dead-time': time, ...headers } = letter.headers;
    expect(headers).toEqual({
      origin: 'desk',
      'x-dead-code': 'BAD_MESSAGE',
      'x-dead-reason': 'the payload is not valid JSON',
      'x-dead-queue': 'q/nest/orders',
      'x-dead-topic': 'nest/orders/alpha',
      'x-dead-deliveries': 1,
    });
    expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(letter.payload.toString()).toBe('{broken');
    await until('an empty queue', () => bus.depth('q/nest/orders') === 0);
  });

  it('dead-letter what failed as often as it may', async () => {
    handled.length = 0;
    await send({ queue: 'q/nest/hopeless' }, {});
    const { headers } = await take('q/nest/hopeless/dead');
    expect([headers['x-dead-code'], headers['x-dead-reason'], headers['x-dead-deliveries']]).toEqual([
      'VENUE_DOWN',
      'closed for today',
      3,
    ]);
    expect(handled.map(([, count]) => count)).toEqual([1, 2, 3]);
    await until('an empty queue', () => bus.depth('q/nest/hopeless') === 0);
  });

  it('may drop what fails', async () => {
    handled.length = 0;
    await send({ queue: 'q/nest/dropped' }, {});
    await until('the call', () => handled.length === 1);
    await until('an empty queue', () => bus.depth('q/nest/dropped') === 0);
    expect(handled).toEqual([['dropped', 1, false]]);
  });

  it('fail the emit of what the broker refuses', async () => {
    expect(await codeOf(send({ queue: 'q/nest/nowhere' }, {}))).toBe('PUBLISH_REJECTED');
    expect(await codeOf(send({ queue: 'a*b' }, {}))).toBe('BAD_QUEUE');
  });
});
