import { splitPrice, type Instrument } from '@bourseworks/domain';

/** A price that values positions, with its time. */
export interface Mark {
  /** Units of the instrument. */
  readonly price: number;
  /** Microseconds since the epoch; 0 = whoever gave it did not say. */
  readonly us: number;
}

/**
 * Latest mark of each instrument; before the market gives one, the latest fill of anyone here: one price for all
 * positions. Bounded by the instruments that are loaded.
 */
export class MarkBook {
  private readonly marks = new Map<string, Mark>();
  private readonly fills = new Map<string, Mark>();

  /** A price of 0 is ignored: it stands for an empty side. */
  mark(instrument: Instrument, price: number, us: number): void {
    if (price > 0) this.marks.set(instrument.key, { price, us });
  }

  fill(instrument: Instrument, price: number, us: number): void {
    this.fills.set(instrument.key, { price, us });
  }

  get(key: string): Mark | undefined {
    return this.marks.get(key) ?? this.fills.get(key);
  }

  /** Prices of our own fills, for `restore`; those of the market are not kept. */
  image(): ReadonlyMap<string, Mark> {
    return this.fills;
  }

  restore(image: ReadonlyMap<string, Mark>): void {
    for (const [key, mark] of image) this.fills.set(key, mark);
  }

  /** Prices after a split of n new for m old units, to the nearest unit. */
  split(key: string, n: number, m: number): void {
    for (const book of [this.marks, this.fills]) {
      const mark = book.get(key);
      if (mark !== undefined) book.set(key, { price: splitPrice(mark.price, n, m), us: mark.us });
    }
  }
}

/** Whether a mark is older than `maxAgeUs` at `nowUs`. One without a time is stale wherever an age is asked for. */
export function isStale(us: number, nowUs: number, maxAgeUs: number): boolean {
  return us <= 0 || nowUs - us > maxAgeUs;
}
