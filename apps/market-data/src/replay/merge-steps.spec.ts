import { describe, expect, it } from '@jest/globals';
import { knownUs, type Bar, type MarketDataEvent, type Quote } from '@bourseworks/domain';
import fc from 'fast-check';
import { mergeSteps, type MergedStep } from './merge-steps.js';

const bar = (startUs: number, length = 60): Bar => ({
  kind: 'bar',
  startUs,
  endUs: startUs + length,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 0,
  trades: -1,
});
const quote = (us: number): Quote => ({
  kind: 'quote',
  us,
  ns: 0,
  bidPrice: 1,
  bidQuantity: 1,
  askPrice: 2,
  askQuantity: 1,
});

async function* source(...parts: MarketDataEvent[][]): AsyncGenerator<readonly MarketDataEvent[]> {
  for (const part of parts) yield await Promise.resolve(part);
}

async function all(sources: AsyncIterator<readonly MarketDataEvent[]>[]): Promise<MergedStep[]> {
  const steps: MergedStep[] = [];
  for await (const step of mergeSteps(sources)) steps.push(step);
  return steps;
}

describe('mergeSteps', () => {
  it('a bar belongs to the step of its end, whatever its length; sources keep their order', async () => {
    const minute = source([bar(0), bar(60)], [], [bar(120)]);
    const five = source([bar(0, 120)]);
    const quotes = source([quote(60), quote(60), quote(130)]);
    const steps = await all([minute, five, quotes]);
    expect(
      steps.map(({ timeUs, items }) => [
        timeUs,
        ...items.map(({ source: index, events }) => `${index}x${events.length}`),
      ]),
    ).toEqual([
      [60, '0x1', '2x2'],
      [120, '0x1', '1x1'],
      [130, '2x1'],
      [180, '0x1'],
    ]);
  });

  it('what was known before the run is in its first step', async () => {
    const heard = (us: number, receivedUs: number): Quote => ({ ...quote(us), receivedUs });
    const [first, second] = [source([heard(100, 80), heard(101, 90), heard(130, 110)]), source([quote(100)])];
    const steps: unknown[] = [];
    for await (const { timeUs, items } of mergeSteps([first, second], 100))
      steps.push([timeUs, items.map(({ events }) => events.length)]);
    expect(steps).toEqual([
      [100, [2, 1]],
      [110, [1]],
    ]);
  });

  it('every event comes once, in order of time', async () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 30 }), { maxLength: 30 })
      .map((list) => list.toSorted((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(times, fc.integer({ min: 1, max: 7 })), { maxLength: 5 }), async (lists) => {
        const sources = lists.map(([list, size]) => {
          const parts: MarketDataEvent[][] = [];
          for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size).map(quote));
          return source(...parts);
        });
        const steps = await all(sources);
        const seen = steps.map((step) => step.timeUs);
        expect(seen).toEqual([...new Set(lists.flatMap(([list]) => list))].toSorted((a, b) => a - b));
        lists.forEach(([list], index) => {
          const events = steps.flatMap(({ items }) =>
            items.filter((item) => item.source === index).flatMap((item) => item.events),
          );
          expect(events.map(knownUs)).toEqual(list);
        });
        for (const { timeUs, items } of steps) {
          for (const { events } of items) expect(new Set(events.map(knownUs))).toEqual(new Set([timeUs]));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('a source that steps back is refused', async () => {
    await expect(all([source([quote(5)], [quote(4)])])).rejects.toThrow('steps back');
  });

  it('leaving early closes the sources', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<readonly MarketDataEvent[]> {
      try {
        for (let us = 0; ; us++) yield await Promise.resolve([quote(us)]);
      } finally {
        closed = true;
      }
    }
    for await (const { timeUs } of mergeSteps([endless()])) if (timeUs === 3) break;
    expect(closed).toBe(true);
  });
});
