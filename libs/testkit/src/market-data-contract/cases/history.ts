import assert from 'node:assert/strict';
import { STREAM_KINDS, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import { keeps, keepsAny, type MarketDataCase } from '../contract-case.js';
import { isCoded, sameEvents, type MarketDataTrial } from '../trial.js';

/** Events of one part: more at once would not be flat memory. */
const MAX_PART = 20_000;
/** Requests that may be under way ahead of a slow reader. */
const AHEAD = 2;

const numbered = (start: number, index: number): string => `MD-${start + index}`;

const startOf = (event: MarketDataEvent): number => (event.kind === 'bar' ? event.startUs : event.us);
/** The range that ends just behind an event. */
const behind = (event: MarketDataEvent): number => (event.kind === 'bar' ? event.endUs : event.us + 1);

interface Past {
  readonly kind: StreamKind;
  readonly events: readonly MarketDataEvent[];
  readonly fromUs: number;
  readonly toUs: number;
}

async function pastOf(t: MarketDataTrial, kind = t.harness.historyKinds[0]): Promise<Past> {
  const events = await t.venue.past(kind);
  assert.ok(events.length >= 3, 'the venue keeps a few');
  return { kind, events, fromUs: startOf(events[0]), toUs: behind(events[events.length - 1]) };
}

async function whole(t: MarketDataTrial, past: Past): Promise<MarketDataEvent[]> {
  return (await t.history(past)).flat();
}

/** History of the range, or a coded refusal of it, but never less than there is. */
async function wholeOrRefused(t: MarketDataTrial, past: Past): Promise<void> {
  let got: MarketDataEvent[];
  try {
    got = await whole(t, past);
  } catch (error) {
    t.errors.push(String(error));
    if (!isCoded(error)) throw error;
    return;
  }
  sameEvents(got, past.events);
}

const perKind = STREAM_KINDS.flatMap((kind, index): MarketDataCase[] => [
  {
    id: numbered(100, index),
    title: `history of ${kind} is what the venue keeps, in order, each once, in parts`,
    unless: keeps(kind),
    run: async (t) => {
      const past = await pastOf(t, kind);
      const parts = await t.history(past);
      sameEvents(parts.flat(), past.events);
      if (past.events.length > t.harness.page) assert.ok(parts.length > 1, 'more than one part');
      assert.ok(
        parts.every(({ length }) => length > 0 && length <= MAX_PART),
        parts.map((part) => part.length).join(),
      );
    },
  },
  {
    id: numbered(110, index),
    title: `a range of ${kind} includes its beginning and not its end`,
    unless: keeps(kind),
    run: async (t) => {
      const { events } = await pastOf(t, kind);
      const [first, second, last] = [1, 2, Math.floor(events.length / 2)].map((at) => events[at]);
      const fromUs = startOf(first);
      const ranges = [
        { fromUs, toUs: startOf(last) },
        { fromUs, toUs: behind(first) },
        { fromUs: fromUs + 1, toUs: behind(second) },
      ];
      for (const range of ranges) {
        const within = events.filter((event) => startOf(event) >= range.fromUs && behind(event) <= range.toUs);
        sameEvents((await t.history({ kind, ...range })).flat(), within);
      }
    },
  },
]);

const refusals: readonly MarketDataCase[] = [
  {
    id: 'MD-130',
    title: 'a range without data is refused with HISTORY_NOT_FOUND',
    unless: keepsAny,
    run: async (t) => {
      const { kind, fromUs } = await pastOf(t);
      const early = fromUs - 10_000_000_000;
      assert.equal(
        await t.refusal(() => t.history({ kind, fromUs: early, toUs: early + 1_000_000 })),
        'HISTORY_NOT_FOUND',
      );
    },
  },
  {
    id: 'MD-131',
    title: 'a range that is empty or reversed is refused, and the venue is not asked',
    unless: keepsAny,
    run: async (t) => {
      const { kind, fromUs } = await pastOf(t);
      await t.instrument();
      const asked = t.traffic.requests.length;
      for (const toUs of [fromUs, fromUs - 1]) {
        assert.equal(await t.refusal(() => t.history({ kind, fromUs, toUs })), 'HISTORY_RANGE_INVALID');
      }
      assert.equal(t.traffic.requests.length, asked);
    },
  },
  {
    id: 'MD-132',
    title: 'history of an instrument that is not listed is refused',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      const instrument = { ...(await t.instrument()), symbol: 'NO-SUCH', key: 'no/NO-SUCH' };
      const { signal } = new AbortController();
      const code = await t.refusal(() => t.adapter.history({ ...past, instrument }, () => Promise.resolve(), signal));
      assert.equal(code, 'INSTRUMENT_UNKNOWN');
    },
  },
  {
    id: 'MD-133',
    title: 'history of a kind that is not offered is refused',
    run: async (t) => {
      const other = STREAM_KINDS.find((one) => !t.harness.historyKinds.includes(one)) ?? ('bar-7m' as StreamKind);
      const query = { kind: other, fromUs: 1_000_000, toUs: 2_000_000 };
      assert.equal(await t.refusal(() => t.history(query)), 'KIND_UNSUPPORTED');
    },
  },
];

const reading: readonly MarketDataCase[] = [
  {
    id: 'MD-140',
    title: 'a slow reader holds the adapter: one part at a time, and no requests far ahead of it',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      const instrument = await t.instrument();
      const got: MarketDataEvent[] = [];
      let reading = 0;
      const take = async (events: readonly MarketDataEvent[]): Promise<void> => {
        assert.equal(++reading, 1, 'one part at a time');
        const asked = t.traffic.requests.length;
        await t.quiet(got.length === 0 ? undefined : 20);
        assert.ok(t.traffic.requests.length <= asked + AHEAD, 'requests ahead of the reader');
        got.push(...events);
        reading--;
      };
      await t.adapter.history({ instrument, ...past }, take, new AbortController().signal);
      sameEvents(got, past.events);
    },
  },
  {
    id: 'MD-141',
    title: 'a history that is given up ends soon, without another part',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      const instrument = await t.instrument();
      const abort = new AbortController();
      let parts = 0;
      const take = (): Promise<void> => {
        parts++;
        abort.abort();
        return Promise.resolve();
      };
      let ended = false;
      const asked = t.adapter.history({ instrument, ...past }, take, abort.signal).then(
        () => (ended = true),
        () => (ended = true),
      );
      await t.until(
        () => ended,
        () => 'end of the history',
      );
      await asked;
      assert.equal(parts, 1);
    },
  },
  {
    id: 'MD-142',
    title: 'a history that was given up before it began gives nothing',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      await t.instrument();
      const asked = t.traffic.requests.length;
      const parts = await t.history(past, AbortSignal.abort()).catch(() => []);
      assert.deepEqual(parts, []);
      assert.ok(t.traffic.requests.length <= asked, 'the venue was asked');
    },
  },
  {
    id: 'MD-143',
    title: 'the error of a reader is the error of the history, and ends it',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      const instrument = await t.instrument();
      const error = new Error('the reader is full');
      let parts = 0;
      const take = (): Promise<void> => {
        parts++;
        return Promise.reject(error);
      };
      const history = t.adapter.history({ instrument, ...past }, take, new AbortController().signal);
      await assert.rejects(history, (thrown) => thrown === error);
      assert.equal(parts, 1);
    },
  },
];

const faults: readonly MarketDataCase[] = [
  {
    id: 'MD-150',
    title: 'history that is turned down for too many requests is whole or refused, and not asked for before its time',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      await t.instrument();
      const asked = t.traffic.requests.length;
      await t.control({ kind: 'status', count: 1, status: 429, retryAfterS: 1 });
      await wholeOrRefused(t, past);
      const [refused, next] = t.traffic.requests.slice(asked);
      // A timer may be a little early, and the request was on its way.
      if (next !== undefined)
        assert.ok(next.atMs - refused.atMs >= 950, `asked again after ${next.atMs - refused.atMs} ms`);
    },
  },
  {
    id: 'MD-151',
    title: 'history whose venue fails is whole or refused',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      await t.instrument();
      for (const status of [500, 503]) {
        await t.control({ kind: 'status', count: 1, status });
        await wholeOrRefused(t, past);
      }
    },
  },
  {
    id: 'MD-152',
    title: 'history whose venue goes on failing is refused with a code',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      await t.instrument();
      await t.control({ kind: 'status', count: 10_000, status: 503 });
      await t.refusal(() => t.history(past));
    },
  },
  {
    id: 'MD-153',
    title: 'an answer that cannot be read, also one after the first, is a coded refusal and not the end of the data',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      const instrument = await t.instrument();
      for (const text of ['<html>busy</html>', '', 'null', '{"data":']) {
        await t.control({ kind: 'answer', count: 10_000, change: () => text });
        await t.refusal(() => t.history(past));
        await t.control({ kind: 'none' });
      }
      const take = async (): Promise<void> => t.control({ kind: 'answer', count: 10_000, change: () => '' });
      await t.refusal(() => t.adapter.history({ instrument, ...past }, take, new AbortController().signal));
    },
  },
  {
    id: 'MD-154',
    title: 'history whose answer does not come is refused with a code, in time',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      await t.instrument();
      await t.control({ kind: 'slow', count: 10_000, ms: 10 * t.harness.requestTimeoutMs });
      await t.refusal(() => t.history(past));
    },
  },
  {
    id: 'MD-155',
    title: 'history of a venue that cannot be reached is refused with a code; after that it is given',
    unless: keepsAny,
    run: async (t) => {
      const past = await pastOf(t);
      await t.instrument();
      await t.control({ kind: 'refuse' });
      await t.control({ kind: 'cut' });
      await t.refusal(() => t.history(past));
      await t.control({ kind: 'none' });
      sameEvents(await whole(t, past), past.events);
    },
  },
];

export const HISTORY: readonly MarketDataCase[] = [...perKind, ...refusals, ...reading, ...faults];
