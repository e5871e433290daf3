import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CodecRegistry,
  MSGPACK_CONTENT_TYPE,
  msgpackCodec,
  SolaceClient,
  SolaceContext,
  SolaceEncoded,
  SolaceEventPattern,
  SolaceMessagePattern,
  SolaceRecordBuilder,
  type Codec,
  type CorrelationHooks,
  type InboundMessage,
  type SolaceSession,
  type TraceContext,
  type TraceHooks,
} from '@bourseworks/solace-transport';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { IsInt, IsString } from 'class-validator';
import { defer, firstValueFrom, from, lastValueFrom, toArray, type Observable } from 'rxjs';
import { codeOf, startService, TestBus, topic, until, type Service } from './support/suite.js';

const reversed: Codec = {
  contentType: 'application/x-reversed',
  encode: (value) => Buffer.from(JSON.stringify(value)).reverse(),
  decode: (bytes) => ({ ok: true, value: JSON.parse(Buffer.from(bytes).reverse().toString()) as unknown }),
};

class Order {
  @IsString()
  symbol: string;

  @IsInt()
  quantity: number;
}

const heard: unknown[] = [];

@Controller()
class RecordsController {
  @SolaceMessagePattern(topic('order'))
  order(@Payload() order: Order): unknown {
    return { class: order.constructor.name, at: new Date(0), quantity: order.quantity, missing: undefined };
  }

  @SolaceMessagePattern(topic('echo'))
  echo(@Payload() data: unknown): unknown {
    return data;
  }

  @SolaceMessagePattern(topic('parts'))
  parts(): Observable<number[]> {
    return from([[1], [2], [3]]);
  }

  @SolaceMessagePattern(topic('encoded'))
  encoded(): Observable<SolaceEncoded> {
    return from(['[1]', ' [2] '].map((text) => new SolaceEncoded(Buffer.from(text), 'application/json')));
  }

  @SolaceMessagePattern(topic('nothing'))
  nothing(): void {
    // answers an ack
  }

  @SolaceMessagePattern(topic('headers'))
  headers(@Ctx() context: SolaceContext): unknown {
    return new SolaceRecordBuilder({ given: context.getHeaders() }).setHeaders({ answered: true }).build();
  }

  @SolaceEventPattern(topic('event'))
  event(@Payload() order: Order): void {
    heard.push(['ordinary', order.quantity]);
  }

  @SolaceEventPattern(topic('event'), { hot: true })
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
  service = await startService(bus, { controllers: [RecordsController] }, { codecs: [msgpackCodec(), reversed] });
  session = await bus.session();
  client = new SolaceClient({ session, codecs: new CodecRegistry([msgpackCodec(), reversed]) });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

const order = { symbol: 'BTC/USD', quantity: 2 };
const packed = (data: unknown): unknown => new SolaceRecordBuilder(data).setContentType(MSGPACK_CONTENT_TYPE).build();

describe('a record', () => {
  it('puts its properties on the message', async () => {
    const received: InboundMessage[] = [];
    await session.subscribe(topic('record'), (message) => void received.push(message));
    const builder = new SolaceRecordBuilder({ a: 1 })
      .setHeaders({ text: 'grüß', whole: 42, real: 1.5, yes: true })
      .setCorrelationId('c-1')
      .setPriority(7)
      .setTtl(1_000)
      .setDmqEligible();
    client.emit(topic('record'), builder.setContentType('application/json').build());
    await until('the event', () => received.length === 1);
    const [{ payload, headers, contentType, correlationId, replyTo }] = received;
    expect([payload.toString(), contentType, correlationId, replyTo]).toEqual([
      '{"a":1}',
      'application/json',
      'c-1',
      undefined,
    ]);
    expect({ ...headers }).toEqual({ text: 'grüß', whole: 42, real: 1.5, yes: true });
    const raw = received[0].unwrap();
    expect([raw.getPriority(), raw.isDMQEligible()]).toEqual([7, true]);
  });

  it('carries headers to the handler and back', async () => {
    const record = new SolaceRecordBuilder({}).setHeaders({ origin: 'desk', n: 3 }).build();
    expect(await firstValueFrom(client.send(topic('headers'), record))).toEqual({ given: { origin: 'desk', n: 3 } });
    const { headers } = await session.request(topic('headers'), Buffer.from('{}'));
    expect({ ...headers }).toEqual({ answered: true });
  });

  it('that is encoded already is sent byte for byte, in its own content type', async () => {
    const parts: [string, string | undefined][] = [];
    await new Promise<void>((resolve, reject) => {
      const onPart = ({ payload, contentType }: InboundMessage): void => {
        if (payload.length > 0) parts.push([payload.toString(), contentType]);
      };
      session.requestParts(topic('encoded'), Buffer.from('{}'), { onPart, onEnd: resolve, onError: reject });
    });
    expect(parts).toEqual([
      ['[1]', 'application/json'],
      [' [2] ', 'application/json'],
    ]);
  });

  it('that cannot be sent fails with its code', async () => {
    const guaranteed = new SolaceRecordBuilder({}).setDeliveryMode('persistent').build();
    expect(await codeOf(firstValueFrom(client.emit(topic('record'), guaranteed)))).toBe('GUARANTEED_UNAVAILABLE');
    const unknown = new SolaceRecordBuilder({}).setContentType('application/x-other').build();
    expect(await codeOf(firstValueFrom(client.send(topic('echo'), unknown)))).toBe('UNSUPPORTED_CONTENT_TYPE');
    expect(await codeOf(firstValueFrom(client.emit(topic('record'), { big: 1n })))).toBe('BAD_PAYLOAD');
  });
});

describe('a codec', () => {
  it('plugs in by content type, answers in kind, and may throw', async () => {
    const record = new SolaceRecordBuilder({ a: [1, 'ü'] }).setContentType('application/x-reversed').build();
    expect(await firstValueFrom(client.send(topic('echo'), record))).toEqual({ a: [1, 'ü'] });
    const raw = await session.request(topic('echo'), Buffer.from('}1:"a"{'), {
      contentType: 'Application/X-Reversed; v=1',
    });
    expect(raw.payload.toString()).toBe('}1:"a"{');
    const broken = session.request(topic('echo'), Buffer.from('{'), { contentType: 'application/x-reversed' });
    expect(await codeOf(broken)).toBe('BAD_MESSAGE');
  });

  it('is registered once a content type', () => {
    expect(() => new CodecRegistry([reversed, reversed])).toThrow('registered already');
  });
});

describe('MessagePack', () => {
  it('carries requests, their answers of one part and of several, and acks', async () => {
    expect(await firstValueFrom(client.send(topic('order'), packed(order)))).toEqual({
      class: 'Order',
      at: '1970-01-01T00:00:00.000Z',
      quantity: 2,
    });
    expect(await lastValueFrom(client.send(topic('parts'), packed({})).pipe(toArray()))).toEqual([[1], [2], [3]]);
    expect(await firstValueFrom(client.send(topic('nothing'), packed({})))).toEqual({ ack: true });
    const raw = await session.request(topic('order'), msgpackCodec().encode(order), {
      contentType: MSGPACK_CONTENT_TYPE,
    });
    expect(raw.contentType).toBe(MSGPACK_CONTENT_TYPE);
  });

  it('carries events to ordinary and to hot handlers', async () => {
    await lastValueFrom(client.emit(topic('event'), packed(order)), { defaultValue: undefined });
    await until('both', () => heard.length === 2);
    expect(heard).toEqual(
      expect.arrayContaining([
        ['ordinary', 2],
        ['hot', 2],
      ]),
    );
  });

  it('is refused with a code when it is broken or invalid', async () => {
    const broken = session.request(topic('order'), Buffer.from('ddffffffff', 'hex'), {
      contentType: MSGPACK_CONTENT_TYPE,
    });
    expect(await codeOf(broken)).toBe('BAD_MESSAGE');
    const invalid = packed({ ...order, quantity: 'x' });
    expect(await codeOf(firstValueFrom(client.send(topic('order'), invalid)))).toBe('BAD_REQUEST');
  });
});

const causes = new AsyncLocalStorage<string>();
const hooks: CorrelationHooks = { get: () => causes.getStore(), run: (id, work) => causes.run(id, work) };
const traces = new AsyncLocalStorage<TraceContext>();
const trace: TraceHooks = { get: () => traces.getStore(), run: (context, work) => traces.run(context, work) };
const context = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
const eventCauses: (string | undefined)[] = [];

@Controller()
class ChainController {
  constructor(@Inject(SolaceClient) private readonly client: SolaceClient) {}

  @SolaceMessagePattern(topic('chain/first'))
  async first(): Promise<unknown> {
    await Promise.resolve();
    return this.client.send<unknown>(topic('chain/second'), {});
  }

  @SolaceMessagePattern(topic('chain/second'))
  second(@Ctx() given: SolaceContext): Observable<unknown> {
    this.client.emit(topic('chain/event'), {});
    return defer(() =>
      Promise.resolve({
        cause: [causes.getStore(), given.getCorrelationId()],
        trace: [traces.getStore()?.traceparent, given.getTraceContext()?.traceparent],
      }),
    );
  }

  @SolaceEventPattern(topic('chain/event'))
  event(): void {
    eventCauses.push(causes.getStore());
  }
}

describe('a cause', () => {
  let chain: Service;
  beforeAll(async () => {
    chain = await startService(bus, { controllers: [ChainController] }, { correlation: hooks, trace });
  });
  afterAll(async () => {
    await chain[Symbol.asyncDispose]();
  });

  const ask = async (headers: Record<string, string>): Promise<{ cause: string[]; trace: string[] }> =>
    firstValueFrom(client.send(topic('chain/first'), new SolaceRecordBuilder({}).setHeaders(headers).build()));

  it('is followed by its id through requests and events; one is made where it is missing or odd', async () => {
    expect((await ask({ 'x-correlation-id': 'cause-1' })).cause).toEqual(['cause-1', 'cause-1']);
    await until('the event', () => eventCauses.length === 1);
    expect(eventCauses).toEqual(['cause-1']);
    for (const odd of [undefined, 'x'.repeat(129), 'a\nb', '']) {
      const { cause } = await ask(odd === undefined ? {} : { 'x-correlation-id': odd });
      expect(cause[0]).toMatch(/^[0-9a-f-]{36}$/);
      expect(cause[1]).toBe(cause[0]);
    }
  });

  it('is followed by its trace context', async () => {
    const asking = new SolaceClient({ session: await bus.session({ trace }) });
    const answer = traces.run(context, () => firstValueFrom(asking.send(topic('chain/first'), {})));
    expect(await answer).toMatchObject({ trace: [context.traceparent, context.traceparent] });
  });
});
