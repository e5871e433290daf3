import { Performance } from '@bourseworks/portfolio';

/** Points of equity are those of calendar days: the OMS runs on every one. */
const PERIODS = 365;
/** Points within days that are kept of one curve, and trades of one instrument. */
const CAPACITY = 1_000;
const ONE = 10n ** 18n;

/**
 * How one account or strategy did, apart from money that came and went: the curve is that of a share whose price such money
 * does not change (time-weighted return).
 */
export class Measured {
  readonly performance: Performance;
  /** Price of a share / equity, at 10^-18. */
  private factor = ONE;
  private transfers: bigint | undefined;

  constructor(currency: string) {
    this.performance = new Performance({ currency, method: 'fifo', periods: PERIODS, capacity: CAPACITY });
  }

  /** A point of the equity; `transfers` = deposits less withdrawals so far. Before there is any capital, none is taken. */
  point(us: number, equity: bigint, transfers: bigint, exposed: boolean): void {
    const before = equity - (transfers - (this.transfers ?? transfers));
    this.transfers = transfers;
    if (equity <= 0n && this.performance.curve.last === undefined) return;
    if (before > 0n && equity > 0n && before !== equity) {
      const factor = (this.factor * before) / equity;
      this.factor = factor > 0n ? factor : 1n;
    }
    this.performance.point(us, (equity * this.factor) / ONE, exposed);
  }

  /** Highest equity so far as of today's capital, ledger money. */
  get highWaterMark(): bigint {
    return ((this.performance.curve.highWaterMark?.equity ?? 0n) * ONE) / this.factor;
  }

  /** High-water mark less the last equity, >= 0. */
  get drawdown(): bigint {
    return (this.performance.curve.drawdown * ONE) / this.factor;
  }

  /** drawdown / high-water mark; 0 before there is any. */
  get drawdownRatio(): number {
    const { curve } = this.performance;
    const highest = Number(curve.highWaterMark?.equity ?? 0n);
    return highest > 0 ? Number(curve.drawdown) / highest : 0;
  }

  /** Returns of the days that are over. */
  dailyReturns(): number[] {
    const days = this.performance.curve.daily().slice(0, -1);
    return days.slice(1).map(({ equity }, i) => Number(equity) / Number(days[i]?.equity ?? 0n) - 1);
  }
}
