/** Buckets of 1/16 of a power of two from 1 us to about 17 minutes: an error of at most 6 %. */
const PER_OCTAVE = 16;
const OCTAVES = 30;

/** Counts of latencies in constant memory, with percentiles. */
export class LatencyHistogram {
  private readonly counts = new Uint32Array(PER_OCTAVE * OCTAVES);
  private total = 0;

  get count(): number {
    return this.total;
  }

  /** Microseconds; below 1 counts as 1. */
  record(us: number): void {
    const index = Math.floor(Math.log2(Math.max(1, us)) * PER_OCTAVE);
    this.counts[Math.min(index, this.counts.length - 1)] += 1;
    this.total += 1;
  }

  /** Upper bound of the bucket that holds the share `p` (0 to 1); 0 without any latency. */
  percentile(p: number): number {
    if (this.total === 0) return 0;
    let left = Math.max(1, Math.ceil(this.total * p));
    for (let index = 0; index < this.counts.length; index++) {
      left -= this.counts[index];
      if (left <= 0) return Math.round(2 ** ((index + 1) / PER_OCTAVE));
    }
    return Infinity;
  }
}
