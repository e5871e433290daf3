import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectOk, type BookDelta, type BookSnapshot } from '@bourseworks/domain';
import { instrumentFromShape } from '@bourseworks/dto/shapes';
import { batch, INSTRUMENT, nanos, START_US } from '../test/recording.js';
import { RecordedEvents } from './recorded-events.js';
import type { RecordedLine } from './recorded-lines.js';

const instrument = expectOk(instrumentFromShape(INSTRUMENT));
const PRICES = 5;

/** The change of an item, whose number is also its sequence: one bid, which every seventh takes away. */
const change = (sequence: number): readonly [price: number, quantity: number] => [
  1 + ((sequence * 3) % PRICES),
  sequence % 7 === 0 ? 0 : sequence,
];
const delta = (sequence: number): object => ({
  type: 'delta',
  time: nanos(START_US + sequence),
  received: nanos(START_US + sequence + 50),
  venueSequence: sequence * 10,
  bids: [change(sequence)],
  asks: [],
});

/** The bids after an item, by price. */
function bidsAfter(sequence: number): ReadonlyMap<number, number> {
  const bids = new Map<number, number>();
  for (let each = 1; each <= sequence; each++) {
    const [price, quantity] = change(each);
    if (quantity === 0) bids.delete(price);
    else bids.set(price, quantity);
  }
  return bids;
}

const book = (sequence: number, epoch = 1): RecordedLine => ({
  received: nanos(START_US + sequence + 60),
  epoch,
  sequence,
  book: {
    type: 'snapshot',
    time: nanos(START_US + sequence),
    venueSequence: sequence * 10,
    bids: [...bidsAfter(sequence)],
    asks: [],
  },
});

const sorted = (bids: ReadonlyMap<number, number>): unknown => [...bids].toSorted(([a], [b]) => a - b);
const line = (...parts: Parameters<typeof batch>): RecordedLine => batch(...parts) as unknown as RecordedLine;

/** Reads lines and holds every book that comes of them against what it was when it was published; the sequences told. */
function told(lines: readonly RecordedLine[]): number[] {
  const reader = new RecordedEvents('book', instrument, (problem) => new Error(problem));
  const bids = new Map<number, number>();
  const sequences: number[] = [];
  let knownUs = 0;
  for (const event of lines.flatMap((each) => reader.take(each)) as (BookSnapshot | BookDelta)[]) {
    if (event.kind === 'book-snapshot') bids.clear();
    for (const [price, quantity] of event.bids) {
      if (quantity === 0) bids.delete(price / 100);
      else bids.set(price / 100, quantity / 10_000);
    }
    const sequence = event.venueSequence / 10;
    expect({ sequence, bids: sorted(bids) }).toEqual({ sequence, bids: sorted(bidsAfter(sequence)) });
    expect(event.receivedUs).toBeGreaterThanOrEqual(knownUs);
    knownUs = event.receivedUs ?? 0;
    sequences.push(sequence);
  }
  return sequences;
}

describe('a recorded book', () => {
  it('begins with the snapshot that was asked for, though changes came before its answer', () => {
    expect(told([line(1, 4, delta(4)), line(1, 5, delta(5), delta(6)), book(5), line(1, 7, delta(7))])).toEqual([
      5, 6, 7,
    ]);
    expect(told([book(3), line(1, 4, delta(4))])).toEqual([3, 4]);
    // Ahead of the messages that it includes.
    expect(
      told([line(1, 2, delta(2)), book(5), line(1, 3, delta(3), delta(4)), line(1, 5, delta(5), delta(6))]),
    ).toEqual([5, 6]);
  });

  it('is told no more behind a hole, until a snapshot of after it', () => {
    const lines = [
      book(1),
      line(1, 2, delta(2)),
      line(1, 4, delta(4)),
      book(2),
      line(1, 5, delta(5)),
      book(4),
      line(1, 6, delta(6)),
    ];
    expect(told(lines)).toEqual([1, 2, 4, 5, 6]);
  });

  it('needs no snapshot that it is given beside it', () => {
    expect(told([book(1), line(1, 2, delta(2)), book(2), book(1), line(1, 3, delta(3))])).toEqual([1, 2, 3]);
  });

  it('begins anew with an owner of the topic', () => {
    const snapshot = { ...delta(3), type: 'snapshot', bids: [...bidsAfter(3)] };
    expect(
      told([book(1), line(1, 2, delta(2)), line(2, 1, delta(9)), book(3, 1), line(2, 2, snapshot, delta(4))]),
    ).toEqual([1, 2, 3, 4]);
  });

  it('is at each item what it was, whatever is lost and whenever snapshots come', () => {
    const step = fc.record({ lost: fc.boolean(), lag: fc.integer({ min: -3, max: 6 }), asks: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const lines: RecordedLine[] = [];
        steps.forEach(({ lost, lag, asks }, index) => {
          const sequence = index + 1;
          if (!lost) lines.push(line(1, sequence, delta(sequence)));
          if (asks) lines.push(book(Math.max(0, sequence - lag)));
        });
        const sequences = told(lines);
        expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
        // Whatever was lost, it is whole again with the next item and a book that includes it.
        const end = steps.length + 1;
        expect(told([...lines, line(1, end, delta(end)), book(end)]).at(-1)).toBeGreaterThanOrEqual(end);
      }),
    );
  });
});
