import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { NO_INSTRUCTIONS } from '@bourseworks/domain';
import type { Metrics } from '@bourseworks/observability';
import type { OrderEvent } from '@bourseworks/order-engine';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { silent } from '../testing/oms.js';
import { EventPublisher } from './event-publisher.js';

function event(strategy: string, streamSequence: number): OrderEvent {
  const names = { account: 'A', strategy, clOrdId: 'c', execType: 'New', ordStatus: 'New' };
  const numbers = { sequence: streamSequence, streamSequence, us: 1, quantityText: '1' };
  return { ...names, ...numbers, instructions: NO_INSTRUCTIONS } as unknown as OrderEvent;
}

describe('EventPublisher after a restart', () => {
  it('repeats the last event of each stream once: its first life may have died before it was out', () => {
    const sent: string[] = [];
    const session = Object.assign(new EventEmitter(), {
      tryPublish: (_topic: string, payload: Uint8Array) => {
        const { strategy, streamSequence } = JSON.parse(Buffer.from(payload).toString()) as OrderEvent;
        sent.push(`${strategy} ${streamSequence}`);
      },
    });
    const metrics = { counter: () => ({ inc: () => undefined }) };
    const publisher = new EventPublisher(session as unknown as SolaceSession, silent, metrics as unknown as Metrics);
    for (const [strategy, sequence] of [
      ['a', 1],
      ['b', 1],
      ['a', 2],
    ] as const)
      publisher.replayed(event(strategy, sequence));
    expect(sent).toEqual([]);
    publisher.repeatLast();
    expect(sent).toEqual(['a 2', 'b 1']);
    publisher.repeatLast();
    expect(sent).toHaveLength(2);
    publisher.onModuleDestroy();
  });

  it('repeats the last event of a stream when the broker did not take it, and not before it is there again', async () => {
    const sent: [number, unknown][] = [];
    let refusal: { code: string } | undefined = { code: 'PUBLISH_NOT_SENT' };
    const session = Object.assign(new EventEmitter(), {
      publisherStatus: 'RECONNECTING',
      publishGuaranteed: (_topic: string, payload: Uint8Array, { ttlMs }: { ttlMs: number }) => {
        sent.push([(JSON.parse(Buffer.from(payload).toString()) as OrderEvent).streamSequence, ttlMs]);
        return refusal === undefined ? Promise.resolve() : Promise.reject(Object.assign(new Error(), refusal));
      },
    });
    const counts = new Map<string, number>();
    const metrics = { counter: (name: string) => ({ inc: () => counts.set(name, (counts.get(name) ?? 0) + 1) }) };
    const publisher = new EventPublisher(session as unknown as SolaceSession, silent, metrics as unknown as Metrics);
    publisher.publish(event('a', 1));
    publisher.publish(event('a', 2));
    await new Promise(setImmediate);
    refusal = undefined;
    session.emit('publisher', 'RECONNECTING');
    expect(sent.map(([sequence]) => sequence)).toEqual([1, 2]);
    session.emit('publisher', 'UP');
    session.emit('publisher', 'UP');
    await new Promise(setImmediate);
    expect(sent).toEqual([1, 2, 2].map((sequence) => [sequence, 3_600_000]));
    expect([...counts.values()]).toEqual([2, 1]);
    publisher.onModuleDestroy();
  });
});
