import { describe, expect, it } from '@jest/globals';
import { bookToShape, JSON_CODEC, liveTopic } from '@bourseworks/dto';
import type { BookDelta, BookLevel, BookSnapshot } from '@bourseworks/domain';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsCore } from '../core/oms-core.js';
import { instrument, silent } from '../testing/oms.js';
import { Marks } from './marks.js';

function marking() {
  const said: unknown[] = [];
  const core = { mark: (_: unknown, update: unknown, us: number) => said.push([update, us]) };
  const marks = new Marks(
    core as unknown as OmsCore,
    { ofTopic: () => instrument } as unknown as BrokerDirectory,
    silent,
  );
  return { marks, said };
}

const book = (
  kind: 'book-snapshot' | 'book-delta',
  venueSequence: number,
  bids: BookLevel[],
  asks: BookLevel[],
): BookSnapshot | BookDelta => ({ kind, us: venueSequence, ns: 0, venueSequence, bids, asks });

describe('Marks of a book', () => {
  it('are its best prices after each change; an emptied side is no reference any more', () => {
    const { marks, said } = marking();
    marks.mark(instrument, book('book-snapshot', 5, [[99, 1]], [[101, 2]]));
    marks.mark(instrument, book('book-delta', 6, [[100, 1]], [[102, 2]]));
    marks.mark(instrument, book('book-delta', 7, [], [[101, 0]]));
    marks.mark(instrument, book('book-delta', 8, [], [[102, 0]]));
    expect(said).toEqual([
      [{ bid: 99, ask: 101, gapped: false }, 5],
      [{ bid: 100, ask: 101 }, 6],
      [{ bid: 100, ask: 102 }, 7],
      [{ bid: 100, ask: -1 }, 8],
    ]);
  });

  it('stay as they were before a snapshot, in a gap, and while the book is crossed, and are told to have one', () => {
    const { marks, said } = marking();
    marks.mark(instrument, book('book-delta', 4, [[99, 1]], []));
    marks.mark(instrument, book('book-snapshot', 5, [[99, 1]], [[101, 2]]));
    marks.mark(instrument, book('book-delta', 6, [[103, 1]], []));
    marks.mark(instrument, book('book-delta', 8, [[103, 0]], []));
    marks.mark(instrument, book('book-delta', 9, [], []));
    // So says a feed that it has lost the book.
    marks.mark(instrument, book('book-snapshot', 9, [], []));
    marks.mark(instrument, book('book-snapshot', 10, [[98, 1]], [[101, 2]]));
    expect(said).toEqual([
      [{ bid: 99, ask: 101, gapped: false }, 5],
      [{ gapped: true }, 6],
      [{ bid: 98, ask: 101, gapped: false }, 10],
    ]);
  });

  it('follow every item of a message, not the last alone', () => {
    const { marks, said } = marking();
    const events = [
      book('book-snapshot', 1, [[99, 1]], [[101, 2]]),
      book('book-delta', 2, [[100, 1]], []),
      book('book-delta', 3, [], [[102, 1]]),
    ];
    const items = events.map((event) => bookToShape(event, instrument));
    marks.onMessage(liveTopic('book', 'v', 'X'), { payload: JSON_CODEC.encode({ epoch: 1, seq0: 1, items }) });
    expect(said.at(-1)).toEqual([{ bid: 100, ask: 101 }, 3]);
  });
});
