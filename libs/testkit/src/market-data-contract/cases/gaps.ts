import assert from 'node:assert/strict';
import { FLAG, hasFlag, type MarketDataEvent } from '@bourseworks/domain';
import type { FeedFault } from '../../venues/feed/faults.js';
import { all, healedBar, healsBars, keeps, streams, type MarketDataCase } from '../contract-case.js';
import type { RecordingStreamSink } from '../recording-sink.js';
import { sameEvents, type MarketDataTrial } from '../trial.js';
import { around } from './live.js';

const healsTrades = all(streams('trade'), keeps('trade'));

const marked = (events: readonly MarketDataEvent[]): MarketDataEvent[] =>
  events.filter((event) => hasFlag(event, FLAG.BACKFILLED));

/** A gap was told before it was closed, in this order, and then the stream was live. */
function toldGap(sink: RecordingStreamSink, atLeast = 1): void {
  const states = sink.states.filter((state) => state !== 'RESYNCING' && state !== 'STALE');
  const gaps = states.slice(1);
  assert.equal(states[0], 'LIVE');
  assert.ok(gaps.length >= 3 * atLeast, `gaps were told: ${sink.states.join(', ')}`);
  for (let i = 0; i < gaps.length; i += 3) assert.deepEqual(gaps.slice(i, i + 3), ['GAP_START', 'GAP_END', 'LIVE']);
  assert.ok(sink.counted('gaps') >= atLeast, 'gaps were counted');
  sink.told.forEach((one) => {
    if ('state' in one && one.state === 'GAP_START') assert.ok(one.reason, 'a gap has a reason');
  });
}

/** Opens trades, plans a fault for what is published next, publishes; resolves to what was published. */
async function faulted(
  t: MarketDataTrial,
  fault: FeedFault,
  count: number,
): Promise<{ readonly sink: RecordingStreamSink; readonly expected: readonly MarketDataEvent[] }> {
  const { sink } = await t.open('trade');
  const before = await t.publish('trade', 2);
  await t.quiet();
  await t.control(fault);
  const meanwhile = await t.publish('trade', count);
  await t.settled();
  const after = await t.publish('trade', 2);
  await t.settled();
  return { sink, expected: [...before, ...meanwhile, ...after] };
}

/** Each trade once; one that comes behind a later one says so. */
function eachOnce(sink: RecordingStreamSink, expected: readonly MarketDataEvent[]): void {
  const idOf = (event: MarketDataEvent): string => (event.kind === 'trade' ? (event.tradeId ?? '') : '');
  const ids = expected.map(idOf);
  const sorted = [...sink.items].sort((a, b) => ids.indexOf(idOf(a)) - ids.indexOf(idOf(b)));
  sameEvents(sorted, expected);
  let last = -1;
  for (const event of sink.items) {
    const at = ids.indexOf(idOf(event));
    if (at < last) assert.ok(hasFlag(event, FLAG.LATE | FLAG.BACKFILLED), `${idOf(event)} is late and does not say so`);
    last = Math.max(last, at);
  }
}

const trades: readonly MarketDataCase[] = [
  {
    id: 'MD-300',
    title: 'a trade that did not arrive is a gap, is fetched, marked, and given in its place',
    unless: healsTrades,
    run: async (t) => {
      const { sink, expected } = await faulted(t, { kind: 'drop', count: 1 }, 2);
      await t.gives(sink, expected);
      sameEvents(marked(sink.items), [expected[2]]);
      toldGap(sink);
      assert.equal(sink.counted('backfilled'), 1);
    },
  },
  {
    id: 'MD-301',
    title: 'many trades that did not arrive are fetched, each once',
    unless: healsTrades,
    run: async (t) => {
      const { sink, expected } = await faulted(t, { kind: 'drop', count: 30 }, 31);
      await t.gives(sink, expected);
      assert.equal(marked(sink.items).length, 30);
      toldGap(sink);
    },
  },
  {
    id: 'MD-302',
    title: 'trades that arrive twice are given once, and counted',
    unless: streams('trade'),
    run: async (t) => {
      const { sink, expected } = await faulted(t, { kind: 'duplicate', count: 3 }, 3);
      await t.gives(sink, expected);
      assert.deepEqual(sink.states, ['LIVE']);
      assert.equal(sink.counted('duplicates'), 3);
    },
  },
  {
    id: 'MD-303',
    title: 'trades that arrive in reverse order are given once, in order or marked',
    unless: streams('trade'),
    run: async (t) => {
      const { sink, expected } = await faulted(t, { kind: 'swap', count: 2 }, 4);
      eachOnce(sink, expected);
      assert.ok(sink.counted('reorders') + sink.counted('gaps') > 0, 'it was counted');
    },
  },
  {
    id: 'MD-304',
    title: 'a trade that is overtaken by others is given once, in order or marked',
    unless: streams('trade'),
    run: async (t) => {
      const { sink, expected } = await faulted(t, { kind: 'delay', count: 1, ms: 100 }, 4);
      eachOnce(sink, expected);
    },
  },
];

const holes: readonly { readonly id: string; readonly name: string; readonly fault: FeedFault }[] = [
  { id: 'MD-310', name: 'the connection is cut', fault: { kind: 'cut' } },
  { id: 'MD-311', name: 'the connection is mute', fault: { kind: 'mute' } },
  { id: 'MD-312', name: 'the connection is half open', fault: { kind: 'half-open' } },
];

const overHoles = holes.map(({ id, name, fault }): MarketDataCase => ({
  id,
  title: `trades that happen while ${name} are fetched, marked, and given before what follows`,
  unless: healsTrades,
  run: async (t) => {
    const opened = await t.open('trade');
    const { sink } = opened;
    // Without a way back, so that the hole is one.
    const disturb = async (): Promise<void> => {
      await t.control({ kind: 'refuse' });
      await t.control(fault);
    };
    const expected = await around(t, opened, disturb, 5);
    await t.gives(sink, expected);
    sameEvents(marked(sink.items), expected.slice(2, 7));
    toldGap(sink);
    assert.ok(sink.counted('reconnects') >= 1);
  },
}));

const others: readonly MarketDataCase[] = [
  {
    id: 'MD-320',
    title: 'bars that end while the connection is cut are fetched, marked, and given before what follows',
    unless: healsBars,
    run: async (t) => {
      const kind = healedBar(t.harness) ?? 'bar-1m';
      const opened = await t.open(kind);
      const { sink } = opened;
      const disturb = async (): Promise<void> => {
        await t.control({ kind: 'refuse' });
        await t.control({ kind: 'cut' });
      };
      const expected = await around(t, opened, disturb, 2);
      await t.gives(sink, expected);
      assert.ok(marked(sink.items).length >= 2);
      toldGap(sink);
    },
  },
  {
    id: 'MD-321',
    title: 'quotes over a cut: the gap is told, nothing is given twice, the next ones are given',
    unless: streams('quote'),
    run: async (t) => {
      const opened = await t.open('quote');
      const { sink } = opened;
      const expected = await around(t, opened, async () => t.control({ kind: 'cut' }), 0);
      await t.gives(sink, expected);
      toldGap(sink);
    },
  },
  {
    id: 'MD-322',
    title: 'what cannot be fetched stays missed, which is told, and the stream goes on',
    unless: healsTrades,
    run: async (t) => {
      const { sink } = await t.open('trade');
      const before = await t.publish('trade', 2);
      await t.quiet();
      await t.control({ kind: 'refuse' });
      await t.control({ kind: 'cut' });
      const missed = await t.publish('trade', 5);
      await t.until(
        () => !sink.live,
        () => 'word of the cut',
      );
      await t.control({ kind: 'none' });
      await t.control({ kind: 'status', count: 10_000, status: 503 });
      await t.settled();
      toldGap(sink);
      const end = sink.told.findLast((one) => 'state' in one && one.state === 'GAP_END');
      assert.ok(end !== undefined && 'reason' in end && end.reason, 'it is told that and why something stays missed');
      await t.control({ kind: 'none' });
      const after = await t.publish('trade', 2);
      // Where trades are numbered they are seen to be missing once more, and fetched after all.
      await t.until(
        () => sink.items.at(-1)?.kind === 'trade' && sink.items.length >= 4,
        () => 'trade after the gap',
      );
      await t.settled();
      sameEvents(sink.items.slice(0, 2), before);
      sameEvents(sink.items.slice(-2), after);
      const late = sink.items.slice(2, -2);
      if (late.length > 0) sameEvents(late, missed);
      assert.deepEqual(marked(late), late);
    },
  },
];

export const GAPS: readonly MarketDataCase[] = [...trades, ...overHoles, ...others];
