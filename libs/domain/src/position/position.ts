import type { Money } from '../brand.js';
import type { Instrument } from '../instrument.js';
import { notionalMoney } from '../wide.js';
import { averagePriceText } from '../order/average-price.js';

/** What of `cost` goes with `part` of `whole` units, cut toward zero; the remainder stays with what is left. */
function share(cost: bigint, part: number, whole: number): bigint {
  return part === whole ? cost : (cost * BigInt(part)) / BigInt(whole);
}

/**
 * One position, exact: average cost, realised gain before fees, fees apart. At any time and for any mark
 *   realized + unrealized - fees = cashFlow + marketValue
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
