import type { Side } from '@bourseworks/domain';

export interface TradePrint {
  /** 1, 2, 3 … per instrument since the exchange started. */
  readonly id: number;
  readonly us: number;
  readonly price: number;
  readonly quantity: number;
  readonly aggressor: Side;
}

/** The last trades of an instrument, a bounded ring. */
export class TradeTape {
  private readonly ring: TradePrint[] = [];
  private lastId = 0;

  constructor(private readonly capacity: number) {}

  add(us: number, price: number, quantity: number, aggressor: Side): TradePrint {
    const print = { id: ++this.lastId, us, price, quantity, aggressor };
    this.ring[(print.id - 1) % this.capacity] = print;
    return print;
  }

  /** Trades with a higher id and a time in [fromUs, toUs), oldest first: the first `limit`, or the last when `latest`. */
  range(afterId: number, fromUs: number, toUs: number, limit: number, latest: boolean): TradePrint[] {
    const oldest = Math.max(this.lastId - this.capacity, afterId, 0) + 1;
    const found: TradePrint[] = [];
    for (let id = oldest; id <= this.lastId; id++) {
      const print = this.ring[(id - 1) % this.capacity];
      if (print.us < fromUs || print.us >= toUs) continue;
      found.push(print);
      if (!latest && found.length === limit) break;
    }
    return latest ? found.slice(-limit) : found;
  }
}
