import {
  formatDecimal,
  trimDecimal,
  type BookLevel,
  type Instrument,
  type Result,
  type StreamState,
} from '@bourseworks/domain';
import { bookFromShape, instrumentFromShape, type BookShape, type InstrumentShape } from '@bourseworks/dto/shapes';

/** Levels kept of a side; the worst are forgotten beyond it. */
const MAX_LEVELS = 10_000;

/** One level with decimal texts. */
export interface BookRow {
  readonly price: string;
  readonly size: string;
  /** Size of this level and all better ones. */
  readonly cumulative: string;
}

/** A book as it is shown: decimal texts, best levels first. */
export interface BookPicture {
  readonly venue: string;
  readonly symbol: string;
  /** Of the last change, epoch nanoseconds as text. */
  readonly time: string;
  /** Last item of the topic that is part of it. */
  readonly sequence: number;
  readonly state: StreamState;
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
  /** Best ask less best bid; absent while a side is empty. */
  readonly spread?: string;
  readonly mid?: string;
}

type Side = Map<number, number>;

const ascending = (a: BookLevel, b: BookLevel): number => a[0] - b[0];
const descending = (a: BookLevel, b: BookLevel): number => b[0] - a[0];

function change(side: Side, levels: readonly BookLevel[], order: typeof ascending): void {
  for (const [price, quantity] of levels) {
    if (quantity === 0) side.delete(price);
    else side.set(price, quantity);
  }
  if (side.size <= MAX_LEVELS) return;
  for (const [price] of [...side].sort(order).slice(MAX_LEVELS / 2)) side.delete(price);
}

/** An order book put together from a snapshot and what followed it on the topic, in integers of the instrument. */
export class BookView {
  private readonly bids: Side = new Map();
  private readonly asks: Side = new Map();
  private time = '';
  private sequence = 0;

  private constructor(private readonly instrument: Instrument) {}

  static of(shape: InstrumentShape): Result<BookView> {
    const instrument = instrumentFromShape(shape);
    return instrument.ok ? { ok: true, value: new BookView(instrument.value) } : instrument;
  }

  /** Takes a snapshot or the next change. @returns false when it is malformed: the book then needs a fresh one */
  apply(shape: BookShape, sequence: number): boolean {
    const event = bookFromShape(shape, this.instrument);
    if (event === undefined) return false;
    if (event.kind === 'book-snapshot') {
      this.bids.clear();
      this.asks.clear();
    }
    change(this.bids, event.bids, descending);
    change(this.asks, event.asks, ascending);
    this.time = shape.time;
    this.sequence = sequence;
    return true;
  }

  picture(depth: number, state: StreamState): BookPicture {
    const { venue, symbol, priceScale } = this.instrument;
    const [bids, asks] = [[...this.bids].sort(descending), [...this.asks].sort(ascending)];
    const shown = { bids: this.rows(bids.slice(0, depth)), asks: this.rows(asks.slice(0, depth)) };
    const head = { venue, symbol, time: this.time, sequence: this.sequence, state, ...shown };
    if (bids.length === 0 || asks.length === 0) return head;
    const [[bid], [ask]] = [bids[0], asks[0]];
    const spread = formatDecimal(ask - bid, priceScale);
    // Half a unit needs one digit more.
    const mid = trimDecimal(formatDecimal(BigInt(bid + ask) * 5n, priceScale + 1), priceScale);
    return { ...head, spread, mid };
  }

  private rows(levels: readonly BookLevel[]): BookRow[] {
    const { priceScale, qtyScale } = this.instrument;
    let sum = 0n;
    return levels.map(([price, quantity]) => {
      sum += BigInt(quantity);
      return {
        price: formatDecimal(price, priceScale),
        size: formatDecimal(quantity, qtyScale),
        cumulative: formatDecimal(sum, qtyScale),
      };
    });
  }
}
