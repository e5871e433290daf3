import { ok, refuse, type Instrument, type Money, type Result } from '@bourseworks/domain';
import type { Portfolio } from '../book/portfolio.js';
import { checkBorrow, checkDividend, checkTransfer, type BorrowTerms } from './cash-events.js';

export const CASH_EVENT_KINDS = [
  'deposit',
  'withdrawal',
  'dividend',
  'funding',
  'borrow',
  'split',
  'fee',
  'rebate',
] as const;
export type CashEventKind = (typeof CASH_EVENT_KINDS)[number];

/** A cash event as a value, for whoever keeps events. Money and rates are integers at 10^-18, prices are units. */
export type CashEvent =
  | { readonly kind: 'deposit' | 'withdrawal'; readonly currency: string; readonly amount: bigint }
  | { readonly kind: 'dividend'; readonly instrument: Instrument; readonly perUnit: bigint }
  | { readonly kind: 'funding'; readonly instrument: Instrument; readonly mark: number; readonly rate: bigint }
  | { readonly kind: 'borrow'; readonly instrument: Instrument; readonly terms: BorrowTerms }
  | {
      /** Of every account that holds the instrument. */
      readonly kind: 'split';
      readonly instrument: Instrument;
      readonly n: number;
      readonly m: number;
      readonly price: number;
    }
  | {
      /** Beside those of fills; `amount` > 0 in the instrument's currency. */
      readonly kind: 'fee' | 'rebate';
      readonly instrument: Instrument;
      readonly strategy: string;
      readonly amount: bigint;
    };

function checkFee(portfolio: Portfolio, account: string, event: CashEvent & { kind: 'fee' | 'rebate' }): Result<void> {
  const { kind, amount, strategy, instrument } = event;
  if (amount <= 0n) return refuse('CASH_AMOUNT', `a ${kind} is positive`, { kind });
  if (portfolio.position(account, strategy, instrument.key) !== undefined) return ok(undefined);
  const strategies = [...portfolio.holders(account, instrument.key)].map(([id]) => id).join(', ');
  return refuse('STRATEGY_UNKNOWN', `${strategy} never traded ${instrument.key} in ${account}`, { strategies });
}

/**
 * What booking would refuse: ACCOUNT_UNKNOWN, CASH_AMOUNT, SPLIT_INVALID, NUMBER_RANGE, STRATEGY_UNKNOWN. Changes nothing:
 * an event is to be journaled only when it will be booked.
 */
export function checkCashEvent(portfolio: Portfolio, account: string, event: CashEvent): Result<void> {
  if (portfolio.account(account) === undefined) return refuse('ACCOUNT_UNKNOWN', `no account ${account}`, { account });
  switch (event.kind) {
    case 'deposit':
    case 'withdrawal':
      return checkTransfer(event.kind, event.amount);
    case 'dividend':
      return checkDividend(event.perUnit);
    case 'funding':
      return ok(undefined);
    case 'borrow':
      return checkBorrow(event.terms);
    case 'split':
      return portfolio.checkSplit(event.instrument, event.n, event.m, event.price);
    case 'fee':
    case 'rebate':
      return checkFee(portfolio, account, event);
  }
}

/** Books an event. Returns what the account received, negative = paid; refuses as `checkCashEvent` does. */
export function bookCashEvent(portfolio: Portfolio, account: string, event: CashEvent, us: number): Result<Money> {
  const checked = checkCashEvent(portfolio, account, event);
  if (!checked.ok) return checked;
  switch (event.kind) {
    case 'deposit':
      return portfolio.deposit(account, event.currency, event.amount, us);
    case 'withdrawal':
      return portfolio.withdraw(account, event.currency, event.amount, us);
    case 'dividend':
      return portfolio.dividend(account, event.instrument, event.perUnit, us);
    case 'funding':
      return portfolio.funding(account, event.instrument, event.mark, event.rate, us);
    case 'borrow':
      return portfolio.borrowCost(account, event.instrument, event.terms, us);
    case 'split': {
      const { instrument, n, m, price } = event;
      const outcomes = portfolio.split(instrument, n, m, price, us);
      if (!outcomes.ok) return outcomes;
      return ok((outcomes.value.find((one) => one.account === account)?.cashInLieu ?? 0n) as Money);
    }
    case 'fee':
    case 'rebate': {
      const fee = event.kind === 'fee' ? event.amount : -event.amount;
      portfolio.charge(account, event.strategy, event.instrument, fee, '', us);
      return ok(-fee as Money);
    }
  }
}
