import type { Instrument } from '@bourseworks/domain';
import type { SnapshotPart } from '@bourseworks/order-engine';
import type { FillSink } from '@bourseworks/portfolio';

/** Statistics are of the latest so many fills: a snapshot must not grow for ever. */
const MAX_FILLS = 1_000_000;

type Fill = readonly [
  account: string,
  strategy: string,
  instrument: Instrument,
  signedQty: number,
  price: number,
  fee: bigint,
  us: number,
];

/** All fills, for statistics that cannot be put into a snapshot themselves: these are made again from them. */
export class FillHistory implements SnapshotPart {
  private fills: Fill[] = [];

  constructor(private readonly max = MAX_FILLS) {}

  readonly onFill: FillSink = (...fill) => {
    this.fills.push(fill);
    // In large pieces: one shift per fill would move the whole list each time.
    if (this.fills.length >= this.max * 1.25) this.fills = this.fills.slice(-this.max);
  };

  snapshot(): unknown {
    return this.fills.slice(-this.max);
  }

  restore(data: unknown): void {
    this.fills = [...(data as Fill[])];
  }
}

/** Gives the fills of a snapshot to whoever makes statistics of them; snapshots are made elsewhere. */
export function fillsTo(sink: FillSink): SnapshotPart {
  return {
    snapshot: () => [],
    restore: (data) => {
      for (const fill of data as Fill[]) sink(...fill);
    },
  };
}
