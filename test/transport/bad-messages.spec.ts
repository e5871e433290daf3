import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CodecRegistry,
  fixedCodec,
  SolaceClient,
  SolaceEventPattern,
  SolaceMessagePattern,
  SolaceQueue,
  type CodedRpcException,
  type FixedRecords,
  type SolaceSession,
} from '@bourseworks/solace-transport';
import { quoteLayout, RingMemory, type QuoteRecord } from '@bourseworks/ring';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { contents, guaranteedSession, take } from './support/guaranteed.js';
import { codeOf, json, queue, startService, TestBus, topic, until, type Service } from './support/suite.js';

/** What the service takes; the sender's own bound is the default of 8 MB. */
const MAX_BYTES = 10_000;
const ORDERS = queue('orders');
const QUOTES = 'application/vnd.bourseworks.quotes';

const quotes = fixedCodec({
  contentType: QUOTES,
  layout: quoteLayout,
  memory: (buffer) => new RingMemory(buffer),
});
const goodQuotes = Buffer.from(quotes.encode({ seq0: 1, items: [quoteLayout.blank()] }));
/** The mark that every message begins with names the version of the format: BFX1. */
const quotesOfVersion2 = Buffer.concat([Buffer.from('BFX2'), goodQuotes.subarray(4)]);

interface Bad {
  readonly kind: string;
  /** Below the prefix of the orders of this run; version 1 is what the service handles. */
  readonly path: string;
  readonly payload: Buffer;
  readonly contentType?: string;
  readonly code: string;
  readonly reason: (path: string) => string;
}

const KINDS: readonly Bad[] = [
  {
    kind: 'malformed',
    path: 'v1/submit',
    payload: Buffer.from('{"quantity":'),
    code: 'BAD_MESSAGE',
    reason: () => 'the payload is not valid JSON',
  },
  {
    kind: 'malformed to the first byte',
    path: 'v1/submit',
    payload: Buffer.from([0xff, 0xfe, 0x00]),
    code: 'BAD_MESSAGE',
    reason: () => 'the payload is not valid JSON',
  },
  {
    kind: 'oversized',
    path: 'v1/submit',
    payload: json({ quantity: 1, note: 'x'.repeat(60_000) }),
    code: 'PAYLOAD_TOO_LARGE',
    reason: () => `60024 bytes, at most ${MAX_BYTES}`,
  },
  {
    kind: 'of an unknown content type',
    path: 'v1/submit',
    payload: json({ quantity: 1 }),
    contentType: 'application/x-unknown',
    code: 'UNSUPPORTED_CONTENT_TYPE',
    reason: () => `no codec for application/x-unknown; known: application/json, ${QUOTES}`,
  },
  {
    kind: 'of an unknown type of command',
    path: 'v1/unheard-of',
    payload: json({ quantity: 1 }),
    code: 'NO_HANDLER',
    reason: (path) => `nothing handles ${path}`,
  },
  {
    kind: 'of a wrong version of the topic',
    path: 'v2/submit',
    payload: json({ quantity: 1 }),
    code: 'NO_HANDLER',
    reason: (path) => `nothing handles ${path}`,
  },
  {
    kind: 'of a wrong version of the codec',
    path: 'v1/submit',
    payload: quotesOfVersion2,
    contentType: QUOTES,
    code: 'BAD_MESSAGE',
    reason: () => `the payload is not valid ${QUOTES}: its head does not fit`,
  },
];

const handled: string[] = [];
const hear = (how: string, data: unknown): void => {
  const { quantity, items } = data as { quantity?: number } & Partial<FixedRecords<QuoteRecord>>;
  handled.push(`${how} ${quantity ?? `${items?.length} quotes`}`);
};

@Controller()
class OrdersController {
  @SolaceMessagePattern(topic('request/v1/submit'))
  request(@Payload() data: unknown): unknown {
    hear('request', data);
    return data;
  }

  @SolaceEventPattern(topic('event/v1/submit'))
  event(@Payload() data: unknown): void {
    hear('event', data);
  }

  @SolaceEventPattern(topic('hot/v1/submit'), { hot: true })
  hot(@Payload() data: unknown): void {
    hear('hot', data);
  }

  @SolaceQueue(ORDERS, { provision: {}, topics: [topic('queued/v1/submit')], concurrency: 2 })
  queued(@Payload() data: unknown): unknown {
    hear('queued', data);
    return data;
  }
}

let bus: TestBus;
let service: Service;
let session: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  ({ session } = await guaranteedSession(bus));
  const options = {
    guaranteed: true,
    maxPayloadBytes: MAX_BYTES,
    codecs: [quotes],
    ownedTopics: [topic('request/>'), topic('event/>'), topic('hot/>')],
  };
  service = await startService(bus, { controllers: [OrdersController] }, options);
  await earlierVersion();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await bus[Symbol.asyncDispose]();
});

/** Gives the queue what a service of another version has left it: subscriptions to all topics of orders. */
async function earlierVersion(): Promise<void> {
  const consumer = service.session.queues.consumer({ queue: ORDERS, topics: [topic('queued/>')] }, (message) =>
    message.settle('failed'),
  );
  await consumer.start();
  await consumer.close();
}

/** The next good messages of both formats are handled. */
async function stillWorks(kind: 'request' | 'event' | 'hot' | 'queued'): Promise<void> {
  handled.length = 0;
  const path = topic(`${kind}/v1/submit`);
  for (const [payload, contentType] of [[json({ quantity: 7 })], [goodQuotes, QUOTES]] as const) {
    if (kind === 'request') {
      const { payload: answer } = await session.request(path, payload, { contentType });
      expect(answer.equals(payload)).toBe(true);
    } else if (kind === 'queued') await session.publishGuaranteed(path, payload, { contentType });
    else session.publish(path, payload, { contentType });
  }
  await until('the next good messages', () => handled.length >= 2);
  expect(handled).toEqual([`${kind} 7`, `${kind} 1 quotes`]);
  await until('no handler', () => service.session.metrics.active === 0);
  const { status, metrics } = service.session;
  expect([status, metrics.reconnects]).toEqual(['UP', 0]);
}

const refusalOf = (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => 'answered',
    ({ code, message }: CodedRpcException) => ({ code, message }),
  );

describe.each(KINDS)('a message $kind', ({ path, payload, contentType, code, reason }) => {
  it('as a request gets a coded error reply', async () => {
    const to = topic(`request/${path}`);
    const { badMessages } = service.session.metrics;
    const refusal = await refusalOf(session.request(to, payload, { contentType }));
    expect(refusal).toEqual({ code, message: reason(to) });
    const counted = code === 'NO_HANDLER' ? 0 : 1;
    expect(service.session.metrics.badMessages - badMessages).toBe(counted);
    await stillWorks('request');
  });

  it.each(['event', 'hot'] as const)('as an event of the kind "%s" is counted', async (kind) => {
    const before = { ...service.session.metrics };
    session.publish(topic(`${kind}/${path}`), payload, { contentType });
    const counter = code === 'NO_HANDLER' ? 'discarded' : 'badMessages';
    await until('the count', () => service.session.metrics[counter] > before[counter]);
    await stillWorks(kind);
    const { badMessages, discarded, handlerErrors } = service.session.metrics;
    expect(badMessages + discarded - before.badMessages - before.discarded).toBe(1);
    expect(handlerErrors).toBe(before.handlerErrors);
  });

  it('in a queue is dead-lettered with its reason, at the first delivery', async () => {
    const to = topic(`queued/${path}`);
    await session.publishGuaranteed(to, payload, { contentType, headers: { origin: 'desk' }, correlationId: 'c-1' });
    const letter = await take(session, `${ORDERS}/dead`);
    const { 'x-dead-time': time, 'x-dead-deliveries': deliveries, ...headers } = letter.headers;
    expect(headers).toEqual({
      origin: 'desk',
      'x-dead-code': code,
      'x-dead-reason': reason(to),
      'x-dead-queue': ORDERS,
      'x-dead-topic': to,
    });
    expect([undefined, 1]).toContain(deliveries);
    expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect([letter.contentType, letter.correlationId]).toEqual([contentType, 'c-1']);
    expect(letter.payload.equals(payload)).toBe(true);
    await stillWorks('queued');
  });

  it('in a queue that wants an answer gets the error', async () => {
    const to = topic(`queued/${path}`);
    const parts = new Promise((resolve, reject) => {
      const observer = { onPart: resolve, onEnd: () => resolve('ended'), onError: reject };
      session.requestParts(to, payload, observer, { contentType, deliveryMode: 'persistent' });
    });
    expect(await refusalOf(parts)).toEqual({ code, message: reason(to) });
    expect((await take(session, `${ORDERS}/dead`)).headers['x-dead-code']).toBe(code);
    await stillWorks('queued');
  });
});

describe('a request', () => {
  it('on a topic that somebody merely listens to is not answered', async () => {
    const listener = topic('event/v1/submit');
    // Elsewhere than on its own topics a service must not refuse what another one answers.
    await using other = await startService(bus, { controllers: [OnlyListening] });
    void other;
    expect(await codeOf(session.request(topic('heard'), json({}), { timeoutMs: 150 }))).toBe('REQUEST_TIMEOUT');
    expect(await codeOf(session.request(listener, json({}), { timeoutMs: 10_000 }))).toBe('NO_HANDLER');
  });

  it('that its sender may not send is refused before it leaves', async () => {
    const small = new SolaceClient({
      session: await bus.session({ maxPayloadBytes: 100 }),
      codecs: new CodecRegistry(),
    });
    const large = firstValueFrom(small.send(topic('request/v1/submit'), { note: 'x'.repeat(200) }));
    expect(await codeOf(large)).toBe('PAYLOAD_TOO_LARGE');
  });
});

@Controller()
class OnlyListening {
  @SolaceEventPattern(topic('heard'))
  heard(): void {}
}

it('leaves nothing in the queue', async () => {
  await service[Symbol.asyncDispose]();
  expect(await contents(session, ORDERS)).toEqual([]);
  expect(await contents(session, `${ORDERS}/dead`)).toEqual([]);
});
