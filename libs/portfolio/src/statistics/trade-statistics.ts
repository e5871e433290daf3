import { Moments } from './moments.js';

/**
 * Statistics of round trips, O(1) a trip. `profit` is in any one unit, `ratio` the profit over the entry value. Results
 * that nothing is known about are NaN.
 */
export class TradeStatistics {
  private readonly profits = new Moments();
  private readonly ratios = new Moments();
  private won = 0;
  private lost = 0;
  private sumWon = 0;
  private sumLost = 0;
  private ratioWon = 0;
  private ratioLost = 0;
  private logs = 0;
  private ruined = false;
  private durations = 0;
  private longest = 0;
  private highest = -Infinity;
  private lowest = Infinity;

  /** Plain data of all of it, for `restore`. */
  image(): Readonly<Record<string, unknown>> {
    const profits = Object.assign({}, this.profits);
    const ratios = Object.assign({}, this.ratios);
    return Object.assign({}, this, { profits, ratios });
  }

  restore({ profits, ratios, ...sums }: Readonly<Record<string, unknown>>): void {
    Object.assign(this, sums);
    Object.assign(this.profits, profits);
    Object.assign(this.ratios, ratios);
  }

  add(profit: number, ratio: number, durationUs: number): void {
    this.profits.add(profit);
    this.ratios.add(ratio);
    if (profit > 0) {
      this.won++;
      this.sumWon += profit;
    } else if (profit < 0) {
      this.lost++;
      this.sumLost -= profit;
    }
    if (ratio > 0) this.ratioWon += ratio;
    else this.ratioLost -= ratio;
    if (ratio > -1) this.logs += Math.log1p(ratio);
    else this.ruined = true;
    this.durations += durationUs;
    this.longest = Math.max(this.longest, durationUs);
    this.highest = Math.max(this.highest, ratio);
    this.lowest = Math.min(this.lowest, ratio);
  }

  get count(): number {
    return this.profits.count;
  }

  get wins(): number {
    return this.won;
  }

  get losses(): number {
    return this.lost;
  }

  /** Wins / trips; a trip of zero is no win. */
  get hitRatio(): number {
    return this.won / this.count;
  }

  /** Sum of profits / sum of losses. */
  get profitFactor(): number {
    return this.sumWon / this.sumLost;
  }

  /** The same over the ratios, which weighs every trip alike: the variant of backtesting.py. */
  get ratioProfitFactor(): number {
    return this.ratioWon / this.ratioLost;
  }

  /** Mean profit of a trip. */
  get expectancy(): number {
    return this.count === 0 ? NaN : this.profits.mean;
  }

  /** Mean ratio of a trip. */
  get ratioExpectancy(): number {
    return this.count === 0 ? NaN : this.ratios.mean;
  }

  /** Geometric mean of the ratios; 0 once a trip lost everything. */
  get geometricMeanRatio(): number {
    return this.ruined ? 0 : Math.exp(this.logs / this.count) - 1;
  }

  get best(): number {
    return this.count === 0 ? NaN : this.highest;
  }

  get worst(): number {
    return this.count === 0 ? NaN : this.lowest;
  }

  get averageWin(): number {
    return this.sumWon / this.won;
  }

  /** As a positive amount. */
  get averageLoss(): number {
    return this.sumLost / this.lost;
  }

  get averageDurationUs(): number {
    return this.durations / this.count;
  }

  get maxDurationUs(): number {
    return this.longest;
  }

  /** System quality number: sqrt(n) x mean profit / sample deviation (Van Tharp 2008, "Definitive Guide to Position Sizing"). */
  get sqn(): number {
    return (Math.sqrt(this.count) * this.expectancy) / this.profits.deviation;
  }

  /** Kelly fraction: p - (1 - p) / (average win / average loss) (Kelly 1956, for two outcomes). */
  get kelly(): number {
    return this.hitRatio - (1 - this.hitRatio) / (this.averageWin / this.averageLoss);
  }
}
