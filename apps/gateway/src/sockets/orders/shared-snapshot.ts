import type { OrderBatch, OrderSnapshot, OrderStream } from '../../orders/order-stream.js';

interface Reading {
  readonly snapshot: Promise<OrderSnapshot>;
  /** Since it was begun. */
  readonly batches: OrderBatch[];
}

/** One reading of the tables for all who ask while it goes on: after a restart every page asks at once. */
export class SharedSnapshot {
  private reading: Reading | undefined;

  constructor(private readonly stream: OrderStream) {}

  /** A batch; to be told of every one. */
  batch(batch: OrderBatch): void {
    this.reading?.batches.push(batch);
  }

  /** The snapshot, and the batches so far since it was begun: some may be in it. */
  read(): { readonly snapshot: Promise<OrderSnapshot>; readonly batches: readonly OrderBatch[] } {
    this.reading ??= this.begin();
    return { snapshot: this.reading.snapshot, batches: [...this.reading.batches] };
  }

  private begin(): Reading {
    const snapshot = this.stream.snapshot().finally(() => (this.reading = undefined));
    return { snapshot, batches: [] };
  }
}
