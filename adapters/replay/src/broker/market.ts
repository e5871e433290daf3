import type { Instrument, StreamKind } from '@bourseworks/domain';
import { ShownBook } from './shown-book.js';

/** What fills the orders of an instrument, the weakest first. */
const SOURCES = ['bar', 'quote', 'book'] as const;
export type FillSource = (typeof SOURCES)[number];

/**
 * One instrument as the paper broker sees it. The best of its streams fills, alone: book before quotes before bars. Two
 * sources would fill one order at prices of two times: a bar tells at its end what the book showed all along.
 */
export class Market {
  readonly shown: ShownBook;
  private best: FillSource = 'bar';

  constructor({ lotSize }: Instrument) {
    this.shown = new ShownBook(lotSize);
  }

  get source(): FillSource {
    return this.best;
  }

  /** There is, or will be, data of this source. */
  offer(source: FillSource): void {
    if (SOURCES.indexOf(source) > SOURCES.indexOf(this.best)) this.best = source;
  }
}

/** Markets by instrument. */
export class Markets {
  private readonly markets = new Map<string, Market>();

  /** Nothing was shown yet, and nothing is expected. */
  clear(): void {
    this.markets.clear();
  }

  of(instrument: Instrument): Market {
    let market = this.markets.get(instrument.key);
    if (market === undefined) this.markets.set(instrument.key, (market = new Market(instrument)));
    return market;
  }
}

/** The source that a stream is, if it fills at all: trades do not, they were somebody else's. */
export function sourceOf(kind: StreamKind): FillSource | undefined {
  if (kind === 'trade') return undefined;
  return kind === 'book' || kind === 'quote' ? kind : 'bar';
}
