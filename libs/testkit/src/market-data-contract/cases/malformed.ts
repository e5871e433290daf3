import assert from 'node:assert/strict';
import { STREAM_KINDS, type MarketDataEvent } from '@bourseworks/domain';
import { streams, type MarketDataCase } from '../contract-case.js';
import { mutated, withUnknownFields } from '../mutate.js';
import type { RecordingStreamSink } from '../recording-sink.js';
import type { MarketDataTrial } from '../trial.js';
import { mainKind } from './live.js';

const MUTATIONS = 40;

/** What is no message of any venue. */
const GARBAGE: readonly string[] = [
  '',
  'nonsense',
  '{',
  '[',
  'null',
  '0',
  '1e999',
  '"text"',
  '{}',
  '[]',
  '[[]]',
  '[null,{}]',
  '{"":null}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  '\u0000\uffff',
];

const numbersOf = (event: MarketDataEvent): unknown[] =>
  Object.values(event).flatMap((value: unknown) => (typeof value === 'number' ? [value] : []));

/** Whatever came, nothing but sound events was given. */
function sound(sink: RecordingStreamSink): void {
  for (const event of sink.items) {
    for (const value of numbersOf(event)) assert.ok(Number.isSafeInteger(value), JSON.stringify(event));
    if (event.kind === 'trade') assert.ok(event.price > 0 && event.quantity > 0, JSON.stringify(event));
  }
}

/** Says each text; after each the stream is, or becomes, live. In the end it gives what happens. */
async function afterEach(t: MarketDataTrial, texts: readonly string[]): Promise<RecordingStreamSink> {
  const kind = mainKind(t.harness);
  const { sink } = await t.open(kind);
  for (const text of texts) {
    await t.control({ kind: 'say', text });
    await t.quiet(20);
    await t.settled(20);
  }
  await t.settled();
  const from = sink.items.length;
  await t.gives(sink, await t.publish(kind, 2), from);
  sound(sink);
  return sink;
}

const malformed = STREAM_KINDS.map((kind, index): MarketDataCase => ({
  id: `MD-${620 + index}`,
  title: `messages of ${kind} that make no sense are no events, are told, and the stream goes on`,
  unless: (harness) =>
    streams(kind)(harness) ?? ((harness.malformed?.[kind] ?? []).length > 0 ? undefined : 'the harness names none'),
  run: async (t) => {
    for (const text of t.harness.malformed?.[kind] ?? []) {
      const { sink, stream } = await t.open(kind);
      // What is fetched afterwards begins with it.
      await t.publish(kind, 1);
      await t.quiet();
      const given = sink.items.length;
      const told = sink.told.length;
      await t.control({ kind: 'say', text });
      await t.until(
        () => sink.told.length > told,
        () => `word of ${text}`,
      );
      await t.settled();
      if (kind !== 'book') assert.equal(sink.items.length, given, text);
      else await t.sameBook(sink);
      if (kind !== 'book') await t.gives(sink, await t.publish(kind, 1), given);
      await stream.close();
    }
  },
}));

export const MALFORMED: readonly MarketDataCase[] = [
  {
    id: 'MD-600',
    title: 'fields that are not known are passed over',
    run: async (t) => {
      for (const kind of t.harness.kinds) {
        const opened = await t.open(kind);
        await t.control({ kind: 'change', count: 10_000, change: withUnknownFields });
        const expected = await t.publish(kind, 2);
        if (kind === 'book') await t.sameBook(opened.sink);
        else await t.gives(opened.sink, expected);
        assert.deepEqual(opened.sink.states, ['LIVE']);
        assert.equal(opened.sink.counted('malformed'), 0);
        await t.control({ kind: 'none' });
        await opened.stream.close();
      }
    },
  },
  {
    id: 'MD-601',
    title: 'what is no message of the venue harms nothing that comes after it',
    run: async (t) => void (await afterEach(t, GARBAGE)),
  },
  {
    id: 'MD-610',
    title: 'messages with parts taken away, put in or changed: only sound events are given, and the stream goes on',
    run: async (t) => {
      const kind = mainKind(t.harness);
      const { sink } = await t.open(kind);
      for (let seed = 1; seed <= MUTATIONS; seed++) {
        await t.control({ kind: 'change', count: 1, change: (text) => mutated(text, seed) });
        await t.publish(kind, 1);
        await t.quiet(10);
        await t.settled(10);
      }
      await t.settled();
      await t.publish(kind, 1);
      await t.settled();
      const from = sink.items.length;
      await t.gives(sink, await t.publish(kind, 2), from);
      sound(sink);
    },
  },
  ...malformed,
];
