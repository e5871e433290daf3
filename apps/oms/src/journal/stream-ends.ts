import type { OrderEvent, SnapshotPart } from '@bourseworks/order-engine';

/** The last number of each stream of events, by `account/strategy`. */
export class StreamEnds implements SnapshotPart {
  private readonly ends = new Map<string, number>();

  note({ account, strategy, streamSequence }: OrderEvent): void {
    this.ends.set(`${account}/${strategy}`, streamSequence);
  }

  [Symbol.iterator](): IterableIterator<readonly [stream: string, streamSequence: number]> {
    return this.ends.entries();
  }

  clear(): void {
    this.ends.clear();
  }

  snapshot(): unknown {
    return [...this.ends];
  }

  restore(data: unknown): void {
    for (const [stream, streamSequence] of data as [string, number][]) this.ends.set(stream, streamSequence);
  }
}
