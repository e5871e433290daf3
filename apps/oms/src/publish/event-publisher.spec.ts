import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { Metrics } from '@bourseworks/observability';
import type { OrderEvent } from '@bourseworks/order-engine';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { silent } from '../testing/oms.js';
import { EventPublisher } from './event-publisher.js';

function event(strategy: string, streamSequence: number): OrderEvent {
  const names = { account: 'A', strategy, clOrdId: 'c', execType: 'New', ordStatus: 'New' };
  return { ...names, sequence: streamSequence, streamSequence, us: 1, quantityText: '1' } as unknown as OrderEvent;
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
});
