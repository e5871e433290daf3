import assert from 'node:assert/strict';
import { barSeconds, STREAM_KINDS, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import { streams, type MarketDataCase } from '../contract-case.js';
import { RecordingStreamSink } from '../recording-sink.js';
import type { MarketDataTrial, Opened } from '../trial.js';

/** Bars take their time. */
const countOf = (kind: StreamKind): number => (barSeconds(kind) > 0 ? 2 : 5);
const FAR_US = 3_600_000_000;

/** The kind that most can be told of: trades, where there are any. */
export function mainKind({ kinds }: { readonly kinds: readonly StreamKind[] }): StreamKind {
  return kinds.includes('trade') ? 'trade' : (kinds.find((kind) => kind !== 'book') ?? kinds[0]);
}

const perKind = STREAM_KINDS.flatMap((kind, index): MarketDataCase[] =>
  kind === 'book'
    ? []
    : [
        {
          id: `MD-${200 + index}`,
          title: `a stream of ${kind} gives what happens from now on, in order, each once`,
          unless: streams(kind),
          run: async (t) => {
            await t.publish(kind);
            const { sink } = await t.open(kind);
            const expected = await t.publish(kind, countOf(kind));
            await t.gives(sink, expected);
            await t.quiet();
            await t.gives(sink, expected);
            assert.deepEqual(sink.states, ['LIVE']);
          },
        },
      ],
);

const noneButBook = ({ kinds }: { readonly kinds: readonly StreamKind[] }): string | undefined =>
  kinds.some((kind) => kind !== 'book') ? undefined : 'the adapter streams nothing but books';

export const LIVE: readonly MarketDataCase[] = [
  ...perKind,
  {
    id: 'MD-220',
    title: 'those who open the same stream share one subscription, and each is given all',
    unless: noneButBook,
    run: async (t) => {
      const kind = mainKind(t.harness);
      const first = await t.open(kind);
      const second = await t.open(kind);
      const { sent } = t.traffic;
      const expected = await t.publish(kind, 2);
      for (const { sink } of [first, second]) await t.gives(sink, expected);
      assert.equal(t.traffic.sent, sent + 2);
    },
  },
  {
    id: 'MD-221',
    title: 'whoever closes is given nothing more, and takes nothing from others; closing twice does no harm',
    unless: noneButBook,
    run: async (t) => {
      const kind = mainKind(t.harness);
      const first = await t.open(kind);
      const second = await t.open(kind);
      await first.stream.close();
      await first.stream.close();
      const told = first.sink.told.length;
      await t.gives(second.sink, await t.publish(kind, 2));
      assert.equal(first.sink.told.length, told);
    },
  },
  {
    id: 'MD-222',
    title: 'once the last one closes the venue sends nothing more of it',
    unless: noneButBook,
    run: async (t) => {
      const kind = mainKind(t.harness);
      const { stream } = await t.open(kind);
      await stream.close();
      await t.quiet();
      const { sent } = t.traffic;
      await t.publish(kind, 2);
      await t.quiet();
      assert.equal(t.traffic.sent, sent);
    },
  },
  {
    id: 'MD-223',
    title: 'a stream that was closed is opened again, and gives what happens from then on',
    unless: noneButBook,
    run: async (t) => {
      const kind = mainKind(t.harness);
      const { stream } = await t.open(kind);
      await stream.close();
      await t.publish(kind, 2);
      const { sink } = await t.open(kind);
      await t.gives(sink, await t.publish(kind, 2));
    },
  },
  {
    id: 'MD-224',
    title: 'all kinds at once: none is given what is another’s, over no more connections than are allowed',
    run: async (t) => {
      const opened = [];
      for (const kind of t.harness.kinds) opened.push(await t.open(kind));
      const expected = new Map<StreamKind, readonly MarketDataEvent[]>();
      for (const kind of t.harness.kinds) expected.set(kind, await t.publish(kind, 2));
      for (const { kind, sink } of opened) {
        if (kind === 'book') await t.sameBook(sink);
        else await t.gives(sink, expected.get(kind) ?? []);
      }
      assert.ok(t.traffic.streams <= (t.harness.maxStreams ?? 1), `${t.traffic.streams} streams`);
    },
  },
  {
    id: 'MD-225',
    title: 'events carry the time of the venue; a time of receipt, where it is told, is that of this machine',
    unless: noneButBook,
    run: async (t) => {
      const beganUs = t.clock.nowUs();
      const kind = mainKind(t.harness);
      const { sink } = await t.open(kind);
      await t.gives(sink, await t.publish(kind, 3));
      for (const event of sink.items) {
        const us = event.kind === 'bar' ? event.startUs : event.us;
        assert.ok(Number.isSafeInteger(us) && Math.abs(us - beganUs) < FAR_US, `${us} is no time of now`);
        const { receivedUs = beganUs, receivedNs = 0 } = event;
        assert.ok(receivedUs >= beganUs && receivedUs <= t.clock.nowUs(), `received at ${receivedUs}`);
        assert.ok(receivedNs >= 0 && receivedNs < 1_000);
      }
    },
  },
  {
    id: 'MD-226',
    title: 'many who open the same stream at once are all given it, over one subscription',
    unless: noneButBook,
    run: async (t) => {
      const kind = mainKind(t.harness);
      const instrument = await t.instrument();
      const sinks = Array.from({ length: 5 }, () => new RecordingStreamSink());
      const opening = sinks.map((sink) => t.adapter.open({ instrument, kind }, sink));
      await t.within(Promise.all(opening), 'five streams');
      const { sent } = t.traffic;
      const expected = await t.publish(kind, 2);
      for (const sink of sinks) await t.gives(sink, expected);
      assert.equal(t.traffic.sent, sent + 2);
    },
  },
];

/** Runs a disturbance in the middle of a stream; resolves to what was published before, within and after it. */
export async function around(
  t: MarketDataTrial,
  { kind, sink }: Opened,
  disturb: () => Promise<void>,
  within: number,
): Promise<readonly MarketDataEvent[]> {
  const before = await t.publish(kind, 2);
  await t.quiet();
  await disturb();
  const meanwhile = within > 0 ? await t.publish(kind, within) : [];
  await t.until(
    () => sink.states.includes('GAP_START'),
    () => 'GAP_START',
  );
  await t.control({ kind: 'none' });
  await t.settled();
  return [...before, ...meanwhile, ...(await t.publish(kind, 2))];
}
