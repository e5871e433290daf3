import type { Column, Output } from '../output/output.js';
import type { BookPicture, BookRow } from './book-view.js';
import { clockOf } from './iso-time.js';

interface Line {
  readonly bid: BookRow | undefined;
  readonly ask: BookRow | undefined;
}

/** The book for people: bids to the left of asks, best levels on top, sizes growing away from the middle. */
export function bookText(output: Output, book: BookPicture): string {
  const columns: Column<Line>[] = [
    { header: 'cumulative', cell: ({ bid }) => output.style('dim', bid?.cumulative ?? ''), align: 'right' },
    { header: 'size', cell: ({ bid }) => bid?.size ?? '', align: 'right' },
    { header: 'bid', cell: ({ bid }) => output.style('good', bid?.price ?? ''), align: 'right' },
    { header: 'ask', cell: ({ ask }) => output.style('bad', ask?.price ?? ''), align: 'right' },
    { header: 'size', cell: ({ ask }) => ask?.size ?? '', align: 'right' },
    { header: 'cumulative', cell: ({ ask }) => output.style('dim', ask?.cumulative ?? ''), align: 'right' },
  ];
  const count = Math.max(book.bids.length, book.asks.length);
  const lines = Array.from({ length: count }, (_, i) => ({ bid: book.bids[i], ask: book.asks[i] }));
  const middle = book.spread === undefined ? 'a side is empty' : `spread ${book.spread}  mid ${book.mid ?? ''}`;
  const state = book.state === 'LIVE' ? output.style('good', book.state) : output.style('warn', book.state);
  const head = `${output.style('strong', `${book.venue}/${book.symbol}`)}  ${clockOf(book.time)}Z  ${middle}  ${state}`;
  return `${head}\n${output.table(columns, lines)}`;
}
