import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { IsInt, IsString } from 'class-validator';
import { firstValueFrom, from, lastValueFrom, toArray, type Observable } from 'rxjs';
import { codeOf, TestBus, until } from '../../test/bus.js';
import { startService, type Service } from '../../test/service.js';
import type { SolaceSession } from '../session/solace-session.js';
import { CodecRegistry } from '../wire/codec.js';
import { MSGPACK_CONTENT_TYPE, msgpackCodec } from '../wire/codecs/msgpack-codec.js';
import { SolaceEventPattern, SolaceMessagePattern } from './decorators.js';
import { SolaceClient } from './solace.client.js';
import { SolaceRecordBuilder } from './solace.record-builder.js';

class Order {
  @IsString()
  symbol: string;

  @IsInt()
  quantity: number;
}

const heard: unknown[] = [];

@Controller()
class PackedController {
  @SolaceMessagePattern('packed/order')
  order(@Payload() order: Order): unknown {
    return { class: order.constructor.name, at: new Date(0), quantity: order.quantity, missing: undefined };
  }

  @SolaceMessagePattern('packed/parts')
  parts(): Observable<number[]> {
    return from([[1], [2], [3]]);
  }

  @SolaceMessagePattern('packed/nothing')
  nothing(): void {
    // answers an ack
  }

  @SolaceEventPattern('packed/event')
  event(@Payload() order: Order): void {
    heard.push(['ordinary', order.quantity]);
  }

  @SolaceEventPattern('packed/event', { hot: true })
  hot(@Payload() order: Order): void {
    heard.push(['hot', order.quantity]);
  }
}

let bus: TestBus;
let service: Service;
let session: SolaceSession;
let client: SolaceClient;
beforeAll(async () => {
  bus = await TestBus.start();
  service = await startService(bus, { controllers: [PackedController] }, { codecs: [msgpackCodec()] });
  session = await bus.session();
  client = new SolaceClient({ session, codecs: new CodecRegistry([msgpackCodec()]) });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

const order = { symbol: 'BTC/USD', quantity: 2 };
const packed = (data: unknown): unknown => new SolaceRecordBuilder(data).setContentType(MSGPACK_CONTENT_TYPE).build();

describe('MessagePack', () => {
  it('carries requests, their answers of one part and of several, and acks', async () => {
    expect(await firstValueFrom(client.send('packed/order', packed(order)))).toEqual({
      class: 'Order',
      at: '1970-01-01T00:00:00.000Z',
      quantity: 2,
    });
    expect(await lastValueFrom(client.send('packed/parts', packed({})).pipe(toArray()))).toEqual([[1], [2], [3]]);
    expect(await firstValueFrom(client.send('packed/nothing', packed({})))).toEqual({ ack: true });
    const raw = await session.request('packed/order', msgpackCodec().encode(order), {
      contentType: MSGPACK_CONTENT_TYPE,
    });
    expect(raw.contentType).toBe(MSGPACK_CONTENT_TYPE);
  });

  it('carries events to ordinary and to hot handlers', async () => {
    await lastValueFrom(client.emit('packed/event', packed(order)), { defaultValue: undefined });
    await until('both', () => heard.length === 2);
    expect(heard).toEqual(
      expect.arrayContaining([
        ['ordinary', 2],
        ['hot', 2],
      ]),
    );
  });

  it('is refused with a code when it is broken, invalid or unknown', async () => {
    const broken = session.request('packed/order', Buffer.from('dd ffffffff'.replace(' ', ''), 'hex'), {
      contentType: MSGPACK_CONTENT_TYPE,
    });
    expect(await codeOf(broken)).toBe('BAD_MESSAGE');
    expect(await codeOf(firstValueFrom(client.send('packed/order', packed({ ...order, quantity: 'x' }))))).toBe(
      'BAD_REQUEST',
    );
    await using plain = await startService(bus, { controllers: [PackedController] }, { url: bus.options().url });
    await service.app.close();
    void plain;
    expect(await codeOf(firstValueFrom(client.send('packed/order', packed(order))))).toBe('UNSUPPORTED_CONTENT_TYPE');
  });
});
