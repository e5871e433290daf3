import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MarketDataEvent } from '@bourseworks/domain';
import type { MarketDataAdapter } from '@bourseworks/ports';
import { mergeEvents } from './merge-events.js';
import { EVERYTHING, partsOf, type StoredStream } from './recorded-data.js';

const trade = (us: number): MarketDataEvent => ({ kind: 'trade', us, ns: 0, price: 1, quantity: 1 });

async function* parts(times: readonly (readonly number[])[]): AsyncGenerator<readonly MarketDataEvent[]> {
  for (const some of times) {
    await turn();
    yield some.map(trade);
  }
}

describe('events of several streams', () => {
  it('come in the order of time, of one time by their source, none lost', async () => {
    const stream = fc.array(fc.array(fc.nat({ max: 50 }), { maxLength: 4 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(stream, { maxLength: 4 }), async (streams) => {
        // Each source in order of time, cut anywhere.
        const sorted = streams.map((times) => {
          const all = times.flat().toSorted((a, b) => a - b);
          return times.map(({ length }) => all.splice(0, length));
        });
        const merged: [number, number][] = [];
        for await (const { source, event } of mergeEvents(sorted.map(parts)))
          merged.push([(event as { us: number }).us, source]);
        const expected = sorted.flatMap((times, source) => times.flat().map((us): [number, number] => [us, source]));
        expect(merged).toEqual(expected.toSorted(([a, from], [b, to]) => a - b || from - to));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a stream that is pulled', () => {
  const stream = { kind: 'trade' } as unknown as StoredStream;
  const adapter = (history: MarketDataAdapter['history']) => ({ history }) as unknown as MarketDataAdapter;
  const refused = (code: string): Error => Object.assign(new Error(code), { code });

  it('is read on only when the part before was taken, and stopped when nobody wants more', async () => {
    const asked: number[] = [];
    let stopped = false;
    const data = adapter(async (_query, part, signal) => {
      for (let us = 0; us < 100 && !signal.aborted; us++) {
        asked.push(us);
        await part([trade(us)]);
      }
      stopped = signal.aborted;
    });
    const seen: number[] = [];
    for await (const [event] of partsOf(data, stream, EVERYTHING)) {
      await turn();
      seen.push((event as { us: number }).us);
      expect(asked.length).toBe(seen.length);
      if (seen.length === 3) break;
    }
    await turn();
    expect([seen, stopped]).toEqual([[0, 1, 2], true]);
  });

  it('gives all that is good before a fault; that there is nothing is none', async () => {
    const seen: MarketDataEvent[] = [];
    const broken = adapter(async (_query, part) => {
      await part([trade(1)]);
      throw refused('DATA_FORMAT');
    });
    const all = async (data: MarketDataAdapter): Promise<void> => {
      for await (const events of partsOf(data, stream, EVERYTHING)) seen.push(...events);
    };
    await expect(all(broken)).rejects.toMatchObject({ code: 'DATA_FORMAT' });
    expect(seen).toEqual([trade(1)]);
    await all(adapter(() => Promise.reject(refused('HISTORY_NOT_FOUND'))));
  });
});
