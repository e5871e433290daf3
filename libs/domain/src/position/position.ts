import type { Money } from '../brand.js';
import type { Instrument } from '../instrument.js';
import { notionalMoney } from '../wide.js';
import { averagePriceText } from '../order/average-price.js';

/** What of `cost` goes with `part` of `whole` units, cut toward zero; the remainder stays with what is left. */
function share(cost: bigint, part: number, whole: number): bigint {
  return part === whole ? cost : (cost * BigInt(part)) / BigInt(whole);
}

/** What a split n:m does to one holding of q units: q * n / m is split into whole units and a fraction paid in cash. */
export interface SplitShare {
  /** Units held after the split, signed. */
  readonly quantity: number;
  /** q * n - quantity * m: the fraction that is not held, in parts of 1/m unit; signed. */
  readonly fraction: bigint;
  /** q * n, in the same parts. */
  readonly whole: bigint;
  /** Ledger money for the fraction: positive = received for one sold, negative = paid for one bought. */
  readonly cash: bigint;
}

/** A price per unit after n new for m old, to the nearest unit, at least one: 0 would mean that there is none. */
export function splitPrice(price: number, n: number, m: number): number {
  return price === 0 ? 0 : Math.max(1, Number((2n * BigInt(price) * BigInt(m) + BigInt(n)) / (2n * BigInt(n))));
}

/** Cost of a holding after a split, and what its fraction realised. The cost of whole units does not change. */
export function splitCost(
  cost: bigint,
  held: number,
  split: SplitShare,
): { readonly cost: bigint; readonly realized: bigint } {
  if (split.fraction === 0n) return { cost, realized: 0n };
  // Rounded up to a whole unit: the missing fraction is bought (or sold short), which adds to the cost.
  if (split.fraction > 0n !== held > 0) return { cost: cost - split.cash, realized: 0n };
  const gone = split.quantity === 0 ? cost : (cost * split.fraction) / split.whole;
  return { cost: cost - gone, realized: split.cash - gone };
}

/**
 * One position, exact: average cost, realised gain before fees, fees apart. At any time and for any mark
 *   realized + unrealized - fees + income = cashFlow + marketValue
 * holds in integers, because a rounded share of the cost only moves between realised and what is left, never away.
 */
export class Position {
  readonly instrument: Instrument;
  /** Signed, units of the instrument. */
  quantity = 0;
  /** Signed cost of what is held: positive for a long position, negative (proceeds) for a short one. */
  cost = 0n as Money;
  /** Before fees. */
  realized = 0n as Money;
  fees = 0n as Money;
  /** Received less paid for holding it: dividends, funding, cost of borrowing. */
  income = 0n as Money;
  /** What came in less what went out, fees included. */
  cashFlow = 0n as Money;
  /** Price of the latest fill, the mark until the market gives one. */
  lastPx = 0;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  /** Books `signedQty` (> 0 bought, < 0 sold) at `price`; `fee` in the instrument's currency, positive = paid. */
  fill(signedQty: number, price: number, fee = 0n): void {
    const value = notionalMoney(this.instrument, price, signedQty);
    this.lastPx = price;
    this.fees = (this.fees + fee) as Money;
    this.cashFlow = (this.cashFlow - value - fee) as Money;
    const held = Math.abs(this.quantity);
    if (this.quantity === 0 || this.quantity > 0 === signedQty > 0) {
      this.cost = (this.cost + value) as Money;
    } else if (Math.abs(signedQty) <= held) {
      this.close(Math.abs(signedQty), held, value);
    } else {
      // Through zero: close all at this price, open the rest at it.
      const closing = notionalMoney(this.instrument, price, -this.quantity);
      this.close(held, held, closing);
      this.cost = (value - closing) as Money;
    }
    this.quantity += signedQty;
  }

  /** A fee without a fill, positive = paid. */
  charge(fee: bigint): void {
    this.fees = (this.fees + fee) as Money;
    this.cashFlow = (this.cashFlow - fee) as Money;
  }

  /** Takes over quantity, cost, realised gain and last price: what a recomputation of the fills came to. */
  rebase(from: Position): void {
    this.quantity = from.quantity;
    this.cost = from.cost;
    this.realized = from.realized;
    this.lastPx = from.lastPx;
  }

  /** Books what a correction of a fill moves: `paid` as for trades, positive = received, and `fee`, positive = paid. */
  correct(paid: bigint, fee: bigint): void {
    this.fees = (this.fees + fee) as Money;
    this.cashFlow = (this.cashFlow + paid - fee) as Money;
  }

  /** Money for holding the position, negative = paid. */
  receive(amount: bigint): void {
    this.income = (this.income + amount) as Money;
    this.cashFlow = (this.cashFlow + amount) as Money;
  }

  /** Books a split; `price` is that of the latest fill in units after the split, 0 when there was none. */
  split(share: SplitShare, price: number): void {
    const { cost, realized } = splitCost(this.cost, this.quantity, share);
    this.cost = cost as Money;
    this.realized = (this.realized + realized) as Money;
    this.cashFlow = (this.cashFlow + share.cash) as Money;
    this.quantity = share.quantity;
    this.lastPx = price;
  }

  private close(quantity: number, held: number, value: bigint): void {
    const cost = share(this.cost, quantity, held);
    // value has the sign of the closing trade: sold = negative.
    this.realized = (this.realized - value - cost) as Money;
    this.cost = (this.cost - cost) as Money;
  }

  marketValue(mark: number): Money {
    return notionalMoney(this.instrument, mark, this.quantity);
  }

  unrealized(mark: number): Money {
    return (this.marketValue(mark) - this.cost) as Money;
  }

  /** Average price of what is held, for display; undefined when flat. */
  averagePrice(): string | undefined {
    if (this.quantity === 0) return undefined;
    return averagePriceText(this.cost / this.instrument.moneyFactor, this.quantity, this.instrument.priceScale);
  }
}
