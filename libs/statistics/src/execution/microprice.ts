import { checkAbove, checkCount, checkLength, checkPositive, checkSeries, type Rows, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { Matrix } from '../math/matrix.js';
import { backSubstitute, factor } from '../math/qr.js';

/** Best bids and asks in the order of time, with their quantities: one place of each for each change of any. */
export interface QuoteSeries {
  readonly bid: Series;
  readonly ask: Series;
  readonly bidQuantity: Series;
  readonly askQuantity: Series;
}

export interface MicropriceSettings {
  /** Least step of the price, above 0. */
  readonly tick: number;
  /** Classes of bidQuantity / (bidQuantity + askQuantity), 2 to 50; 10 unless given. */
  readonly imbalances?: number;
  /** Classes of the spread in ticks, 1 to 20: the last has all wider ones; 2 unless given. */
  readonly spreads?: number;
}

/** Plain values, to be kept as JSON. */
export interface MicropriceSnapshot {
  readonly tick: number;
  /** What the mid is expected to move, by class of the spread (1 tick first), then of the imbalance (asks only first). */
  readonly adjustments: Rows;
}

/**
 * The price that a mid is expected to settle at, given imbalance and spread: Stoikov, The micro-price: a high-frequency estimator of
 * future prices, Quantitative Finance 18 (2018). Unlike the mean weighted by quantities (`microprice` of the domain) it is learnt
 * from quotes, and a martingale as far as imbalance and spread tell.
 */
export class MicropriceModel {
  private constructor(
    readonly tick: number,
    readonly adjustments: Rows,
  ) {}

  /**
   * Learns the adjustments of a recording. Each quote counts twice, as it is and with bid and ask exchanged, so that neither side is
   * favoured; one in balance has no adjustment. An adjustment g solves g = mean of (move of the mid + g of the next quote) over the quotes of its class; the sum of
   * the paper's series, without its iterations. Classes that were not seen have 0. Throws STATISTICS_TOO_SHORT (fewer than 2
   * quotes), STATISTICS_SHAPE, STATISTICS_NOT_FINITE, STATISTICS_RANGE (a crossed quote, no quantity), STATISTICS_SINGULAR (some
   * classes lead to no balance, as in a recording that ends in a class of its own).
   */
  static fit(quotes: QuoteSeries, settings: MicropriceSettings): MicropriceModel {
    const { tick, imbalances = 10, spreads = 2 } = settings;
    checkAbove('tick', tick);
    checkCount('imbalances', imbalances, 2, 50);
    checkCount('spreads', spreads, 1, 20);
    checkQuotes(quotes);
    const classes = new Classes(tick, imbalances, spreads);
    return new MicropriceModel(tick, classes.table(solve(quotes, classes)));
  }

  /** Throws STATISTICS_RANGE, STATISTICS_SHAPE, STATISTICS_NOT_FINITE. */
  static restore({ tick, adjustments }: MicropriceSnapshot): MicropriceModel {
    checkAbove('tick', tick);
    checkCount('spreads', adjustments.length, 1, 20);
    checkCount('imbalances', adjustments[0].length, 2, 50);
    adjustments.forEach((row, i) => {
      checkLength(`adjustments[${i}]`, row, adjustments[0].length);
      checkSeries(`adjustments[${i}]`, row);
    });
    return new MicropriceModel(tick, adjustments);
  }

  snapshot(): MicropriceSnapshot {
    return { tick: this.tick, adjustments: this.adjustments.map((row) => Array.from(row)) };
  }

  /** The expected price. Throws as fit for a bad quote. */
  price(bid: number, ask: number, bidQuantity: number, askQuantity: number): number {
    checkQuotes({ bid: [bid], ask: [ask], bidQuantity: [bidQuantity], askQuantity: [askQuantity] }, 1);
    const { tick, adjustments } = this;
    const classes = new Classes(tick, adjustments[0].length, adjustments.length);
    const { spread, imbalance, sign } = classes.of(bid, ask, bidQuantity, askQuantity);
    return (bid + ask) / 2 + (sign === 0 ? 0 : sign * adjustments[spread][imbalance]);
  }
}

/** The class of a quote with more asks than bids; `sign` -1 for that with bid and ask exchanged, 0 for a quote in balance. */
interface QuoteClass {
  readonly spread: number;
  readonly imbalance: number;
  readonly sign: -1 | 0 | 1;
}

/**
 * Classes of quotes. One with bid and ask exchanged has the opposite adjustment, so only those of more asks than bids are unknown.
 */
class Classes {
  private readonly half: number;

  constructor(
    private readonly tick: number,
    private readonly imbalances: number,
    private readonly spreads: number,
  ) {
    this.half = Math.floor(imbalances / 2);
  }

  get unknowns(): number {
    return this.half * this.spreads;
  }

  of(bid: number, ask: number, bidQuantity: number, askQuantity: number): QuoteClass {
    const ticks = Math.max(1, Math.round((ask - bid) / this.tick));
    const thin = Math.min(bidQuantity, askQuantity) / (bidQuantity + askQuantity);
    const imbalance = Math.floor(thin * this.imbalances);
    const balanced = bidQuantity === askQuantity || imbalance >= this.half;
    const sign = balanced ? 0 : bidQuantity < askQuantity ? 1 : -1;
    return { spread: Math.min(this.spreads, ticks) - 1, imbalance, sign };
  }

  unknownOf({ spread, imbalance }: QuoteClass): number {
    return spread * this.half + imbalance;
  }

  table(solution: Float64Array): number[][] {
    return Array.from({ length: this.spreads }, (_row, spread) =>
      Array.from({ length: this.imbalances }, (_column, imbalance) => {
        const mirrored = this.imbalances - 1 - imbalance;
        if (imbalance === mirrored) return 0;
        const value = solution[spread * this.half + Math.min(imbalance, mirrored)];
        return imbalance < mirrored ? value : -value;
      }),
    );
  }
}

/** For each unknown: visits x g - sum of the signed g that follow = sum of the signed moves of the mid. */
function solve(quotes: QuoteSeries, classes: Classes): Float64Array {
  const size = classes.unknowns;
  const system = new Matrix(size, size);
  const moves = new Float64Array(size);
  const classAt = (t: number) => classes.of(quotes.bid[t], quotes.ask[t], quotes.bidQuantity[t], quotes.askQuantity[t]);
  let here = classAt(0);
  for (let t = 1; t < quotes.bid.length; t++) {
    const next = classAt(t);
    if (here.sign !== 0) {
      const row = classes.unknownOf(here);
      const move = (quotes.bid[t] + quotes.ask[t] - quotes.bid[t - 1] - quotes.ask[t - 1]) / 2;
      moves[row] += here.sign * move;
      system.set(row, row, system.at(row, row) + 1);
      if (next.sign !== 0) {
        const column = classes.unknownOf(next);
        system.set(row, column, system.at(row, column) - here.sign * next.sign);
      }
    }
    here = next;
  }
  for (let i = 0; i < size; i++) if (system.row(i).every((value) => value === 0) && moves[i] === 0) system.set(i, i, 1);
  const { r, qy } = factor(system, moves);
  return backSubstitute(r, qy);
}

function checkQuotes({ bid, ask, bidQuantity, askQuantity }: QuoteSeries, least = 2): void {
  for (const [name, series] of Object.entries({ bid, ask, bidQuantity, askQuantity })) {
    checkPositive(name, series, least);
    checkLength(name, series, bid.length);
  }
  for (let i = 0; i < bid.length; i++)
    if (ask[i] < bid[i]) throw new StatisticsError('STATISTICS_RANGE', `quote ${i} is crossed`, { index: i });
}
