import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import { JSON_CODEC, type OrderEventShape } from '@bourseworks/dto';
import { EventLog } from '@bourseworks/ports';
import { TransportError, type InboundMessage, type SolaceSession } from '@bourseworks/solace-transport';
import { eventually, VirtualClock } from '@bourseworks/testkit';
import { OrderEventFeed } from './order-event-feed.js';
import type { OrderEventSource } from './order-event-source.js';

class Quiet extends EventLog {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

const event = (streamSequence: number): OrderEventShape =>
  ({ streamSequence, clOrdId: 'o', commandId: 's-1-1' }) as OrderEventShape;
const message = (value: unknown): InboundMessage =>
  ({ payload: JSON_CODEC.encode(value), headers: {} }) as unknown as InboundMessage;

function setup(
  journal: OrderEventShape[],
  written: () => Promise<void> = () => Promise.resolve(),
  outages = 0,
  refusals = 0,
) {
  const clock = new VirtualClock(0);
  let away = outages;
  let publish: (message: InboundMessage) => void = () => {};
  let asked = 0;
  let refused = refusals;
  const session = {
    request: (_topic: string, body: Buffer) => {
      asked += 1;
      if (asked > 50) throw new Error('asked without end');
      if (refused-- > 0) return Promise.reject(new DomainError({ code: 'OMS_BUSY', message: 'too many queries' }));
      const { afterStreamSequence, limit } = JSON.parse(body.toString()) as Record<string, number>;
      const found = journal.filter(({ streamSequence }) => streamSequence > afterStreamSequence);
      return Promise.resolve(message({ events: found.slice(0, limit), more: found.length > limit }));
    },
  };
  const source: OrderEventSource = {
    listen: (_account, _strategy, listener) => {
      publish = listener;
      return away-- > 0 ? Promise.reject(TransportError.of('QUEUE_UNAVAILABLE', 'not now')) : Promise.resolve();
    },
    unlisten: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const delivered: number[] = [];
  const failures: string[] = [];
  const feed = new OrderEventFeed({
    session: session as unknown as SolaceSession,
    source,
    clock,
    log: new Quiet(),
    account: 'A',
    strategy: 's',
    deliver: ({ streamSequence }) => void delivered.push(streamSequence),
    written,
    lookEveryUs: 0,
    failed: (reason) => void failures.push(reason),
  });
  return { feed, clock, delivered, failures, publish: (value: unknown) => publish(message(value)), asked: () => asked };
}

describe('OrderEventFeed', () => {
  it('starts once the bus is back', async () => {
    const { feed, clock, delivered } = setup([event(1)], undefined, 3);
    const started = feed.start(10);
    await clock.advanceAsync(10_000_000);
    expect(await started).toEqual({ ok: true, value: undefined });
    expect(delivered).toEqual([1]);
  });

  it('starts once the OMS takes queries again', async () => {
    const { feed, clock, delivered } = setup([event(1)], undefined, 0, 3);
    const started = feed.start(10);
    await clock.advanceAsync(10_000_000);
    expect(await started).toEqual({ ok: true, value: undefined });
    expect(delivered).toEqual([1]);
  });

  it('gives up when the journal itself has a hole, instead of asking for ever', async () => {
    const journal: OrderEventShape[] = [event(1)];
    const { feed, failures, publish, asked } = setup(journal);
    await feed.start(1);
    journal.push(event(3));
    publish(event(3));
    await eventually(() => failures.length === 1);
    expect(asked()).toBeLessThan(5);
  });

  it('reads the next page of old events only when those before are written', async () => {
    const journal = Array.from({ length: 1_200 }, (_, i) => event(i + 1));
    const marks: number[] = [];
    const made = setup(journal, () => {
      marks.push(made.delivered.length);
      return Promise.resolve();
    });
    await made.feed.start(1);
    expect(marks).toEqual([500, 1_000, 1_200]);
  });

  it('knows the latest event of an order by both of its ids', async () => {
    const { feed } = setup([event(1)]);
    await feed.start(1);
    expect(feed.lastEvent('s-1-1')).toBeDefined();
    expect(feed.lastEvent('o')).toBe(feed.lastEvent('s-1-1'));
  });
});
