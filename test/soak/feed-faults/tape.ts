import type { Side } from '@bourseworks/domain';
import { TextBook, type Row } from './text-book.js';

interface Told {
  /** As the venue spells it. */
  readonly symbol: string;
  /** The venue's time of it, epoch microseconds and the nanoseconds beside. */
  readonly us: number;
  readonly ns: number;
  /** The message as it was received, where the stand-in says it to the letter. */
  readonly text?: string;
}

/** A change of a book. */
export interface BookStep extends Told {
  readonly kind: 'book';
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
  /** The venue's number of it; 0 where it gives none. */
  readonly id: number;
}

export interface TradeStep extends Told {
  readonly kind: 'trade';
  /** Of a symbol they rise by one. */
  readonly id: number;
  readonly price: string;
  readonly quantity: string;
  readonly aggressor: Side;
}

export type Step = BookStep | TradeStep;

export type StepKind = Step['kind'];

/** A whole book, and the venue's number of the last change in it. */
export interface TapeBook {
  readonly book: TextBook;
  readonly id: number;
}

/** What was recorded at a venue: the books at the beginning, and what happened then. */
export interface Tape {
  readonly books: ReadonlyMap<string, TapeBook>;
  readonly steps: readonly Step[];
  /** Of each step the place of the next one of its stream; infinite for the last. */
  readonly next: readonly number[];
  /** By symbol, in order of their ids. */
  readonly trades: ReadonlyMap<string, readonly TradeStep[]>;
}

export const streamOf = ({ symbol, kind }: Pick<Step, 'symbol' | 'kind'>): string => `${symbol} ${kind}`;

export function tapeOf(books: ReadonlyMap<string, TapeBook>, steps: readonly Step[]): Tape {
  const next: number[] = [];
  const places = new Map<string, number>();
  for (let at = steps.length - 1; at >= 0; at--) {
    next[at] = places.get(streamOf(steps[at])) ?? Number.POSITIVE_INFINITY;
    places.set(streamOf(steps[at]), at);
  }
  const trades = new Map<string, TradeStep[]>();
  for (const step of steps) {
    if (step.kind !== 'trade') continue;
    const list = trades.get(step.symbol) ?? [];
    if (list.length > 0 && step.id !== list[list.length - 1].id + 1) throw new Error(`a hole before trade ${step.id}`);
    list.push(step);
    trades.set(step.symbol, list);
  }
  return { books, steps, next, trades };
}

/** What happened to some symbols. */
export function tapeAbout({ books, steps }: Tape, symbols: readonly string[]): Tape {
  const kept = new Map([...books].filter(([symbol]) => symbols.includes(symbol)));
  return tapeOf(
    kept,
    steps.filter(({ symbol }) => symbols.includes(symbol)),
  );
}

/** The oracle: the books after the first `count` steps, without any venue between. */
export function booksAfter({ books, steps }: Tape, count: number): Map<string, TextBook> {
  const after = new Map([...books].map(([symbol, { book }]) => [symbol, book.copy()]));
  for (const step of steps.slice(0, count)) {
    if (step.kind === 'book') after.get(step.symbol)?.change(step.bids, step.asks);
  }
  return after;
}
