import { toNumber, type Bar, type MarketDataEvent, type Trade } from '@bourseworks/domain';
import type { BarFields, InstrumentShape, StreamAddress, TradeFields } from '@bourseworks/dto/shapes';
import type { Clock } from '@bourseworks/ports';
import { LIMITS } from '../../protocol/limits.js';
import { Channel, type Mark, type PieceOf } from './channel.js';

interface Queued {
  readonly seq: number;
  readonly text: string;
}

/** Trades or closed bars: each counts, none replaces another. Kept once for all clients, each of which stands somewhere in it. */
export class QueueChannel extends Channel {
  readonly streamClass: 'trade' | 'bar';
  private queue: Queued[] = [];
  private readonly key: 'trades' | 'bars';

  constructor(
    id: number,
    address: StreamAddress,
    instrument: InstrumentShape,
    clock: Clock,
    onChange: (channel: Channel) => void,
  ) {
    super(id, address, instrument, clock, onChange);
    this.key = address.kind === 'trade' ? 'trades' : 'bars';
    this.streamClass = address.kind === 'trade' ? 'trade' : 'bar';
  }

  protected override apply(event: MarketDataEvent): void {
    if (event.kind !== 'trade' && event.kind !== 'bar') return;
    this.seq += 1;
    const fields = event.kind === 'trade' ? this.tradeOf(event) : this.barOf(event);
    this.queue.push({ seq: this.seq, text: JSON.stringify(fields) });
    // Twice the bound before it is cut: to move all for each one that comes would cost more than the memory.
    if (this.queue.length >= LIMITS.queuedItems * 2) this.queue = this.queue.slice(-LIMITS.queuedItems);
  }

  protected override tear(): void {
    // What was kept is true; the numbers tell that something is missing behind it.
  }

  protected override take(base: Mark): Mark {
    return base;
  }

  protected override data(from: Mark | undefined, to: Mark): PieceOf {
    if (from === undefined || from.seq < this.floor) return this.message(0, to, this.queue.slice(-LIMITS.recentItems));
    const missing = to.seq - from.seq;
    if (missing > LIMITS.queuedItems) return 'behind';
    return this.message(from.seq, to, this.queue.slice(-missing));
  }

  private message(prev: number, to: Mark, items: readonly Queued[]): PieceOf {
    const v = items.map(({ text }) => text).join(',');
    const text = `{"id":${this.id},"k":"${this.key}","prev":${prev},"seq":${to.seq},"v":[${v}]}`;
    return { text, deliveries: items.length, conflated: 0 };
  }

  private tradeOf({ us, price, quantity, aggressor }: Trade): TradeFields {
    const { priceScale, qtyScale } = this.instrument;
    return {
      time: us / 1_000,
      price: toNumber(price, priceScale),
      quantity: toNumber(quantity, qtyScale),
      ...(aggressor === undefined ? {} : { aggressor }),
    };
  }

  private barOf({ startUs, endUs, open, high, low, close, volume }: Bar): BarFields {
    const { priceScale, qtyScale } = this.instrument;
    return {
      start: startUs / 1_000,
      end: endUs / 1_000,
      open: toNumber(open, priceScale),
      high: toNumber(high, priceScale),
      low: toNumber(low, priceScale),
      close: toNumber(close, priceScale),
      volume: toNumber(volume, qtyScale),
    };
  }
}
