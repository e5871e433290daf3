import { checkFinite, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';

/** A payment between now and delivery: a dividend or coupon that the holder gets, or a cost (negative) that he bears. */
export interface CarryPayment {
  /** Years from now, within the life of the future. */
  readonly years: number;
  readonly amount: number;
}

/** What holding the underlying until delivery costs and earns. All rates are annual and continuously compounded. */
export interface CarryTerms {
  /** Financing rate. */
  readonly rate: number;
  /** Years until delivery. */
  readonly years: number;
  /** Yield of the underlying: dividends, the foreign rate of a currency, the lending fee of a commodity. */
  readonly yield?: number;
  /** Storage, as a rate on the price. */
  readonly storage?: number;
  /** Convenience yield: what having the goods at hand is worth. */
  readonly convenience?: number;
  readonly payments?: readonly CarryPayment[];
}

/**
 * Cost of carry as a rate: financing + storage - yield - convenience (J. Hull, Options, Futures, and Other Derivatives,
 * "Determination of forward and futures prices").
 */
export function costOfCarry(terms: CarryTerms): number {
  const { rate, storage = 0, convenience = 0 } = terms;
  const carry = rate + storage - (terms.yield ?? 0) - convenience;
  checkFinite('cost of carry', carry);
  return carry;
}

/**
 * Price of a future at which buying the underlying with borrowed money and selling the future earns nothing:
 * (spot - worth of the payments now) * exp(carry * years). Throws PRICING_INPUT.
 */
export function futuresFairValue(spot: number, terms: CarryTerms): number {
  const left = checkPrice('spot', spot) - presentValue(terms);
  return left * Math.exp(costOfCarry(terms) * checkLife(terms.years));
}

/**
 * What a future gains for its holder against the underlying until delivery if nothing moves: spot - future. Negative
 * in contango, positive in backwardation.
 */
export function basis(spot: number, future: number): number {
  return checkPrice('spot', spot) - checkPrice('future', future);
}

/** The premium of the future over the spot as a continuously compounded annual rate: ln(future / spot) / years. */
export function annualisedBasis(spot: number, future: number, years: number): number {
  return Math.log(checkPrice('future', future) / checkPrice('spot', spot)) / checkLife(years);
}

/** What a roll from the near to the far future costs a year: ln(far / near) / (years between). Negative in backwardation. */
export function rollCost(near: number, far: number, yearsBetween: number): number {
  return annualisedBasis(near, far, yearsBetween);
}

/** The yield of the underlying that a price of its future implies; other terms as given. The inverse of `futuresFairValue`. */
export function impliedYield(spot: number, future: number, terms: CarryTerms): number {
  const left = checkPrice('spot', spot) - presentValue(terms);
  if (!(left > 0)) throw new PricingError('PRICING_INPUT', 'the payments are worth the spot price or more');
  const carry = Math.log(checkPrice('future', future) / left) / checkLife(terms.years);
  return costOfCarry({ ...terms, yield: 0 }) - carry;
}

/**
 * Implied repo rate: the simple annual rate earned by buying the underlying, collecting its payments, and delivering
 * it into the future,
 *
 *     (delivery + sum(payments) - spot) / (spot * years - sum(payment * (years - its years))).
 *
 * For a bond future `spot` is the dirty price and `delivery` the invoice price (futures price * conversion factor + accrued
 * interest), and the years are actual days over 360 in the United States (G. Burghardt and T. Belton, The Treasury Bond Basis).
 */
export function impliedRepo(
  spot: number,
  delivery: number,
  years: number,
  payments: readonly CarryPayment[] = [],
): number {
  checkLife(years);
  let paid = 0;
  let lent = checkPrice('spot', spot) * years;
  for (const payment of payments) {
    checkPayment(payment, years);
    paid += payment.amount;
    lent -= payment.amount * (years - payment.years);
  }
  if (!(lent > 0)) throw new PricingError('PRICING_INPUT', 'the payments return the whole price: nothing is lent');
  return (checkPrice('delivery', delivery) + paid - spot) / lent;
}

function presentValue({ rate, years, payments = [] }: CarryTerms): number {
  let sum = 0;
  for (const payment of payments) {
    checkPayment(payment, years);
    sum += payment.amount * Math.exp(-rate * payment.years);
  }
  return sum;
}

function checkPayment(payment: CarryPayment, years: number): void {
  checkFinite('payment', payment.amount);
  if (payment.years >= 0 && payment.years <= years) return;
  throw new PricingError('PRICING_INPUT', `a payment must be within the life of the future: ${payment.years}`);
}

function checkPrice(name: string, price: number): number {
  checkPositive(name, price);
  return price;
}

function checkLife(years: number): number {
  checkPositive('years', years);
  return years;
}
