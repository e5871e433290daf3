import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { IsInt, IsNumber, IsOptional, IsString, Min } from 'class-validator';
import { json, TestBus, until } from '../../../test/bus.js';
import { startService, type Service } from '../../../test/service.js';
import { SOLACE } from '../../constants.js';
import type { SolaceSession } from '../../session/solace-session.js';
import { SolaceEventPattern, SolaceMessagePattern } from '../decorators.js';
import { SolaceContext } from '../solace.context.js';

class Tick {
  @IsString()
  symbol: string;

  @IsNumber()
  @Min(0)
  price: number;

  @IsOptional()
  @IsInt()
  sequence?: number;
}

const heard: unknown[] = [];
let step: 'hot' | 'after' = 'after';

@Controller()
class TicksController {
  private readonly prefix = 'tick';

  @SolaceEventPattern('hot/ticks/*', { hot: true })
  tick(@Payload() tick: Tick): void {
    step = 'hot';
    heard.push([this.prefix, tick.symbol, Object.getPrototypeOf(tick) === Object.prototype]);
  }

  @EventPattern('hot/nest/>', SOLACE, { hot: true })
  context(@Ctx() context: SolaceContext, @Payload() data: unknown): void {
    heard.push([context.getTopic(), context.getHeader('h'), data]);
  }

  @SolaceEventPattern(['hot/several/a', 'hot/several/*'], { hot: true })
  several(): void {
    heard.push('several');
  }

  @SolaceEventPattern('hot/throws', { hot: true })
  throws(): never {
    throw new Error('broken hot handler');
  }

  @SolaceEventPattern('hot/disguised', { hot: true })
  disguised(): unknown {
    return Promise.reject(new Error('rejected later'));
  }
}

@Controller()
class OrdinaryController {
  @SolaceEventPattern('hot/ticks/both')
  ordinary(@Payload() tick: Tick): void {
    heard.push(['ordinary', tick instanceof Tick]);
  }

  @SolaceMessagePattern('hot/ticks/ask')
  ask(@Payload() tick: Tick): string {
    return `answer for ${tick.symbol}`;
  }
}

let bus: TestBus;
let service: Service;
let other: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [TicksController, OrdinaryController] });
  other = await bus.session();
});
beforeEach(() => {
  heard.length = 0;
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

const tick = { symbol: 'BTC/USD', price: 1 };

describe('a hot route', () => {
  it('gets plain objects by wildcard, on its instance', async () => {
    other.publish('hot/ticks/a', json(tick));
    await until('the tick', () => heard.length === 1);
    expect(heard).toEqual([['tick', 'BTC/USD', true]]);
  });

  it('runs within the delivery of its message', async () => {
    step = 'after';
    await other.subscribe('hot/ticks/sync', () => undefined);
    const seen: string[] = [];
    const listener = (): void => void seen.push(step);
    // Subscribers of one session are called in turn: the one that came later sees what the hot one did.
    await service.session.subscribe('hot/ticks/sync', listener);
    other.publish('hot/ticks/sync', json(tick));
    await until('the later subscriber', () => seen.length === 1);
    expect(seen).toEqual(['hot']);
    await service.session.unsubscribe('hot/ticks/sync', listener);
  });

  it('takes context and payload where it wants them', async () => {
    other.publish('hot/nest/a/b', json({ any: 1 }), { headers: { h: 'x' } });
    await until('the message', () => heard.length === 1);
    expect(heard).toEqual([['hot/nest/a/b', 'x', { any: 1 }]]);
  });

  it('is called once a message that several of its patterns match', async () => {
    other.publish('hot/several/a', json({}));
    other.publish('hot/several/b', json({}));
    await until('both', () => heard.length >= 2);
    await other.request('hot/ticks/ask', json(tick));
    expect(heard.filter((one) => one === 'several')).toHaveLength(2);
  });

  it('runs beside the ordinary handlers of its topic, and leaves answers to them', async () => {
    other.publish('hot/ticks/both', json(tick));
    await until('both', () => heard.length === 2);
    expect(heard).toEqual(
      expect.arrayContaining([
        ['tick', 'BTC/USD', true],
        ['ordinary', true],
      ]),
    );
    const answer = await other.request('hot/ticks/ask', json(tick));
    expect(answer.payload.toString()).toBe('"answer for BTC/USD"');
    expect(heard).toHaveLength(3);
  });

  it('counts what it cannot use, and handles the next message', async () => {
    const { metrics } = service.session;
    const before = { ...metrics };
    other.publish('hot/ticks/a', Buffer.from('{"symbol":'));
    other.publish('hot/ticks/a', json(tick), { contentType: 'application/x-unknown' });
    other.publish('hot/ticks/a', json({ ...tick, price: -1 }));
    other.publish('hot/ticks/a', json({ ...tick, surprise: 1 }));
    other.publish('hot/ticks/a', Buffer.alloc(0));
    other.publish('hot/throws', json({}));
    other.publish('hot/disguised', json({}));
    other.publish('hot/ticks/a', json(tick));
    await until('the good one', () => heard.length === 1);
    await until('the rejection', () => metrics.handlerErrors - before.handlerErrors === 2);
    expect(metrics.badMessages - before.badMessages).toBe(2);
    expect(metrics.invalidMessages - before.invalidMessages).toBe(3);
    expect(metrics.active).toBe(0);
  });
});

describe('hot routes of a server that closes', () => {
  it('hear nothing more', async () => {
    const leaving = await startService(bus, { controllers: [TicksController] });
    other.publish('hot/several/b', json({}));
    await until('two servers', () => heard.length === 2);
    await leaving[Symbol.asyncDispose]();
    other.publish('hot/several/b', json({}));
    await until('the one that stays', () => heard.length === 3);
    await other.request('hot/ticks/ask', json(tick));
    expect(heard.filter((one) => one === 'several')).toHaveLength(3);
  });
});
