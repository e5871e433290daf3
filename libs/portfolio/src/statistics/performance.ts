import { ok, US_PER_DAY, type Instrument, type Result } from '@bourseworks/domain';
import { ConversionRates } from '../conversion/conversion-rates.js';
import { EquityCurve } from '../equity/equity-curve.js';
import { Activity } from './activity.js';
import { BenchmarkStatistics } from './benchmark-statistics.js';
import { Drawdowns } from './drawdowns.js';
import { ReturnStatistics, type AnnualTerms } from './return-statistics.js';
import { tripReturn, type RoundTrip } from './round-trip.js';
import { RoundTrips, type RoundTripOptions } from './round-trips.js';
import { TradeStatistics } from './trade-statistics.js';

export interface PerformanceOptions extends AnnualTerms {
  /** Currency of the equity. */
  readonly currency: string;
  /** How fills become trades. */
  readonly method: RoundTripOptions['method'];
  /** For trades in instruments of other currencies, at the time of their exit. */
  readonly rates?: ConversionRates;
  /** Points kept of the curve, and trades kept of each instrument. */
  readonly capacity?: number;
  /** Added to a time before it is cut to days. */
  readonly dayOffsetUs?: number;
}

/** Ratios unless said otherwise; NaN = not known. */
export interface PerformanceSummary {
  readonly totalReturn: number;
  readonly annualisedReturn: number;
  readonly cagr: number;
  readonly annualisedVolatility: number;
  readonly sharpe: number;
  readonly sortino: number;
  readonly calmar: number;
  readonly maxDrawdown: number;
  readonly averageDrawdown: number;
  readonly maxDrawdownUs: number;
  readonly averageDrawdownUs: number;
  readonly trades: number;
  readonly hitRatio: number;
  readonly profitFactor: number;
  /** In the currency. */
  readonly expectancy: number;
  readonly sqn: number;
  readonly kelly: number;
  readonly turnover: number;
  readonly exposureTime: number;
  /** Of the points that came with a benchmark. */
  readonly beta: number;
}

const NO_RATES = new ConversionRates();

/** Ledger money as a double of the currency: for statistics only. */
const toNumber = (amount: bigint): number => Number(amount) / 1e18;

/**
 * Everything that is measured of one account or strategy, fed by its fills and by points of its equity. Returns are those
 * of days (the last point of each); drawdowns and exposure see every point.
 */
export class Performance {
  readonly curve: EquityCurve;
  readonly drawdowns = new Drawdowns();
  readonly trades = new TradeStatistics();
  readonly activity = new Activity();
  readonly benchmark = new BenchmarkStatistics();
  private readonly options: PerformanceOptions;
  private readonly days = new ReturnStatistics();
  /** Last point of the day that is not over. */
  private day: { readonly us: number; readonly equity: number } | undefined;
  /** By instrument: bounded by those that are loaded. */
  private readonly builders = new Map<string, RoundTrips>();
  private refused: Result<never> | undefined;

  constructor(options: PerformanceOptions) {
    this.options = options;
    const { capacity, dayOffsetUs } = options;
    this.curve = new EquityCurve({
      ...(capacity === undefined ? {} : { capacity }),
      ...(dayOffsetUs === undefined ? {} : { dayOffsetUs }),
    });
  }

  /**
   * A fill: signed units, price, fee (positive = paid) in the instrument's currency. Refuses CONVERSION_RATE_* when a trade
   * of another currency ends, or is turned over, without a rate; that trade is left out.
   */
  fill(us: number, instrument: Instrument, signedQty: number, price: number, fee = 0n): Result<void> {
    this.refused = undefined;
    const value = BigInt(signedQty) * BigInt(price) * instrument.moneyFactor;
    const traded = this.converted(value, instrument.currency, us);
    if (traded.ok) this.activity.trade(toNumber(traded.value));
    this.builder(instrument).fill(us, signedQty, price, fee);
    if (!traded.ok) return traded;
    return this.refused ?? ok(undefined);
  }

  /** A point of the equity, in time order; `benchmark` is a price of what the equity is compared with. */
  point(us: number, equity: bigint, exposed: boolean, benchmark?: number): void {
    if (!this.curve.add(us, equity)) return;
    const value = toNumber(equity);
    this.drawdowns.add(us, value);
    this.activity.state(us, value, exposed);
    if (benchmark !== undefined) this.benchmark.add(value, benchmark);
    if (this.day !== undefined && this.dayOf(this.day.us) !== this.dayOf(us))
      this.days.add(this.day.equity, this.day.us);
    this.day = { us, equity: value };
  }

  /** Statistics of daily returns, the day that is not over included. */
  returns(): ReturnStatistics {
    const returns = this.days.copy();
    if (this.day !== undefined) returns.add(this.day.equity, this.day.us);
    return returns;
  }

  /** The latest trades of an instrument, oldest first. */
  trips(instrumentKey: string): readonly RoundTrip[] {
    return this.builders.get(instrumentKey)?.list() ?? [];
  }

  summary(): PerformanceSummary {
    const returns = this.returns();
    const { drawdowns, trades, activity, options } = this;
    return {
      totalReturn: returns.totalReturn,
      annualisedReturn: returns.annualisedReturn(options),
      cagr: returns.cagr,
      annualisedVolatility: returns.annualisedDeviation(options),
      sharpe: returns.sharpe(options),
      sortino: returns.sortino(options),
      calmar: returns.calmar(options, drawdowns.max),
      maxDrawdown: drawdowns.max,
      averageDrawdown: drawdowns.average,
      maxDrawdownUs: drawdowns.maxDurationUs,
      averageDrawdownUs: drawdowns.averageDurationUs,
      trades: trades.count,
      hitRatio: trades.hitRatio,
      profitFactor: trades.profitFactor,
      expectancy: trades.expectancy,
      sqn: trades.sqn,
      kelly: trades.kelly,
      turnover: activity.turnover,
      exposureTime: activity.exposureTime,
      beta: this.benchmark.beta,
    };
  }

  /** What fills left, as plain data for `restoreFills`. Points of equity are not in it: they are of the life of a process. */
  fillImage() {
    const builders = [...this.builders.values()].map((trips) => ({ instrument: trips.instrument, ...trips.image() }));
    return { builders, trades: this.trades.image(), traded: this.activity.fillImage() };
  }

  /** Takes what the fills of an earlier life left; before any other. */
  restoreFills({ builders, trades, traded }: FillImage): void {
    for (const { instrument, ...image } of builders) this.builder(instrument).restore(image);
    this.trades.restore(trades);
    this.activity.restoreFills(traded);
  }

  private builder(instrument: Instrument): RoundTrips {
    let builder = this.builders.get(instrument.key);
    if (builder !== undefined) return builder;
    const { method, capacity } = this.options;
    const onTrip = (trip: RoundTrip): void => this.ended(instrument, trip);
    builder = new RoundTrips(instrument, { method, onTrip, ...(capacity === undefined ? {} : { capacity }) });
    this.builders.set(instrument.key, builder);
    return builder;
  }

  private ended(instrument: Instrument, trip: RoundTrip): void {
    const profit = this.converted(trip.profit, instrument.currency, trip.exitUs);
    if (profit.ok) this.trades.add(toNumber(profit.value), tripReturn(trip), trip.exitUs - trip.entryUs);
    else this.refused ??= profit;
  }

  private converted(amount: bigint, from: string, us: number): Result<bigint> {
    const { currency, rates } = this.options;
    if (from === currency) return ok(amount);
    // No rates at all are rates that are missing.
    return (rates ?? NO_RATES).convert(amount, from, currency, us);
  }

  private dayOf(us: number): number {
    return Math.floor((us + (this.options.dayOffsetUs ?? 0)) / US_PER_DAY);
  }
}

/** Plain data of what fills left. */
export type FillImage = ReturnType<Performance['fillImage']>;
