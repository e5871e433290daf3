import {
  ALL_FLAGS,
  MAX_BOOK_LEVELS,
  MAX_CONDITIONS,
  MAX_UNITS,
  OrderBook,
  type Bar,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type MarketDataEvent,
  type Quote,
  type Trade,
} from '@bourseworks/domain';

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isPrice = (value: number): boolean => isCount(value) && value > 0 && value <= MAX_UNITS;

/** Holds what the readers of one instrument's stream are told to what the domain types demand. */
export class EventCheck {
  private readonly book = new OrderBook();
  private sequence = -1;

  /** What is wrong with the event. */
  problem(event: MarketDataEvent): string | undefined {
    return marksProblem(event) ?? this.contentProblem(event);
  }

  private contentProblem(event: MarketDataEvent): string | undefined {
    switch (event.kind) {
      case 'trade':
        return tradeProblem(event);
      case 'quote':
        return quoteProblem(event);
      case 'bar':
        return barProblem(event);
      default:
        return levelsProblem(event) ?? this.bookProblem(event);
    }
  }

  /** A subscriber's book: whole from a snapshot on, and of no more levels than a book may have. */
  private bookProblem(event: BookSnapshot | BookDelta): string | undefined {
    const { book, sequence } = this;
    // Something was wrong before: what follows can be judged from the next snapshot on.
    if (book.state !== 'LIVE' && event.kind === 'book-delta' && sequence < 0) return undefined;
    this.sequence = event.venueSequence;
    if (event.kind === 'book-snapshot') {
      if (event.venueSequence <= sequence) return `a snapshot ${event.venueSequence} after ${sequence}`;
      book.applySnapshot(event);
    } else {
      const outcome = book.applyDelta(event);
      if (outcome !== 'applied') return `a change ${event.venueSequence} after ${sequence} that is ${outcome}`;
    }
    if (book.crossed) return 'a book that is crossed';
    const { size } = book.bids.size > book.asks.size ? book.bids : book.asks;
    return size > MAX_BOOK_LEVELS ? `a book of ${size} levels` : undefined;
  }

  /** The feed begins anew: its numbers may, too. */
  forget(): void {
    this.book.clear();
    this.sequence = -1;
  }
}

function marksProblem(event: MarketDataEvent): string | undefined {
  const { receivedUs = 0, receivedNs = 0, venueSequence = 0, flags = 0 } = event;
  const times = event.kind === 'bar' ? [event.startUs, event.endUs] : [event.us];
  if (![...times, receivedUs].every(isCount)) return 'a time that is none';
  const ns = [event.kind === 'bar' ? 0 : event.ns, receivedNs];
  if (!ns.every((one) => isCount(one) && one <= 999)) return 'nanoseconds that are none';
  if (!isCount(venueSequence)) return 'a sequence that is no number';
  return isCount(flags) && (flags | ALL_FLAGS) === ALL_FLAGS ? undefined : 'flags that are none';
}

function tradeProblem({ price, quantity, aggressor, tradeId, corrects, conditions }: Trade): string | undefined {
  if (!isPrice(price)) return 'a trade without a price';
  if (!isPrice(quantity)) return 'a trade without a quantity';
  if (aggressor !== undefined && aggressor !== 'BUY' && aggressor !== 'SELL') return 'a side that is none';
  const ids = [tradeId, corrects].filter((id) => id !== undefined);
  if (ids.some((id) => typeof id !== 'string' || id === '')) return 'an id that is none';
  return conditionsProblem(conditions);
}

function quoteProblem({ bidPrice, bidQuantity, askPrice, askQuantity, conditions }: Quote): string | undefined {
  for (const [price, quantity] of [
    [bidPrice, bidQuantity],
    [askPrice, askQuantity],
  ] as const) {
    if (!isCount(price) || price > MAX_UNITS) return 'a quote without a price';
    if (!isCount(quantity)) return 'a quote without a quantity';
    if (price === 0 && quantity > 0) return 'a quote of something for nothing';
  }
  return conditionsProblem(conditions);
}

function conditionsProblem(conditions: Trade['conditions'] = []): string | undefined {
  const fine = conditions.length <= MAX_CONDITIONS && conditions.every((code) => typeof code === 'string');
  return fine ? undefined : 'conditions that are none';
}

function barProblem({ startUs, endUs, open, high, low, close, volume, trades, revision = 0 }: Bar): string | undefined {
  if (endUs <= startUs) return 'a bar without a length';
  if (![open, high, low, close].every(isPrice)) return 'a bar without a price';
  if (low > Math.min(open, close) || high < Math.max(open, close)) return 'a bar whose prices cross';
  const counts = isCount(volume) && isCount(revision) && (trades === -1 || isCount(trades));
  return counts ? undefined : 'a bar that counts wrongly';
}

function levelsProblem({ kind, bids, asks }: BookSnapshot | BookDelta): string | undefined {
  const least = kind === 'book-snapshot' ? 1 : 0;
  const isLevel = ([price, quantity]: BookLevel): boolean => isPrice(price) && isCount(quantity) && quantity >= least;
  return bids.every(isLevel) && asks.every(isLevel) ? undefined : 'a level that is none';
}
