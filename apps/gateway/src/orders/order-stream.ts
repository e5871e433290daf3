import type { FillView, OrderView } from '@bourseworks/dto/shapes';

/** What one transaction of the projection changed. */
export interface OrderBatch {
  /** Journal sequence that the tables stood at before; 0 with `seq` lower than any before: projected anew. */
  readonly prev: number;
  readonly seq: number;
  /** As the batch left them, in the order of their last events. */
  readonly orders: readonly OrderView[];
  /** In the order of the journal. */
  readonly fills: readonly FillView[];
}

export interface OrderSnapshot {
  /** Journal sequence that all of it includes. */
  readonly seq: number;
  /** Open ones (10 000 at the most) and the latest 500 closed ones, newest first. */
  readonly orders: readonly OrderView[];
  /** The latest 500, newest first. */
  readonly fills: readonly FillView[];
}

/**
 * Orders and fills as the projection goes on: every batch once, in order, after it is on the disk. A snapshot holds all
 * batches up to its `seq`; whoever listens before asking for one drops those that it includes.
 */
export abstract class OrderStream {
  /** A listener must not throw and must not wait. @returns ends it */
  abstract onBatch(listener: (batch: OrderBatch) => void): () => void;

  abstract snapshot(): Promise<OrderSnapshot>;
}
