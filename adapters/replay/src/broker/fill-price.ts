import {
  divideUp,
  hasLimitPrice,
  notionalMoney,
  type Bar,
  type Instrument,
  type OrderTerms,
} from '@bourseworks/domain';
import { FEE_RATE_UNIT } from '../config.js';

/** Where and when a bar fills an order. */
export interface BarFill {
  readonly price: number;
  readonly us: number;
}

/** Fees are whole multiples of 10^-8 of the currency. */
const FEE_STEP = 10n ** 10n;

/**
 * The fill that a bar gives an order, if any. At the open when the order is marketable there (any market order; a limit at
 * the open or beyond), at the time of the open. Else a resting limit order is filled at its limit when the bar trades
 * THROUGH it (a mere touch may have been somebody else's turn), at the end of the bar: it is not known earlier.
 */
export function barFill(terms: OrderTerms, bar: Bar): BarFill | undefined {
  const atOpen = { price: bar.open, us: bar.startUs };
  if (!hasLimitPrice(terms.type)) return atOpen;
  const buys = terms.side === 'BUY';
  if (buys ? bar.open <= terms.price : bar.open >= terms.price) return atOpen;
  if (terms.timeInForce === 'IOC' || terms.timeInForce === 'FOK') return undefined;
  if (buys ? bar.low < terms.price : bar.high > terms.price) return { price: terms.price, us: bar.endUs };
  return undefined;
}

/** Fee of a fill: notional times rate (in 10^-8), rounded up to 10^-8 of the currency, against the trader. Ledger money. */
export function fillFee(instrument: Instrument, price: number, quantity: number, rate: bigint): bigint {
  const notional = notionalMoney(instrument, Math.abs(price), quantity);
  return divideUp(notional * rate, FEE_RATE_UNIT * FEE_STEP) * FEE_STEP;
}
