import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { InstrumentShape, OrderEventShape, OrderRequestShape } from '@bourseworks/dto/shapes';
import { barLayout, quoteLayout, RecordType, RingMemory } from '@bourseworks/ring';
import { entry, eventually } from '@bourseworks/testkit';
import { PaperOrders } from '../harness/paper-orders.js';
import type { HostRequest } from '../runtime/types.js';
import { HISTORY_HEADER_BYTES } from '../worker/inbound.js';
import {
  InRecord,
  type CommandReplyRecord,
  type DecisionRecord,
  type DoneRecord,
  type LogRecord,
  type StateRecord,
} from './protocol.js';
import { StrategyThread } from './strategy-thread.js';
import type { ThreadEvents, ThreadOptions } from './thread-options.js';

const BTC: InstrumentShape = {
  venue: 'sim',
  symbol: 'BTCUSD',
  assetClass: 'crypto',
  currency: 'USD',
  base: 'BTC',
  multiplier: 1,
  tickSize: '0.01',
  lotSize: '0.001',
  priceScale: 2,
  qtyScale: 3,
  minQuantity: '0.001',
  maxQuantity: '1000',
};

class Recorder implements ThreadEvents {
  readonly states: StateRecord[] = [];
  readonly orders: { verb: string; body: OrderRequestShape; cause: number }[] = [];
  readonly requests: HostRequest[] = [];
  readonly decisions: DecisionRecord['decision'][] = [];
  readonly logs: LogRecord[] = [];
  readonly replies: CommandReplyRecord[] = [];
  readonly dones: DoneRecord[] = [];
  readonly lanes: string[] = [];
  readonly failures: unknown[] = [];
  readonly exits: { code: number; error: Error | undefined }[] = [];
  patterns: readonly { pattern: string }[] = [];
  isReady = false;

  ready(patterns: readonly { pattern: string }[]): void {
    this.patterns = patterns;
    this.isReady = true;
  }
  state(record: StateRecord): void {
    this.states.push(record);
  }
  order(verb: string, body: Buffer, cause: number): void {
    this.orders.push({ verb, body: JSON.parse(body.toString()) as OrderRequestShape, cause });
  }
  request(request: HostRequest): void {
    this.requests.push(request);
  }
  log(record: LogRecord): void {
    this.logs.push(record);
  }
  decision({ decision }: DecisionRecord): void {
    this.decisions.push(decision);
  }
  signal(): void {}
  reply(record: CommandReplyRecord): void {
    this.replies.push(record);
  }
  done(record: DoneRecord): void {
    this.dones.push(record);
  }
  overrun(lane: string): void {
    this.lanes.push(`overrun ${lane}`);
  }
  overflow(lane: string): void {
    this.lanes.push(`overflow ${lane}`);
  }
  failed(refusal: unknown): void {
    this.failures.push(refusal);
  }
  exit(code: number, error: Error | undefined): void {
    this.exits.push({ code, error });
  }
}

const threads: StrategyThread[] = [];

function open(mode: string, options: Partial<ThreadOptions> = {}): { thread: StrategyThread; seen: Recorder } {
  const seen = new Recorder();
  const url = pathToFileURL(entry('libs/strategy/src/testing/probe.strategy.js')).href;
  const thread = new StrategyThread(
    {
      id: 'probe',
      account: 'SIM',
      parameters: { mode },
      module: { url, exportName: 'ProbeStrategy' },
      epoch: 7,
      workerUrl: pathToFileURL(entry('libs/strategy/src/worker/strategy.worker.js')),
      ...options,
    },
    seen,
  );
  threads.push(thread);
  return { thread, seen };
}

async function started(
  mode: string,
  options: Partial<ThreadOptions> = {},
): Promise<{ thread: StrategyThread; seen: Recorder }> {
  const { thread, seen } = open(mode, options);
  await eventually(() => seen.isReady);
  thread.instrument(0, BTC);
  thread.json(InRecord.start, {});
  const [request] = await eventually(() => seen.requests.length > 0 && seen.requests);
  thread.json(InRecord.reply, {
    id: request.id,
    value: { kind: 'bar-1s', topic: 't', status: 'started' },
    instrument: 0,
  });
  await eventually(() => seen.states.at(-1)?.state === 'RUNNING');
  return { thread, seen };
}

function bar(thread: StrategyThread, close: number, receivedUs = 0): void {
  thread.write(
    barLayout,
    { ...barLayout.blank(), startUs: 1e6, endUs: 2e6, open: close, high: close, low: close, close, trades: -1 },
    receivedUs,
  );
}

const bytes = (event: OrderEventShape): Buffer => Buffer.from(JSON.stringify(event));
const BTC_UNITS = { qtyScale: 3, priceScale: 2 } as never;

afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
});

describe('StrategyThread with a real worker', () => {
  it('reports the pattern table, starts, delivers bars in order and sends orders with their cause', async () => {
    const { thread, seen } = await started('buy');
    expect(seen.patterns.map(({ pattern }) => pattern)).toEqual(['seen', 'note']);
    for (let i = 1; i <= 300; i++) bar(thread, i, i * 10);
    await eventually(() => seen.orders.length === 300);
    expect(seen.orders.map(({ body }) => body.reason)).toEqual(Array.from({ length: 300 }, (_, i) => `bar ${i + 1}`));
    expect(seen.orders[41]).toMatchObject({
      verb: 'submit',
      cause: 420,
      body: {
        commandId: 'probe-7-42',
        account: 'SIM',
        strategy: 'probe',
        symbol: 'BTCUSD',
        side: 'BUY',
        type: 'MARKET',
        quantity: '0.001',
      },
    });
  });

  it('resumes what awaits an order before the records that came after its event', async () => {
    const { thread, seen } = await started('await');
    bar(thread, 1);
    const { body } = await eventually(() => seen.orders[0]);
    const paper = new PaperOrders();
    thread.orderEvent(bytes(paper.accepted(body, 1)), false);
    thread.orderEvent(bytes(paper.filled(body, BTC_UNITS, { price: 100, quantity: 1, us: 2 })), false);
    bar(thread, 2);
    thread.json(InRecord.command, { id: 1, method: 'seen', body: {} });
    const reply = await eventually(() => seen.replies[0]);
    expect(reply.value).toEqual({ seen: ['bar 1', 'New 0', 'Trade 1', 'done Filled', 'bar 2'] });
    expect(seen.decisions).toContainEqual(expect.objectContaining({ action: 'done', units: 1 }));
  });

  it('knows positions of before the start, without calling hooks for them', async () => {
    const { thread, seen } = open('quiet');
    await eventually(() => seen.isReady);
    thread.instrument(0, BTC);
    const order = {
      commandId: 'probe-6-1',
      account: 'SIM',
      strategy: 'probe',
      venue: 'sim',
      symbol: 'BTCUSD',
      side: 'SELL',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: '0.005',
      sentTime: '1',
    } as const;
    thread.orderEvent(bytes(new PaperOrders().filled(order, BTC_UNITS, { price: 100, quantity: 5, us: 2 })), true);
    thread.json(InRecord.start, {});
    const [request] = await eventually(() => seen.requests.length > 0 && seen.requests);
    thread.json(InRecord.reply, { id: request.id, value: { kind: 'bar-1s' }, instrument: 0 });
    await eventually(() => seen.states.at(-1)?.state === 'RUNNING');
    expect(seen.decisions).toEqual([
      expect.objectContaining({ action: 'started', reason: 'sim/BTCUSD' }),
      expect.objectContaining({ action: 'held', units: -5 }),
    ]);
  });

  it('gives the newest quote of a slot, and counts what it overwrote', async () => {
    const { thread, seen } = await started('quiet');
    for (let i = 1; i <= 1_000; i++) thread.quote({ ...quoteLayout.blank(), bidPrice: i, seq: i }, 0);
    await eventually(() => seen.decisions.some(({ bid }) => bid === 1_000));
    const quotes = seen.decisions.filter(({ action }) => action === 'quote');
    expect(quotes.length + thread.conflated).toBe(1_000);
  });

  it('takes a history answer from shared memory', async () => {
    const { thread, seen } = await started('history');
    bar(thread, 1);
    const request = await eventually(() => seen.requests[1]);
    expect(request).toMatchObject({ op: 'history', query: { symbol: 'BTCUSD', from: 0, to: 2e6 } });
    const shared = new SharedArrayBuffer(HISTORY_HEADER_BYTES + 3 * barLayout.bytes);
    const memory = new RingMemory(shared);
    memory.u32[1] = 3;
    for (let i = 0; i < 3; i++)
      barLayout.encode(memory, HISTORY_HEADER_BYTES + i * barLayout.bytes, { ...barLayout.blank(), close: i + 5 });
    expect(thread.history(shared, { kind: RecordType.bar, count: 3, correlation: request.id })).toBe('written');
    await eventually(() => seen.decisions.some(({ action }) => action === 'history'));
    expect(seen.decisions.at(-1)).toMatchObject({ reason: '3 bars', last: 7 });
  });

  it.each(['throw', 'reject'])('fails with its code when a hook goes wrong (%s)', async (mode) => {
    const { thread, seen } = await started(mode);
    bar(thread, 1);
    await eventually(() => seen.states.at(-1)?.state === 'FAILED');
    expect(seen.states.at(-1)?.error).toMatchObject({ code: 'STRATEGY_FAILED', details: { hook: 'onBar' } });
    expect(seen.exits).toEqual([]);
  });

  it('reports the end of a thread that dies', async () => {
    const { thread, seen } = await started('crash');
    bar(thread, 1);
    await eventually(() => seen.exits.length > 0);
    expect(seen.exits[0].code).toBe(3);
  });

  it('reports a class that is not there, and parameters that are wrong', async () => {
    const url = pathToFileURL(entry('libs/strategy/src/testing/probe.strategy.js')).href;
    const absent = open('quiet', { module: { url, exportName: 'Nothing' } });
    await eventually(() => absent.seen.failures.length > 0);
    expect(absent.seen.failures).toEqual([
      expect.objectContaining({ code: 'PLUGIN_INVALID', message: expect.stringContaining('does not export Nothing') }),
    ]);
    const wrong = open('sideways');
    await eventually(() => wrong.seen.failures.length > 0);
    expect(wrong.seen.failures).toEqual([
      expect.objectContaining({ code: 'PARAMETER_INVALID', details: { parameter: 'mode' } }),
    ]);
  });

  it('says when its lanes ran over instead of losing records silently', async () => {
    const { thread, seen } = await started('quiet', { sizes: { dataBytes: 4_096, maxOverflow: 50 } });
    for (let i = 0; i < 2_000; i++) bar(thread, i);
    // The thread reads on meanwhile: the overflow may empty and begin again.
    expect([...new Set(seen.lanes)]).toEqual(['overflow data', 'overrun data']);
  });

  it('hands everything over when the overflow is within its bound', async () => {
    const { thread, seen } = await started('buy', { sizes: { dataBytes: 4_096, outBytes: 8_192, maxOverflow: 1_000 } });
    for (let i = 1; i <= 200; i++) bar(thread, i);
    await eventually(() => seen.orders.length === 200);
    expect(seen.lanes).toContain('overflow data');
    expect(seen.orders.at(-1)?.body.reason).toBe('bar 200');
  });

  it('ends a lock-step round when the handlers have settled or await only the OMS', async () => {
    const { thread, seen } = await started('await', { run: 'r1', epoch: 1 });
    thread.json(InRecord.stepBegin, { n: 3, round: 1, timeUs: 2e6 });
    bar(thread, 1);
    thread.json(InRecord.stepEnd, {});
    expect(await eventually(() => seen.dones[0])).toEqual({ n: 3, round: 1, sent: 1 });
    expect(seen.orders[0].body).toMatchObject({
      commandId: 'probe-1-1',
      sentTime: '2000000000',
      step: { run: 'r1', n: 3, round: 1, sequence: 1 },
    });
    thread.json(InRecord.stepBegin, { n: 3, round: 2, timeUs: 2e6 });
    thread.orderEvent(
      bytes(new PaperOrders().filled(seen.orders[0].body, BTC_UNITS, { price: 1, quantity: 1, us: 2 })),
      false,
    );
    thread.json(InRecord.stepEnd, {});
    expect(await eventually(() => seen.dones[1])).toEqual({ n: 3, round: 2, sent: 0 });
    expect(seen.decisions.at(-1)).toMatchObject({ action: 'done', reason: 'Filled' });
  });

  it('does not end a lock-step round while an answer of the host is awaited', async () => {
    const { thread, seen } = await started('history', { run: 'r1', epoch: 1 });
    thread.json(InRecord.stepBegin, { n: 1, round: 1, timeUs: 2e6 });
    bar(thread, 1);
    thread.json(InRecord.stepEnd, {});
    const request = await eventually(() => seen.requests[1]);
    thread.json(InRecord.command, { id: 1, method: 'seen', body: {} });
    await eventually(() => seen.replies.length > 0);
    expect(seen.dones).toEqual([]);
    thread.json(InRecord.reply, { id: request.id, refusal: { code: 'HISTORY_NOT_FOUND', message: 'none' } });
    expect(await eventually(() => seen.dones[0])).toEqual({ n: 1, round: 1, sent: 0 });
    expect(seen.decisions.at(-1)).toMatchObject({ action: 'history', reason: 'HISTORY_NOT_FOUND' });
  });

  it('stops with its reason', async () => {
    const { thread, seen } = await started('quiet');
    thread.json(InRecord.stop, { reason: 'asked to' });
    await eventually(() => seen.states.at(-1)?.state === 'STOPPED');
    expect(seen.decisions.at(-1)).toMatchObject({ action: 'stopped', reason: 'asked to' });
  });
});
