import { describe, expect, it } from '@jest/globals';
import { FLAG } from '@bourseworks/domain';
import {
  Aggressor,
  barLayout,
  quoteLayout,
  RingMemory,
  tradeLayout,
  type BulkReceiver,
  type RecordLayout,
} from '@bourseworks/ring';
import type { StrategyRuntime } from '../runtime/strategy-runtime.js';
import { Inbound } from './inbound.js';

const layouts: readonly (readonly [string, RecordLayout<object>])[] = [
  ['trade', tradeLayout],
  ['quote', quoteLayout],
  ['bar', barLayout],
];

function given(layout: RecordLayout<object>, record: object): unknown {
  const seen: unknown[] = [];
  const take = (event: unknown): void => void seen.push(event);
  const runtime = { trade: take, quote: take, bar: take } as unknown as StrategyRuntime;
  const inbound = new Inbound(runtime, {} as Pick<BulkReceiver, 'take'>);
  const memory = new RingMemory(new ArrayBuffer(layout.bytes));
  layout.encode(memory, 0, { ...layout.blank(), ...record });
  inbound.handle(layout.type, 1, memory, 0, layout.bytes, 0);
  return seen[0];
}

describe('flags of market data', () => {
  it.each(layouts)('reach the strategy with a %s', (kind, layout) => {
    expect(given(layout, { flags: FLAG.LATE | FLAG.CANCELLED })).toMatchObject({ kind, flags: 5 });
  });

  it.each(layouts)('are absent from a %s that has none', (_, layout) => {
    expect(given(layout, { flags: 0 })).not.toHaveProperty('flags');
  });

  it('stand beside the aggressor', () => {
    expect(given(tradeLayout, { flags: 1, aggressor: Aggressor.sell })).toMatchObject({ flags: 1, aggressor: 'SELL' });
    expect(given(tradeLayout, { flags: 1 })).not.toHaveProperty('aggressor');
  });
});
