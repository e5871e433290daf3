import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { US_PER_SECOND, type StreamKind } from '@bourseworks/domain';
import { VirtualClock } from '@bourseworks/testkit';
import { CachedVenue } from '../../../test/cached-venue.js';
import { bar, ModelVenue, trade } from '../../../test/model-venue.js';
import { placeOf, type KeptEvent } from './kept-series.js';

const SPAN = 60;
const range = fc
  .tuple(fc.nat(SPAN - 1), fc.integer({ min: 1, max: SPAN }))
  .map(([from, length]) => ({ from, to: Math.min(from + length, SPAN) }));
/** Several of a microsecond and of a nanosecond among them. */
const trades = fc
  .array(fc.tuple(fc.nat(SPAN - 1), fc.nat(2), fc.integer({ min: 1, max: 9 })), { maxLength: 40 })
  .map((rows) => rows.map(([us, ns, price]) => trade(us, ns, price)).toSorted((a, b) => a.us - b.us || a.ns - b.ns));
const bars = fc
  .uniqueArray(fc.nat(SPAN / 2 - 1), { maxLength: 20 })
  // The last day of a week may be shorter.
  .chain((starts) => fc.tuple(fc.constant(starts), fc.array(fc.boolean(), { minLength: 20, maxLength: 20 })))
  .map(([starts, isShort]) =>
    starts
      .toSorted((a, b) => a - b)
      .map((start, index) => bar(start * 2 * US_PER_SECOND, (isShort[index] ? 0.5 : 1) * US_PER_SECOND, index + 1)),
  );

/** Of ranges in one dimension. */
const union = (ranges: readonly { from: number; to: number }[]): number =>
  Array.from({ length: SPAN }, (_, at) => at).filter((at) => ranges.some(({ from, to }) => at >= from && at < to))
    .length;

describe('a history that is read through the cache', () => {
  const caches: CachedVenue[] = [];
  afterEach(async () => {
    for (const cache of caches.splice(0)) await cache.store.close();
  });

  function cached(events: readonly KeptEvent[], clock?: VirtualClock): CachedVenue {
    const cache = new CachedVenue(new ModelVenue(events), clock);
    caches.push(cache);
    return cache;
  }

  const LAWS: readonly [string, StreamKind, fc.Arbitrary<readonly KeptEvent[]>, number][] = [
    ['trades', 'trade', trades, 1],
    ['bars', 'bar-1s', bars, US_PER_SECOND],
  ];
  it.each(LAWS)(
    'of %s is that of the venue, whatever was asked before, and nothing is fetched twice',
    (...law) => {
      const [, kind, events, unit] = law;
      const ranges = fc.array(fc.tuple(range, fc.boolean()), { minLength: 1, maxLength: 12 });
      return fc.assert(
        fc.asyncProperty(events, ranges, fc.boolean(), async (all, asks, refusesNothing) => {
          const cache = cached(all);
          cache.venue.refusesNothing = refusesNothing;
          let fetchedUs = 0;
          for (const [{ from, to }, isRestarted] of asks) {
            const query = { kind, fromUs: from * unit, toUs: to * unit };
            const expected = cache.venue.within(query);
            const answer = await cache.ask(query).catch((error: unknown) => error as { code: string });
            if ('code' in answer) expect([answer.code, expected]).toEqual(['HISTORY_NOT_FOUND', []]);
            else {
              expect(answer.events).toEqual(expected);
              fetchedUs += answer.tally.fetchedUs;
            }
            if (isRestarted) await cache.reopen();
          }
          const asked = cache.venue.asked.map((one) => one.toUs - one.fromUs - (unit === 1 ? 0 : unit - 1));
          const whole = union(asks.map(([one]) => one)) * unit;
          expect(asked.reduce((sum, us) => sum + us, 0)).toBe(whole);
          if (!refusesNothing) expect(fetchedUs).toBe(whole);
          expect(cache.troubles).toEqual([]);
          await cache.store.close();
        }),
        { numRuns: 40 },
      );
    },
    120_000,
  );

  it('keeps all of a trade, and all trades of one nanosecond in their order', async () => {
    const events = [
      trade(10, 5, 1, { tradeId: 'a', aggressor: 'BUY', conditions: ['@', 'I'], flags: 16, venueSequence: 3 }),
      trade(10, 5, 2, { tradeId: 'b', corrects: 'a', receivedUs: 12, receivedNs: 999 }),
      trade(10, 4, 3),
      trade(11, 999, 4),
    ];
    const cache = cached(events);
    await cache.ask({ fromUs: 0, toUs: 100 });
    const again = await cache.ask({ fromUs: 10, toUs: 12 });
    expect(again.events).toEqual(events);
    expect(again.tally).toEqual({ keptItems: 4, fetchedItems: 0, fetchedUs: 0 });
  });

  it('fetches a microsecond with more events than it keeps each time, and nothing else', async () => {
    const crowd = Array.from({ length: 1_000 }, (_, index) => trade(50, 0, index + 1));
    const cache = cached([trade(40), ...crowd, trade(60)]);
    await cache.ask({ fromUs: 0, toUs: 100 });
    const again = await cache.ask({ fromUs: 0, toUs: 100 });
    expect(again.events).toEqual(cache.venue.events);
    expect(cache.venue.asked.slice(1)).toEqual([{ fromUs: 50, toUs: 51, kind: 'trade' }]);
  });

  it('keeps nothing of the open end, and goes on where it was', async () => {
    const clock = new VirtualClock(10_000);
    const cache = cached([trade(100), trade(8_900), trade(9_500)], clock);
    cache.latenessUs = 1_000;
    const query = { fromUs: 0, toUs: 20_000 };
    expect((await cache.ask(query)).events).toEqual(cache.venue.events);
    // Late, as it may be.
    cache.venue.events = [...cache.venue.events.slice(0, 2), trade(9_200), trade(9_500)];
    const again = await cache.ask(query);
    expect(again.events).toEqual(cache.venue.events);
    expect(cache.venue.asked[1]).toEqual({ fromUs: 9_000, toUs: 20_000, kind: 'trade' });
    clock.advance(1_000);
    await cache.ask(query);
    await cache.ask(query);
    expect(cache.venue.asked.slice(2).map(({ fromUs }) => fromUs)).toEqual([9_000, 10_000]);
  });

  it('never asks for bars of what has not happened, and keeps none that may change', async () => {
    const clock = new VirtualClock(10 * US_PER_SECOND);
    const cache = cached(
      [5, 6, 7, 8].map((start) => bar(start * US_PER_SECOND, US_PER_SECOND)),
      clock,
    );
    cache.latenessUs = US_PER_SECOND;
    const query = { kind: 'bar-1s', fromUs: 0, toUs: 9_500_000 } as const;
    expect((await cache.ask(query)).events).toEqual(cache.venue.events);
    await cache.ask(query);
    expect(cache.venue.asked.map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([
      [0, 9_500_000],
      [8 * US_PER_SECOND + 1, 9_500_000],
    ]);
  });

  it('begins again after what was written when the venue fails', async () => {
    const cache = cached([10, 20, 30, 40, 50, 60].map((us) => trade(us)));
    cache.venue.partSize = 1;
    cache.venue.failsAfter = 4;
    await expect(cache.ask({ fromUs: 0, toUs: 100 })).rejects.toMatchObject({ code: 'ADAPTER_FAILED' });
    cache.venue.failsAfter = Infinity;
    expect((await cache.ask({ fromUs: 0, toUs: 100 })).events).toEqual(cache.venue.events);
    // The fourth was the last to come: more of its microsecond might have.
    expect(cache.venue.asked[1]).toMatchObject({ fromUs: 31 });
  });

  it('takes a range for complete only if it was read to its end', async () => {
    const cache = cached([10, 20, 30, 40].map((us) => trade(us)));
    cache.venue.partSize = 1;
    const abort = new AbortController();
    const { venue } = cache;
    const whole = venue.history.bind(venue);
    venue.history = (query, part, signal) =>
      whole(
        query,
        async (events) => {
          await part(events);
          if (placeOf(events[0] as KeptEvent) === 20) abort.abort();
        },
        signal,
      );
    await expect(cache.ask({ fromUs: 0, toUs: 100 }, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
    venue.history = whole;
    expect((await cache.ask({ fromUs: 0, toUs: 100 })).events).toEqual(venue.events);
  });

  it('is kept apart by what its numbers depend on', async () => {
    const cache = cached([trade(10)]);
    const asks = [{}, { adjustment: 'split' }, { adjustment: 'all' }, { adjustment: 'split', toUs: 90 }] as const;
    for (const ask of [...asks, ...asks]) await cache.ask({ fromUs: 0, toUs: 100, ...ask });
    expect(cache.venue.asked).toHaveLength(asks.length);
    cache.source = 'another venue';
    await cache.ask({ fromUs: 0, toUs: 100 });
    expect(cache.venue.asked).toHaveLength(asks.length + 1);
  });

  it('of adjusted prices is asked for to its end in one question', async () => {
    const cache = cached([10, 50, 90].map((us) => trade(us)));
    const ask = { toUs: 100, adjustment: 'split' } as const;
    await cache.ask({ ...ask, fromUs: 40 });
    expect((await cache.ask({ ...ask, fromUs: 0 })).events).toEqual(cache.venue.events);
    expect((await cache.ask({ ...ask, fromUs: 0 })).events).toEqual(cache.venue.events);
    expect(cache.venue.asked.map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([
      [40, 100],
      [0, 100],
    ]);
  });

  it('of a book, or out of order, is not kept', async () => {
    const cache = cached([trade(30), trade(20)]);
    for (const kind of ['book', 'trade', 'trade', 'book'] as const)
      expect((await cache.ask({ kind, fromUs: 0, toUs: 100 })).events).toEqual(cache.venue.events);
    expect(cache.venue.asked).toHaveLength(4);
  });
});
