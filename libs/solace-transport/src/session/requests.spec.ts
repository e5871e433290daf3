import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TransportError } from '../errors.js';
import { TestBus, codeOf, thrownCode, until } from '../../test/bus.js';
import type { SolaceSession } from './solace-session.js';

let bus: TestBus;
let caller: SolaceSession;
let service: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  [caller, service] = [await bus.session({ maxInflight: 50 }), await bus.session()];
});
afterAll(() => bus[Symbol.asyncDispose]());

/** All that an observer hears, as text. */
function ask(topic: string, timeoutMs: number, totalTimeoutMs?: number): { heard: string[]; cancel: () => void } {
  const heard: string[] = [];
  const cancel = caller.requestParts(
    bus.topic(topic),
    Buffer.alloc(0),
    {
      onPart: (message) => heard.push(message.payload.toString()),
      onEnd: () => heard.push('end'),
      onError: (error: TransportError) => heard.push(error.code),
    },
    { timeoutMs, totalTimeoutMs },
  );
  return { heard, cancel };
}

describe('requests', () => {
  it('receive the parts of an answer in order, with or without a body on the last', async () => {
    await service.subscribe(bus.topic('parts'), (request) => {
      service.reply(request, Buffer.from('a'), { part: 0 });
      service.reply(request, Buffer.from('b'), { part: 1 });
      service.reply(request, Buffer.from('c'), { part: 2, end: true });
    });
    await service.subscribe(bus.topic('marker'), (request) => {
      service.reply(request, Buffer.from('a'), { part: 0 });
      service.reply(request, Buffer.alloc(0), { part: 1, end: true });
    });
    await service.subscribe(bus.topic('nothing'), (request) =>
      service.reply(request, Buffer.alloc(0), { part: 0, end: true }),
    );
    const answers = ['parts', 'marker', 'nothing'].map((topic) => ask(topic, 10_000).heard);
    await until('three ends', () => answers.every((heard) => heard.includes('end')));
    expect(answers).toEqual([['a', 'b', 'c', 'end'], ['a', 'end'], ['end']]);
  });

  it('fail when a part was lost', async () => {
    await service.subscribe(bus.topic('gap'), (request) => {
      service.reply(request, Buffer.from('a'), { part: 0 });
      service.reply(request, Buffer.from('c'), { part: 2, end: true });
    });
    const { heard } = ask('gap', 10_000);
    await until('the error', () => heard.length === 2);
    expect(heard).toEqual(['a', 'REPLY_GAP']);
  });

  it('fail with the code, text and details of an error reply', async () => {
    await service.subscribe(bus.topic('refused'), (request) =>
      service.replyError(request, { code: 'RISK_KILLED', message: 'latched', details: { scope: 'account' } }),
    );
    const error = await caller.request(bus.topic('refused'), Buffer.alloc(0)).then(
      () => undefined,
      (reason: TransportError) => reason,
    );
    expect([error?.code, error?.message, error?.remote, error?.details]).toEqual([
      'RISK_KILLED',
      'latched',
      true,
      { scope: 'account' },
    ]);
  });

  it('outlive neither silence nor their total time', async () => {
    const before = caller.metrics.timeouts;
    let timer: NodeJS.Timeout | undefined;
    expect(await codeOf(caller.request(bus.topic('nobody'), Buffer.alloc(0), { timeoutMs: 50 }))).toBe(
      'REQUEST_TIMEOUT',
    );
    await service.subscribe(bus.topic('endless'), (request) => {
      let part = 0;
      timer = setInterval(() => service.reply(request, Buffer.from('x'), { part: part++ }), 10);
    });
    const { heard } = ask('endless', 2_000, 1_500);
    await until('the error', () => heard.includes('REQUEST_TIMEOUT'));
    clearInterval(timer);
    expect(heard.length).toBeGreaterThan(1);
    expect(caller.metrics.timeouts - before).toBe(2);
    expect(caller.metrics.inflight).toBe(0);
  });

  it('may take longer than their time-out in all while parts keep coming', async () => {
    await service.subscribe(bus.topic('steady'), (request) => {
      let part = 0;
      const timer = setInterval(() => {
        const end = part === 8;
        service.reply(request, Buffer.from('x'), { part: part++, end });
        if (end) clearInterval(timer);
      }, 300);
    });
    const { heard } = ask('steady', 2_000);
    await until('the end', () => heard.length >= 10);
    expect(heard.at(-1)).toBe('end');
  });

  it('discard an answer that comes too late, and after a cancel', async () => {
    let held: (() => void)[] = [];
    await service.subscribe(
      bus.topic('slow'),
      (request) => void held.push(() => service.reply(request, Buffer.from('late'))),
    );
    expect(await codeOf(caller.request(bus.topic('slow'), Buffer.alloc(0), { timeoutMs: 100 }))).toBe(
      'REQUEST_TIMEOUT',
    );
    const { heard, cancel } = ask('slow', 10_000);
    await until('two requests', () => held.length === 2);
    cancel();
    const before = caller.metrics.discarded;
    for (const reply of held) reply();
    held = [];
    await until('both discarded', () => caller.metrics.discarded === before + 2);
    expect(heard).toEqual([]);
  });

  it('end although their observer throws, and fail although another one does', async () => {
    await service.subscribe(bus.topic('once'), (request) => service.reply(request, Buffer.from('a')));
    const broken = (): never => {
      throw new Error('broken observer');
    };
    let ended = false;
    const before = caller.metrics.handlerErrors;
    caller.requestParts(bus.topic('once'), Buffer.alloc(0), {
      onPart: broken,
      onEnd: () => (ended = true),
      onError: broken,
    });
    await until('the end', () => ended);
    const leaving = await bus.session();
    leaving.requestParts(bus.topic('nobody'), Buffer.alloc(0), { onPart: broken, onEnd: broken, onError: broken });
    const other = codeOf(leaving.request(bus.topic('nobody'), Buffer.alloc(0)));
    await leaving.close();
    expect(await other).toBe('TRANSPORT_CLOSED');
    expect([caller.metrics.handlerErrors - before, leaving.metrics.handlerErrors]).toEqual([1, 1]);
  });

  it('take a time-out that is longer than a timer can be', async () => {
    const token = caller.request(bus.topic('once'), Buffer.alloc(0), { timeoutMs: Infinity, totalTimeoutMs: Infinity });
    expect((await token).payload.toString()).toBe('a');
  });

  it('are bounded in number', () => {
    const open = Array.from({ length: 50 }, () => ask('nobody', 1_000));
    expect(thrownCode(() => ask('nobody', 1_000))).toBe('REQUEST_LIMIT');
    for (const { cancel } of open) cancel();
    expect(caller.metrics.inflight).toBe(0);
  });
});
