import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { IsInt } from 'class-validator';
import { TestBus, codeOf, json, until } from '../../../test/bus.js';
import { startService, type Service } from '../../../test/service.js';
import type { QueueMessage } from '../../session/queue/queue-message.js';
import { SolaceSession } from '../../session/solace-session.js';
import { SolaceEventPattern, SolaceMessagePattern } from '../decorators.js';
import type { SolaceContext } from '../solace.context.js';
import type { FailureAction } from './failure-policies.js';
import { SolaceModule } from '../solace.module.js';
import { SolaceServer } from '../solace.server.js';

class Order {
  @IsInt()
  quantity!: number;
}

const seen: string[] = [];

@Controller()
class OrdersController {
  @SolaceMessagePattern('intake/submit/*')
  submit(@Payload() order: Order, @Ctx() context: SolaceContext): string {
    seen.push(`submit ${order.quantity} ${context.getQueueMessage()?.queue}`);
    if (order.quantity < 0) throw new Error('not now');
    return `bought ${order.quantity}`;
  }

  @SolaceMessagePattern('intake/cancel/*')
  cancel(@Ctx() context: SolaceContext): void {
    seen.push(`cancel ${context.level(2)}`);
  }

  @SolaceEventPattern('intake/>')
  audit(@Ctx() context: SolaceContext): void {
    seen.push(`audit ${context.getTopic()}`);
  }

  @SolaceMessagePattern('beside/ask')
  beside(@Ctx() context: SolaceContext): string {
    return String(context.getQueueMessage()?.queue);
  }
}

@Controller()
class HoldingController {
  @SolaceMessagePattern('intake/submit/*')
  submit(@Ctx() context: SolaceContext): void {
    seen.push(`holds delivery ${context.getQueueMessage()?.deliveryCount}`);
    throw new Error('not in this life');
  }
}

@Controller()
class EagerController {
  @SolaceEventPattern('>')
  all(): void {
    seen.push('all');
  }

  @SolaceEventPattern('intake/tick', { hot: true })
  tick(): void {
    seen.push('tick');
  }
}

const QUEUE = 'q/intake/orders';
const intakes = [{ queue: QUEUE, topics: ['intake/>'], provision: {}, maxDeliveries: 2, retryDelayMs: 1 }];

let bus: TestBus;
let service: Service;
let session: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  const options = { guaranteed: true, intakes, ownedTopics: ['intake/>', 'beside/>'] };
  service = await startService(bus, { controllers: [OrdersController] }, options);
  session = await bus.session({ guaranteed: true });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

const isEmpty = (): Promise<void> => until('an empty queue', () => bus.depth(QUEUE) === 0);
const text = async (topic: string, body: unknown, deliveryMode?: 'persistent'): Promise<string> => {
  const reply = await session.request(topic, json(body), deliveryMode === undefined ? {} : { deliveryMode });
  return reply.payload.toString();
};
const deadLetter = async (): Promise<QueueMessage> => {
  const found: QueueMessage[] = [];
  const consumer = session.queues.consumer({ queue: `${QUEUE}/dead` }, (message) => {
    found.push(message);
    message.settle('accepted');
  });
  await consumer.start();
  await until('a dead letter', () => found.length > 0);
  await consumer.close();
  return found[0];
};

describe('an intake of topics through a queue', () => {
  it('brings direct and guaranteed messages to the handlers of their topics, each once', async () => {
    seen.length = 0;
    expect(await text('intake/submit/alpha', { quantity: 1 }, 'persistent')).toBe('"bought 1"');
    expect(await text('intake/submit/alpha', { quantity: 2 })).toBe('"bought 2"');
    await session.publishGuaranteed('intake/cancel/beta', json({}));
    await isEmpty();
    // The handlers of one message run beside each other.
    expect(seen.filter((entry) => entry.startsWith('audit'))).toHaveLength(3);
    expect(seen.filter((entry) => !entry.startsWith('audit'))).toEqual([
      `submit 1 ${QUEUE}`,
      `submit 2 ${QUEUE}`,
      'cancel beta',
    ]);
  });

  it('keeps what is sent while nobody is there', async () => {
    await service[Symbol.asyncDispose]();
    seen.length = 0;
    const answer = text('intake/submit/alpha', { quantity: 3 }, 'persistent');
    await until('a message in the queue', () => bus.depth(QUEUE) === 1);
    const options = { guaranteed: true, intakes, ownedTopics: ['intake/>', 'beside/>'] };
    service = await startService(bus, { controllers: [OrdersController] }, options);
    expect(await answer).toBe('"bought 3"');
    expect(seen).toContain(`submit 3 ${QUEUE}`);
  });

  it('holds back, unanswered and once, what the policy leaves to the next consumer', async () => {
    await service[Symbol.asyncDispose]();
    const options = { guaranteed: true, ownedTopics: ['intake/>', 'beside/>'] };
    const onFailure = (): FailureAction => 'hold';
    const holding = { ...options, intakes: intakes.map((intake) => ({ ...intake, onFailure })) };
    service = await startService(bus, { controllers: [HoldingController] }, holding);
    seen.length = 0;
    let answers = 0;
    const answer = text('intake/submit/alpha', { quantity: 4 }, 'persistent').finally(() => answers++);
    await until('a message that is held', () => seen.includes('holds delivery 1'));
    // As long as some deliveries of a message that is tried again at once.
    await sleep(100);
    expect([seen, answers, bus.depth(QUEUE)]).toEqual([['holds delivery 1'], 0, 1]);
    await service[Symbol.asyncDispose]();
    service = await startService(bus, { controllers: [OrdersController] }, { ...options, intakes });
    expect(await answer).toBe('"bought 4"');
  });

  it('answers and dead-letters what is invalid, fails or has no handler', async () => {
    expect(await codeOf(text('intake/submit/alpha', { quantity: 'many' }))).toBe('BAD_REQUEST');
    expect((await deadLetter()).headers['x-dead-code']).toBe('BAD_REQUEST');
    seen.length = 0;
    expect(await codeOf(text('intake/submit/alpha', { quantity: -1 }))).toBe('INTERNAL_ERROR');
    expect(seen.filter((entry) => entry.startsWith('submit'))).toHaveLength(2);
    expect((await deadLetter()).headers['x-dead-deliveries']).toBe(2);
    await isEmpty();
  });

  it('leaves other topics as they are', async () => {
    expect(await text('beside/ask', {})).toBe('"undefined"');
    expect(await codeOf(text('beside/nothing', {}))).toBe('NO_HANDLER');
  });

  it('refuses a start with patterns that would get a message twice, and hot ones', async () => {
    const start = (): Promise<Service> =>
      startService(bus, { controllers: [EagerController] }, { guaranteed: true, intakes });
    await expect(start()).rejects.toMatchObject({
      code: 'DUPLICATE_ROUTE',
      message: expect.stringMatching(
        /">" would get .*; HOT_ROUTE_UNSUPPORTED: "intake\/tick" comes through/,
      ) as unknown,
    });
  });
});

describe('a start whose connection is lost before its queues are bound', () => {
  it('waits for the broker and then goes on', async () => {
    await using other = await TestBus.start();
    const proxy = await other.proxy();
    const module = await Test.createTestingModule({
      imports: [
        SolaceModule.forRoot({
          ...other.options({ url: proxy.url, subscribeTimeoutMs: 300 }),
          guaranteed: true,
          intakes,
        }),
      ],
      controllers: [OrdersController],
    }).compile();
    const app = module.createNestMicroservice({ strategy: module.get(SolaceServer), logger: false });
    await app.init();
    const lost = module.get(SolaceSession);
    // The handlers of topics have theirs when the queues' turn comes.
    const bind = jest.spyOn(lost.queues, 'consumer').mockImplementationOnce((options, callback) => {
      bind.mockRestore();
      proxy.cut();
      return lost.queues.consumer(options, callback);
    });
    const listening = app.listen();
    await until('the loss', () => lost.status === 'RECONNECTING');
    const early = await Promise.race([listening.then(() => 'listening'), sleep(1_500, 'waiting')]);
    expect(early).toBe('waiting');
    proxy.restore();
    await listening;
    const asking = await other.session();
    const reply = await asking.request('intake/submit/alpha', json({ quantity: 9 }));
    expect(reply.payload.toString()).toBe('"bought 9"');
    await app.close();
  });
});

describe('an intake without a handler for a topic', () => {
  it('answers NO_HANDLER and keeps the message with its reason', async () => {
    await using other = await TestBus.start();
    const options = { guaranteed: true, intakes: [{ ...intakes[0], topics: ['lone/>'] }] };
    await using lone = await startService(other, {}, options);
    expect(lone.session.status).toBe('UP');
    const asking = await other.session({ guaranteed: true });
    expect(await codeOf(asking.request('lone/x', json({})))).toBe('NO_HANDLER');
    await until('a dead letter', () => other.depth(`${QUEUE}/dead`) === 1);
    await until('an empty queue', () => other.depth(QUEUE) === 0);
  });
});
