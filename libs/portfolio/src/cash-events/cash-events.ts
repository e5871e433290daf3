import {
  notionalMoney,
  ok,
  refuse,
  type Instrument,
  type Money,
  type Position,
  type Result,
} from '@bourseworks/domain';
import type { AccountBook } from '../book/account-book.js';
import { RATE_ONE, type ConversionRates } from '../conversion/conversion-rates.js';
import { Allocation } from '../ledger/allocation.js';
import type { EntryKind } from '../ledger/cash-ledger.js';

/** Terms of a loan of shares. */
export interface BorrowTerms {
  /** Price that values the loan, units of the instrument. */
  readonly mark: number;
  /** Per year, integer at 10^-18. */
  readonly rate: bigint;
  /** Whole days of the loan. */
  readonly days: number;
  /** Days of a year: 360 is usual for USD loans of US brokers, 365 elsewhere. */
  readonly yearDays: 360 | 365;
}

/** The terms that `transfer` takes: refuses CASH_AMOUNT. */
export function checkTransfer(kind: 'deposit' | 'withdrawal', amount: bigint): Result<void> {
  return amount > 0n ? ok(undefined) : refuse('CASH_AMOUNT', `a ${kind} is positive`, { kind });
}

export function checkDividend(perUnit: bigint): Result<void> {
  return perUnit >= 0n ? ok(undefined) : refuse('CASH_AMOUNT', 'a dividend is not negative');
}

export function checkBorrow({ rate, days }: BorrowTerms): Result<void> {
  if (rate >= 0n && Number.isSafeInteger(days) && days >= 0) return ok(undefined);
  return refuse('CASH_AMOUNT', 'rate and days of a loan are not negative', { days });
}

export function transfer(
  account: AccountBook,
  kind: 'deposit' | 'withdrawal',
  currency: string,
  amount: bigint,
  us: number,
): Result<Money> {
  const checked = checkTransfer(kind, amount);
  if (!checked.ok) return checked;
  const signed = kind === 'deposit' ? amount : -amount;
  account.pay(undefined, '', kind, currency, signed, us);
  return ok(signed as Money);
}

export function convert(
  account: AccountBook,
  from: string,
  to: string,
  amount: bigint,
  rates: ConversionRates,
  us: number,
): Result<Money> {
  if (amount <= 0n || from === to) return refuse('CASH_AMOUNT', 'a positive amount is changed into another currency');
  const received = rates.convert(amount, from, to, us);
  if (!received.ok) return received;
  account.pay(undefined, '', 'conversion', from, -amount, us);
  account.pay(undefined, '', 'conversion', to, received.value, us);
  return received;
}

/**
 * Books the payment floor(sum of numerators / denominator) of the account, each holder its share: what a venue or broker
 * pays is an amount of the account, and one rounded for each strategy would not add up to it. Rounded against the trader.
 */
function distribute(
  account: AccountBook,
  instrument: Instrument,
  kind: EntryKind,
  denominator: bigint,
  numerator: (position: Position) => bigint,
  us: number,
): Result<Money> {
  const allocation = new Allocation(denominator);
  let total = 0n;
  for (const [strategy, , position] of account.holders(instrument.key)) {
    const amount = allocation.next(numerator(position));
    if (amount === 0n) continue;
    position.receive(amount);
    account.pay(strategy, instrument.key, kind, instrument.currency, amount, us);
    total += amount;
  }
  return ok(total as Money);
}

export function dividend(account: AccountBook, instrument: Instrument, perUnit: bigint, us: number): Result<Money> {
  const checked = checkDividend(perUnit);
  if (!checked.ok) return checked;
  const perContract = perUnit * BigInt(instrument.multiplier);
  const scale = 10n ** BigInt(instrument.qtyScale);
  return distribute(account, instrument, 'dividend', scale, (p) => BigInt(p.quantity) * perContract, us);
}

export function funding(
  account: AccountBook,
  instrument: Instrument,
  mark: number,
  rate: bigint,
  us: number,
): Result<Money> {
  const value = (p: Position): bigint => notionalMoney(instrument, mark, p.quantity) * -rate;
  return distribute(account, instrument, 'funding', RATE_ONE, value, us);
}

/** The account borrows what it is short in all; strategies that are short share the cost by what each is short. */
export function borrowCost(
  account: AccountBook,
  instrument: Instrument,
  terms: BorrowTerms,
  us: number,
): Result<Money> {
  const { mark, rate, days, yearDays } = terms;
  const checked = checkBorrow(terms);
  if (!checked.ok) return checked;
  const net = account.quantity(instrument.key);
  let short = 0n;
  for (const [, , { quantity }] of account.holders(instrument.key)) if (quantity < 0) short -= BigInt(quantity);
  if (net >= 0) return ok(0n as Money);
  // Negative: net < 0.
  const cost = notionalMoney(instrument, mark, net) * rate * BigInt(days);
  const share = (p: Position): bigint => (p.quantity < 0 ? cost * -BigInt(p.quantity) : 0n);
  return distribute(account, instrument, 'borrow', RATE_ONE * BigInt(yearDays) * short, share, us);
}
