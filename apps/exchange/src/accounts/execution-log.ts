import type { ExecutionWire } from '../wire/execution-wire.js';

/** Numbered execution reports of one account, the last `capacity` of them. */
export class ExecutionLog {
  private readonly ring: ExecutionWire[] = [];
  private last = 0;

  constructor(private readonly capacity: number) {}

  get lastSequence(): number {
    return this.last;
  }

  /** First sequence that is still held. */
  get firstSequence(): number {
    return Math.max(1, this.last - this.capacity + 1);
  }

  nextSequence(): number {
    return this.last + 1;
  }

  add(report: ExecutionWire): void {
    if (report.sequence !== this.last + 1) throw new Error(`execution ${report.sequence} after ${this.last}`);
    this.ring[this.last % this.capacity] = report;
    this.last++;
  }

  /** Reports with a higher sequence, oldest first, at most `limit`. */
  since(sequence: number, limit: number): ExecutionWire[] {
    const found: ExecutionWire[] = [];
    for (let n = Math.max(sequence + 1, this.firstSequence); n <= this.last && found.length < limit; n++) {
      found.push(this.ring[(n - 1) % this.capacity]);
    }
    return found;
  }

  /** Trades from `us` on, oldest first, at most `limit`, among those with a higher sequence than `after`. */
  fillsSince(us: number, after: number, limit: number): ExecutionWire[] {
    const found: ExecutionWire[] = [];
    for (let n = Math.max(this.firstSequence, after + 1); n <= this.last && found.length < limit; n++) {
      const report = this.ring[(n - 1) % this.capacity];
      if (report.execType === 'Trade' && report.time >= us) found.push(report);
    }
    return found;
  }
}
