import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { TestBus, codeOf, json, until } from '../../test/bus.js';
import { startService, type Service } from '../../test/service.js';
import type { SolaceSession } from '../session/solace-session.js';
import { SolaceEventPattern, SolaceMessagePattern } from './decorators.js';
import { SolaceClient } from './solace.client.js';

const events: unknown[] = [];

@Controller()
class EchoController {
  @SolaceMessagePattern('bad/echo')
  echo(@Payload() data: unknown): unknown {
    return data;
  }

  @SolaceEventPattern('bad/event')
  event(@Payload() data: unknown): void {
    events.push(data);
  }

  @SolaceEventPattern('bad/failing')
  failing(): never {
    throw new Error('broken handler');
  }
}

let bus: TestBus;
let service: Service;
let other: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [EchoController] }, { ownedTopics: ['bad/owned/>'] });
  other = await bus.session();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

describe('messages that cannot be handled', () => {
  it('get a coded error reply', async () => {
    const ask = (topic: string, payload: Buffer, contentType?: string): Promise<string> =>
      codeOf(other.request(topic, payload, { contentType }));
    expect(await ask('bad/echo', Buffer.from('{"a":'))).toBe('BAD_MESSAGE');
    expect(await ask('bad/echo', Buffer.from([0xff, 0xfe]))).toBe('BAD_MESSAGE');
    expect(await ask('bad/echo', json({}), 'application/x-unknown')).toBe('UNSUPPORTED_CONTENT_TYPE');
    expect(await ask('bad/owned/nothing/here', json({}))).toBe('NO_HANDLER');
    expect(service.session.metrics.badMessages).toBe(3);
  });

  it('are not answered by a service that merely listens', async () => {
    expect(await codeOf(other.request('bad/event', json({}), { timeoutMs: 150 }))).toBe('REQUEST_TIMEOUT');
  });

  it('are counted when they are events, and the next one is handled', async () => {
    const before = { ...service.session.metrics };
    events.length = 0;
    other.publish('bad/event', Buffer.from('not json'));
    other.publish('bad/failing', json({}));
    other.publish('bad/event', json({ fine: true }));
    await until('the good event', () => events.length === 1);
    await until('the failure', () => service.session.metrics.handlerErrors === before.handlerErrors + 1);
    expect(events).toEqual([{ fine: true }]);
    expect(service.session.metrics.badMessages).toBe(before.badMessages + 1);
    expect(service.session.metrics.active).toBe(0);
  });

  it('a reply that cannot be read fails with BAD_REPLY', async () => {
    await other.subscribe('bad/foreign', (request) => other.reply(request, Buffer.from('}')));
    const client = new SolaceClient({ session: await bus.session() });
    expect(await codeOf(firstValueFrom(client.send('bad/foreign', {})))).toBe('BAD_REPLY');
    await client.close();
  });
});
