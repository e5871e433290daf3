/** Milliseconds. Percentiles are exact to an eighth of their value. */
export interface LatencySnapshot {
  readonly count: number;
  readonly mean: number;
  readonly max: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** Buckets for each doubling: 8, hence the precision. */
const PARTS = 8;
/** Doublings from a microsecond on: beyond 2^36 us, 19 hours, all is one bucket. */
const DOUBLINGS = 36;

/** Counts durations in logarithmic buckets: of one size for ever, and a few operations for each record. */
export class LatencyHistogram {
  private readonly buckets = new Float64Array(PARTS * DOUBLINGS);
  private count = 0;
  private sum = 0;
  private max = 0;

  /** Of a duration in milliseconds. */
  record(ms: number): void {
    this.count++;
    this.sum += ms;
    if (ms > this.max) this.max = ms;
    this.buckets[bucketOf(ms)]++;
  }

  snapshot(): LatencySnapshot {
    return {
      count: this.count,
      mean: this.count === 0 ? 0 : this.sum / this.count,
      max: this.max,
      p50: this.percentile(0.5),
      p90: this.percentile(0.9),
      p99: this.percentile(0.99),
    };
  }

  private percentile(share: number): number {
    const wanted = Math.ceil(this.count * share);
    let seen = 0;
    for (const [index, count] of this.buckets.entries()) {
      seen += count;
      if (count > 0 && seen >= wanted) return Math.min(upperBound(index), this.max);
    }
    return 0;
  }
}

function bucketOf(ms: number): number {
  const us = ms * 1_000;
  if (!(us > 1)) return 0;
  const doubling = Math.min(DOUBLINGS - 1, Math.floor(Math.log2(us)));
  const part = Math.floor((us / 2 ** doubling - 1) * PARTS);
  return doubling * PARTS + Math.min(PARTS - 1, part);
}

function upperBound(index: number): number {
  const doubling = Math.floor(index / PARTS);
  return (2 ** doubling * (1 + ((index % PARTS) + 1) / PARTS)) / 1_000;
}
