import { describe, expect, it } from '@jest/globals';
import type { MarketDataEvent } from '@bourseworks/domain';
import { MarketDataAdapter, type HistoryQuery, type OpenStream } from '@bourseworks/ports';
import { instrument } from '../../test/fake-adapter.js';
import { historyParts } from './history-parts.js';

const query: HistoryQuery = { instrument, kind: 'trade', fromUs: 0, toUs: 5 };

class Counting extends MarketDataAdapter {
  read = 0;
  aborted = false;
  constructor(private readonly failAt = Infinity) {
    super();
  }
  instruments() {
    return Promise.resolve([]);
  }
  kinds() {
    return [];
  }
  async history(
    { toUs }: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    for (let us = 0; us < toUs; us++) {
      if (us === this.failAt) throw new Error('broken file');
      this.read++;
      await part([{ kind: 'trade', us, ns: 0, price: 1, quantity: 1 }]);
      if (signal.aborted) {
        this.aborted = true;
        return;
      }
    }
  }
  open(): Promise<OpenStream> {
    return Promise.reject(new Error('not used'));
  }
  close() {
    return Promise.resolve();
  }
}

describe('historyParts', () => {
  it('reads on only when a part was taken', async () => {
    const adapter = new Counting();
    const parts = historyParts(adapter, query);
    const seen: number[] = [];
    for await (const events of parts) {
      seen.push(...events.map((event) => ('us' in event ? event.us : -1)));
      expect(adapter.read).toBe(seen.length);
      await new Promise((resolve) => setImmediate(resolve));
      expect(adapter.read).toBe(seen.length);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('leaving the loop stops the adapter', async () => {
    const adapter = new Counting();
    for await (const _ of historyParts(adapter, query)) break;
    expect([adapter.aborted, adapter.read]).toEqual([true, 1]);
  });

  it('a failure of the adapter arrives after the parts before it', async () => {
    const seen: unknown[] = [];
    const loop = async (): Promise<void> => {
      for await (const events of historyParts(new Counting(2), query)) seen.push(events);
    };
    await expect(loop()).rejects.toThrow('broken file');
    expect(seen).toHaveLength(2);
  });
});
