import assert from 'node:assert/strict';
import { SeededRng } from '@bourseworks/ports';
import type { FeedFault } from '../../venues/feed/faults.js';
import { all, streams, type MarketDataCase } from '../contract-case.js';
import type { Opened, MarketDataTrial } from '../trial.js';

const ROUNDS = 60;
const LOSSES = 4;

/** No change is given after a gap was told and before the book is whole again. */
function silentInGaps({ sink }: Opened): void {
  let whole = true;
  for (const one of sink.told) {
    if ('state' in one && one.state === 'GAP_START') whole = false;
    else if ('event' in one && one.event.kind === 'book-snapshot') whole = true;
    else if ('event' in one) assert.ok(whole, 'a change of a book that is not known');
  }
}

async function survives(t: MarketDataTrial, fault: FeedFault, count: number): Promise<Opened> {
  const opened = await t.open('book');
  await t.publish('book', 3);
  await t.sameBook(opened.sink);
  await t.control(fault);
  await t.publish('book', count);
  await t.publish('book', 3);
  await t.settled();
  await t.publish('book', 3);
  await t.sameBook(opened.sink);
  silentInGaps(opened);
  return opened;
}

function toldGap({ sink }: Opened): void {
  assert.ok(sink.states.includes('GAP_START'), 'the gap was told');
  assert.ok(sink.counted('gaps') > 0, 'the gap was counted');
}

async function comesBack(t: MarketDataTrial, fault: FeedFault): Promise<void> {
  const opened = await t.open('book');
  await t.control(fault);
  await t.publish('book', 3);
  await t.gapOf(opened.sink);
  await t.settled();
  await t.publish('book', 3);
  await t.sameBook(opened.sink);
  toldGap(opened);
  silentInGaps(opened);
}

const disturbed: readonly MarketDataCase[] = [
  {
    id: 'MD-410',
    title: 'a change of the book that does not arrive is told as a gap, and the book becomes the venue’s again',
    run: async (t) => {
      // Without numbers, a change whose level the next one overwrites is missed by nobody: then another one is lost.
      for (let left = LOSSES; ; left--) {
        const opened = await survives(t, { kind: 'drop', count: 1 }, 1);
        if (left === 1 || opened.sink.states.includes('GAP_START')) return toldGap(opened);
      }
    },
  },
  {
    id: 'MD-411',
    title: 'changes of the book that arrive twice change nothing',
    run: async (t) => void (await survives(t, { kind: 'duplicate', count: 3 }, 3)),
  },
  {
    id: 'MD-412',
    title: 'changes of the book that arrive in reverse order: the book becomes the venue’s again',
    run: async (t) => void (await survives(t, { kind: 'swap', count: 1 }, 2)),
  },
  {
    id: 'MD-413',
    title: 'a change of the book that comes late does not spoil it',
    run: async (t) => void (await survives(t, { kind: 'delay', count: 1, ms: 100 }, 2)),
  },
  {
    id: 'MD-414',
    title: 'a change of the book that cannot be read is not passed over: the book becomes the venue’s again',
    run: async (t) => toldGap(await survives(t, { kind: 'change', count: 1, change: (text) => text.slice(0, -4) }, 1)),
  },
  {
    id: 'MD-415',
    title: 'over a cut the gap is told, and the book becomes the venue’s again',
    run: (t) => comesBack(t, { kind: 'cut' }),
  },
  {
    id: 'MD-416',
    title: 'over a connection that is half open the gap is told, and the book becomes the venue’s again',
    run: (t) => comesBack(t, { kind: 'half-open' }),
  },
  {
    id: 'MD-417',
    title: 'a book that is not the venue’s is found by the checksum, and becomes the venue’s again',
    unless: ({ falsified }) => (falsified === undefined ? 'the venue tells no checksum of its book' : undefined),
    run: async (t) => {
      const { falsified: change = (text: string) => text } = t.harness;
      const opened = await survives(t, { kind: 'change', count: 1, change }, 1);
      toldGap(opened);
      assert.ok(opened.sink.counted('checksumFaults') > 0, 'it was counted');
    },
  },
  {
    id: 'MD-420',
    title:
      'whatever happens to changes, one after the other: the book is the venue’s in the end, and never a wrong one',
    run: async (t) => {
      const opened = await t.open('book');
      const rng = new SeededRng(7);
      const faults: readonly FeedFault[] = [
        { kind: 'drop', count: 1 },
        { kind: 'duplicate', count: 2 },
        { kind: 'swap', count: 1 },
        { kind: 'delay', count: 1, ms: 5 },
      ];
      for (let round = 0; round < ROUNDS; round++) {
        if (rng.next() < 0.3) await t.control(faults[rng.integer(faults.length)]);
        if (rng.next() < 0.03) await t.control({ kind: 'cut' });
        await t.publish('book', 1 + rng.integer(3));
        if (rng.next() < 0.2) await t.quiet(20);
      }
      await t.control({ kind: 'none' });
      await t.publish('book', 3);
      await t.settled();
      await t.publish('book', 3);
      await t.sameBook(opened.sink);
      silentInGaps(opened);
    },
  },
];

const opening: readonly MarketDataCase[] = [
  {
    id: 'MD-400',
    title: 'a book is given whole first, then its changes; it is the book of the venue',
    run: async (t) => {
      const { sink } = await t.open('book');
      await t.publish('book', 20);
      await t.sameBook(sink);
      assert.equal(sink.items[0].kind, 'book-snapshot');
      assert.ok(
        sink.items.length > 1 && sink.items.slice(1).every(({ kind }) => kind === 'book-delta'),
        'then changes',
      );
      assert.deepEqual(sink.states, ['LIVE']);
    },
  },
  {
    id: 'MD-401',
    title: 'whoever opens a book that is open already is given it whole, and then the changes',
    run: async (t) => {
      await t.open('book');
      await t.publish('book', 5);
      const { sink } = await t.open('book');
      await t.publish('book', 5);
      await t.sameBook(sink);
      assert.equal(sink.items[0].kind, 'book-snapshot');
    },
  },
  {
    id: 'MD-402',
    title: 'changes that come while the whole book is on its way are not lost',
    run: async (t) => {
      await t.instrument();
      await t.control({ kind: 'slow', count: 1, ms: t.harness.requestTimeoutMs / 2 });
      const { sink } = await t.open('book');
      await t.publish('book', 5);
      await t.sameBook(sink);
    },
  },
  {
    id: 'MD-403',
    title: 'a whole book that the venue refuses at first is fetched later, without haste',
    run: async (t) => {
      await t.instrument();
      for (const status of [503, 429]) {
        await t.control({ kind: 'status', count: 1, status, retryAfterS: 1 });
        const asked = t.traffic.requests.length;
        const { sink, stream } = await t.open('book');
        await t.publish('book', 5);
        await t.sameBook(sink);
        assert.ok(t.traffic.requests.length - asked <= 10, 'no storm of requests');
        await stream.close();
      }
    },
  },
];

export const BOOKS: readonly MarketDataCase[] = [...opening, ...disturbed].map((one) => ({
  ...one,
  unless: one.unless === undefined ? streams('book') : all(streams('book'), one.unless),
}));
