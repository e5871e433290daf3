import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { TestBus, codeOf, until } from '../../../test/bus.js';
import { startService } from '../../../test/service.js';
import { SolaceQueue } from './solace-queue.decorator.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

@Controller()
class First {
  @SolaceQueue('q/start/one', { provision: {} })
  one(): void {}
}

@Controller()
class Second {
  @SolaceQueue('q/start/one', { provision: {} })
  again(): void {}
}

@Controller()
class Impossible {
  @SolaceQueue('q/*/one', { provision: {} })
  one(): void {}
}

@Controller()
class Missing {
  @SolaceQueue('q/start/missing', { deadLetterQueue: false })
  one(): void {}
}

const release: (() => void)[] = [];

@Controller()
class Slow {
  @SolaceQueue('q/start/slow', { provision: {}, concurrency: 2 })
  slow(): Promise<void> {
    return new Promise((resolve) => release.push(resolve));
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
  ])('does not start with %s', async (_name, controllers, guaranteed, code) => {
    expect(await codeOf(start(controllers, guaranteed))).toBe(code);
  });

  it('does not start without its queue', async () => {
    expect(await codeOf(start([Missing]))).toBe('QUEUE_UNAVAILABLE');
  }, 30_000);

  it('ends its intake first, lets handlers finish, and leaves the rest in the queue', async () => {
    const service = await startService(bus, { controllers: [Slow] }, { guaranteed: true, drainTimeoutMs: 15_000 });
    const publisher = await bus.session({ guaranteed: true });
    const queue = 'q/start/slow';
    await Promise.all([1, 2, 3, 4].map((n) => publisher.publishGuaranteed({ queue }, Buffer.from(`${n}`))));
    await until('two handlers', () => release.length === 2);
    expect(service.session.metrics.active).toBe(2);
    const closing = service[Symbol.asyncDispose]();
    setTimeout(() => release.forEach((resolve) => resolve()), 50);
    await closing;
    expect([release.length, bus.depth(queue)]).toEqual([2, 2]);
  });
});
