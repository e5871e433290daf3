import { describe, expect, it } from '@jest/globals';
import type { BookShape, LevelShape } from '@bourseworks/dto/shapes';
import { INSTRUMENT } from '../testing/fake-market-data.js';
import { BookView } from './book-view.js';

function view(): BookView {
  const made = BookView.of(INSTRUMENT);
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
}

const book = (type: BookShape['type'], bids: LevelShape[], asks: LevelShape[]): BookShape => ({
  type,
  time: '1700000000000000000',
  venueSequence: 1,
  bids,
  asks,
});

describe('BookView', () => {
  it('puts snapshot and changes together, best levels first, with exact sums', () => {
    const shown = view();
    shown.apply(
      book(
        'snapshot',
        [
          [99.98, 0.1],
          [99.99, 0.2],
        ],
        [
          [100.02, 3],
          [100.01, 0.1],
        ],
      ),
      7,
    );
    shown.apply(
      book(
        'delta',
        [
          [99.99, 0],
          [99.97, 0.2],
        ],
        [[100.03, 1]],
      ),
      8,
    );
    expect(shown.picture(2, 'LIVE')).toEqual({
      venue: 'sim',
      symbol: 'BTCUSD',
      time: '1700000000000000000',
      sequence: 8,
      state: 'LIVE',
      bids: [
        { price: '99.98', size: '0.1000', cumulative: '0.1000' },
        { price: '99.97', size: '0.2000', cumulative: '0.3000' },
      ],
      asks: [
        { price: '100.01', size: '0.1000', cumulative: '0.1000' },
        { price: '100.02', size: '3.0000', cumulative: '3.1000' },
      ],
      spread: '0.03',
      mid: '99.995',
    });
  });

  it('has neither spread nor mid while a side is empty', () => {
    const shown = view();
    shown.apply(book('snapshot', [[99.98, 0.1]], []), 1);
    expect(shown.picture(10, 'STALE')).not.toHaveProperty('spread');
    expect(shown.picture(10, 'STALE')).toMatchObject({ state: 'STALE', asks: [] });
  });

  it('a snapshot replaces all that was there', () => {
    const shown = view();
    shown.apply(book('snapshot', [[1, 1]], [[2, 1]]), 1);
    shown.apply(book('snapshot', [[3, 1]], [[4, 1]]), 2);
    expect(shown.picture(10, 'LIVE').bids.map(({ price }) => price)).toEqual(['3.00']);
  });

  it('refuses what is malformed and stays as it was', () => {
    const shown = view();
    shown.apply(book('snapshot', [[1, 1]], [[2, 1]]), 1);
    expect(shown.apply({ ...book('delta', [], []), bids: 'x' } as unknown as BookShape, 2)).toBe(false);
    expect(shown.picture(1, 'LIVE')).toMatchObject({ sequence: 1, spread: '1.00', mid: '1.50' });
  });
});
