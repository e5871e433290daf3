/** Beta and alpha against a benchmark, from logarithmic returns of points taken at the same times; O(1) a point. */
export class BenchmarkStatistics {
  private count = 0;
  private last = NaN;
  private lastBenchmark = NaN;
  private mean = 0;
  private benchmarkMean = 0;
  private covariance = 0;
  private variance = 0;

  add(equity: number, benchmark: number): void {
    if (!Number.isNaN(this.last)) {
      const x = Math.log(benchmark / this.lastBenchmark);
      const y = Math.log(equity / this.last);
      const n = ++this.count;
      const dx = x - this.benchmarkMean;
      const dy = y - this.mean;
      this.benchmarkMean += dx / n;
      this.mean += dy / n;
      this.variance += dx * (x - this.benchmarkMean);
      this.covariance += dx * (y - this.mean);
    }
    this.last = equity;
    this.lastBenchmark = benchmark;
  }

  /** Covariance with the benchmark / variance of the benchmark. */
  get beta(): number {
    return this.covariance / this.variance;
  }

  /** Return beyond what beta explains: r - rf - beta (rb - rf), of the same period (Jensen 1968). */
  alpha(totalReturn: number, benchmarkReturn: number, riskFree = 0): number {
    return totalReturn - riskFree - this.beta * (benchmarkReturn - riskFree);
  }
}
