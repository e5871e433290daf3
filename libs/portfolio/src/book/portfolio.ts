import { MAX_UNITS, ok, refuse, type Instrument, type Money, type Position, type Result } from '@bourseworks/domain';
import * as cashEvents from '../cash-events/cash-events.js';
import { applySplit, type SplitOutcome } from '../cash-events/split.js';
import type { ConversionRates } from '../conversion/conversion-rates.js';
import type { CashLedger, LedgerSink } from '../ledger/cash-ledger.js';
import type { Lot, LotClose } from '../lots/lot.js';
import { LotLedger, noLot } from '../lots/lot-ledger.js';
import { MarkBook } from '../marks/mark-book.js';
import { reportOf, type FirmReport } from '../report/report.js';
import { AccountBook, feeKind } from './account-book.js';
import type { AccountConfig, PortfolioSnapshot, PositionFilter, PositionView } from './snapshot.js';
import { positionView, snapshotOf, summedViews, type MarkReading } from './views.js';

/** Strategy id that stands for the whole account in queries. */
export const ALL = 'all';

/** A fill as it was booked: signed units, price, and the fee in the instrument's currency, positive = paid. */
export type FillSink = (
  account: string,
  strategy: string,
  instrument: Instrument,
  signedQty: number,
  price: number,
  fee: bigint,
  us: number,
) => void;

export interface PortfolioOptions {
  /** Age from which a mark is called stale, microseconds. Default: never. */
  readonly markMaxAgeUs?: number;
  /** Sees every entry of every ledger. */
  readonly onEntry?: LedgerSink;
  /** Sees every fill after it is booked: statistics. It must not throw. */
  readonly onFill?: FillSink;
  /** Sees every closing of a lot, of accounts that keep lots. */
  readonly onLotClose?: (account: string, strategy: string, instrument: Instrument, close: LotClose) => void;
}

/**
 * Positions, cash, gains and exposures, exact. Fed by fills, marks and cash events. An account is the sum of its
 * strategies and of its own transfers: only strategies hold positions, so that the two cannot drift apart.
 */
export class Portfolio {
  private readonly accounts = new Map<string, AccountBook>();
  private readonly marks = new MarkBook();
  private readonly options: PortfolioOptions;

  constructor(accounts: readonly AccountConfig[], options: PortfolioOptions = {}) {
    for (const account of accounts) this.accounts.set(account.id, new AccountBook(account, options.onEntry));
    this.options = options;
  }

  account(id: string): { readonly id: string; readonly currency: string } | undefined {
    return this.accounts.get(id);
  }

  accountIds(): readonly string[] {
    return [...this.accounts.keys()];
  }

  /**
   * Books a fill: signedQty > 0 bought, < 0 sold, in units. A fee in another currency than the instrument's goes to the
   * account's balance of that currency and stays out of the position's own fees. Lots are closed first in, first out.
   * Throws when the account does not exist: an order of it cannot.
   */
  fill(
    accountId: string,
    strategy: string,
    instrument: Instrument,
    signedQty: number,
    price: number,
    fee = 0n,
    feeCurrency = '',
    us = 0,
  ): void {
    const account = this.book(accountId);
    const own = feeCurrency === '' || feeCurrency === instrument.currency;
    account.fill(strategy, instrument, signedQty, price, own ? fee : 0n, us);
    this.marks.fill(instrument, price, us);
    if (!own && fee !== 0n) account.pay(strategy, instrument.key, feeKind(fee), feeCurrency, -fee, us);
    if (account.keepsLots) {
      const { onLotClose } = this.options;
      const closed = onLotClose && ((close: LotClose): void => onLotClose(accountId, strategy, instrument, close));
      account.lots(strategy, instrument).fill(signedQty, price, us, closed);
    }
    this.options.onFill?.(accountId, strategy, instrument, signedQty, price, own ? fee : 0n, us);
  }

  /** Books a fee without a fill; positive = paid, negative = a rebate. */
  charge(accountId: string, strategy: string, instrument: Instrument, fee: bigint, feeCurrency = '', us = 0): void {
    const account = this.book(accountId);
    if (fee === 0n) return;
    const own = feeCurrency === '' || feeCurrency === instrument.currency;
    if (own) account.position(strategy, instrument).charge(fee);
    const currency = own ? instrument.currency : feeCurrency;
    account.pay(strategy, instrument.key, feeKind(fee), currency, -fee, us);
  }

  /**
   * Opens a lot of its own, even against open ones (hedging); the netted position follows. Refuses ACCOUNT_UNKNOWN,
   * LOTS_NOT_KEPT, LOT_QUANTITY, LOT_EXISTS, LOT_LIMIT.
   */
  openLot(
    accountId: string,
    strategy: string,
    instrument: Instrument,
    lotId: string,
    signedQty: number,
    price: number,
    us = 0,
  ): Result<Lot> {
    const account = this.lotAccount(accountId);
    if (!account.ok) return account;
    // A refusal must leave no trace: it is not replayed.
    const known = this.lots(accountId, strategy, instrument.key) ?? new LotLedger(instrument);
    const may = known.mayOpen(lotId, signedQty);
    if (!may.ok) return may;
    this.trade(account.value, strategy, instrument, signedQty, price, us);
    return account.value.lots(strategy, instrument).openLot(lotId, signedQty, price, us);
  }

  /** Closes `quantity` (> 0) units of a lot. Refuses ACCOUNT_UNKNOWN, LOTS_NOT_KEPT, LOT_UNKNOWN, LOT_QUANTITY. */
  closeLot(
    accountId: string,
    strategy: string,
    instrument: Instrument,
    lotId: string,
    quantity: number,
    price: number,
    us = 0,
  ): Result<LotClose> {
    const account = this.lotAccount(accountId);
    if (!account.ok) return account;
    const close = this.lots(accountId, strategy, instrument.key)?.closeLot(lotId, quantity, price, us) ?? noLot(lotId);
    if (!close.ok) return close;
    this.trade(account.value, strategy, instrument, -close.value.quantity, price, us);
    this.options.onLotClose?.(accountId, strategy, instrument, close.value);
    return close;
  }

  /** Lots of a position; undefined when there are none or the account keeps none. */
  lots(accountId: string, strategy: string, instrumentKey: string): LotLedger | undefined {
    return this.accounts.get(accountId)?.strategies.get(strategy)?.lots.get(instrumentKey);
  }

  /** Money into the account; `amount` > 0. Refuses ACCOUNT_UNKNOWN, CASH_AMOUNT. */
  deposit(accountId: string, currency: string, amount: bigint, us = 0): Result<Money> {
    return this.with(accountId, (account) => cashEvents.transfer(account, 'deposit', currency, amount, us));
  }

  /** Money out of the account; `amount` > 0. Refuses ACCOUNT_UNKNOWN, CASH_AMOUNT. */
  withdraw(accountId: string, currency: string, amount: bigint, us = 0): Result<Money> {
    return this.with(accountId, (account) => cashEvents.transfer(account, 'withdrawal', currency, amount, us));
  }

  /**
   * Changes `amount` (> 0) of `from` into `to` at the stated rate: two entries. Returns what came in. Refuses
   * ACCOUNT_UNKNOWN, CASH_AMOUNT, CONVERSION_RATE_MISSING, CONVERSION_RATE_STALE.
   */
  convert(
    accountId: string,
    from: string,
    to: string,
    amount: bigint,
    rates: ConversionRates,
    us: number,
  ): Result<Money> {
    return this.with(accountId, (account) => cashEvents.convert(account, from, to, amount, rates, us));
  }

  /** Dividend of `perUnit` ledger money for one whole unit of the base: longs receive, shorts pay. Returns the sum. */
  dividend(accountId: string, instrument: Instrument, perUnit: bigint, us = 0): Result<Money> {
    return this.with(accountId, (account) => cashEvents.dividend(account, instrument, perUnit, us));
  }

  /**
   * Funding of a perpetual: quantity x mark x rate; with a positive rate longs pay and shorts receive. `rate` is an
   * integer at 10^-18, of one funding interval. Returns the sum.
   */
  funding(accountId: string, instrument: Instrument, mark: number, rate: bigint, us = 0): Result<Money> {
    return this.with(accountId, (account) => cashEvents.funding(account, instrument, mark, rate, us));
  }

  /** Cost of borrowing what the account is short, over `days` of a year of 360 or 365 days. See `BorrowTerms`. */
  borrowCost(accountId: string, instrument: Instrument, terms: cashEvents.BorrowTerms, us = 0): Result<Money> {
    return this.with(accountId, (account) => cashEvents.borrowCost(account, instrument, terms, us));
  }

  /**
   * Split of n new for m old units in every account. `price` (units, after the split) pays the fractions: the account
   * holds its whole units, each strategy its share of them. Refuses SPLIT_INVALID, and NUMBER_RANGE when a position would
   * exceed 2^50 units: its products would not be exact.
   */
  split(instrument: Instrument, n: number, m: number, price: number, us = 0): Result<readonly SplitOutcome[]> {
    const checked = this.checkSplit(instrument, n, m, price);
    if (!checked.ok) return checked;
    const outcomes: SplitOutcome[] = [];
    for (const account of this.accounts.values()) {
      const outcome = applySplit(account, instrument, { n, m, price, us });
      if (outcome !== undefined) outcomes.push(outcome);
    }
    this.marks.split(instrument.key, n, m);
    return ok(outcomes);
  }

  /** What `split` would refuse; changes nothing. */
  checkSplit(instrument: Instrument, n: number, m: number, price: number): Result<void> {
    if (![n, m, price].every((value) => Number.isSafeInteger(value) && value > 0))
      return refuse('SPLIT_INVALID', `${n}:${m} at ${price} is no split`, { n, m, price });
    for (const account of this.accounts.values()) {
      for (const [strategy, , { quantity }] of account.holders(instrument.key)) {
        if ((BigInt(Math.abs(quantity)) * BigInt(n)) / BigInt(m) < BigInt(MAX_UNITS)) continue;
        return refuse('NUMBER_RANGE', `${account.id}, ${strategy}: the split would exceed 2^50 units`, { quantity });
      }
    }
    return ok(undefined);
  }

  /** Price that values positions from now on; 0 is ignored. `us` is its time, 0 = not known. */
  mark(instrument: Instrument, price: number, us = 0): void {
    this.marks.mark(instrument, price, us);
  }

  position(accountId: string, strategy: string, instrumentKey: string): Position | undefined {
    return this.accounts.get(accountId)?.strategies.get(strategy)?.positions.get(instrumentKey);
  }

  /** Strategies of an account with a position in the instrument, flat ones included, in the order of their first order. */
  *holders(accountId: string, instrumentKey: string): Generator<readonly [strategy: string, position: Position]> {
    for (const [strategy, , position] of this.accounts.get(accountId)?.holders(instrumentKey) ?? [])
      yield [strategy, position];
  }

  /** Signed quantity of an account over all its strategies. */
  accountQuantity(accountId: string, instrumentKey: string): number {
    return this.accounts.get(accountId)?.quantity(instrumentKey) ?? 0;
  }

  /** Exact balance of an account in a currency (default its own). */
  cash(accountId: string, currency?: string): Money {
    const account = this.accounts.get(accountId);
    return (account?.cash.get(currency ?? account.currency) ?? 0n) as Money;
  }

  /** Sums of entries: of one strategy, or with none named of the account itself (transfers, conversions). */
  ledger(accountId: string, strategy?: string): CashLedger | undefined {
    const account = this.accounts.get(accountId);
    return strategy === undefined ? account?.ledger : account?.strategies.get(strategy)?.ledger;
  }

  markOf(position: Position): number {
    return this.marks.get(position.instrument.key)?.price ?? position.lastPx;
  }

  /** One row per position; with strategy `all` one per instrument of the account, summed. */
  positions(filter: PositionFilter = {}): PositionView[] {
    const rows: PositionView[] = [];
    const reading = this.reading(filter.nowUs);
    for (const account of this.accounts.values()) {
      if (filter.account !== undefined && filter.account !== account.id) continue;
      if (filter.strategy === ALL) {
        rows.push(...summedViews(account, ALL, reading));
        continue;
      }
      for (const [strategy, { positions }] of account.strategies) {
        if (filter.strategy !== undefined && filter.strategy !== strategy) continue;
        for (const position of positions.values()) rows.push(positionView(account.id, strategy, position, reading));
      }
    }
    return rows;
  }

  /**
   * Figures of one strategy, or of the account (`all`), in the account's currency. A strategy has no cash of its own: its
   * cash is what its trading brought in. With `nowUs` stale marks are flagged. Undefined for an unknown account.
   */
  snapshot(accountId: string, strategy: string = ALL, nowUs?: number): PortfolioSnapshot | undefined {
    const account = this.accounts.get(accountId);
    if (account === undefined) return undefined;
    const age = nowUs === undefined ? {} : { nowUs };
    const positions = this.positions({ account: accountId, strategy, ...age });
    return snapshotOf(account, strategy, strategy === ALL, positions);
  }

  /**
   * Firm, accounts and strategies in one currency; every level is the exact sum of the one below, because each strategy's
   * amounts are converted once, by currency. Of one account alone where it is named: another one's currency without a rate
   * does not keep it from its figures. Refuses CONVERSION_RATE_MISSING, CONVERSION_RATE_STALE.
   */
  report(currency: string, rates: ConversionRates, nowUs: number, accountId?: string): Result<FirmReport> {
    const accounts = [...this.accounts.values()].filter(({ id }) => accountId === undefined || accountId === id);
    return reportOf(accounts, this.reading(nowUs), currency, rates);
  }

  /** Everything that a replay must bring back, as text pieces in a fixed order. Marks are not part of it. */
  *facts(): Generator<string> {
    for (const account of this.accounts.values()) yield* account.facts();
  }

  /** Everything that records built up, as plain data for `restore`. Marks are not part of it. */
  image() {
    return { accounts: [...this.accounts.values()].map((account) => account.image()), fills: this.marks.image() };
  }

  /** Takes the image of a portfolio of the same accounts; of a fresh one only. */
  restore({ accounts, fills }: PortfolioImage): void {
    for (const account of accounts) this.book(account.id).restore(account);
    this.marks.restore(fills);
  }

  private reading(nowUs: number | undefined): MarkReading {
    return { marks: this.marks, nowUs, maxAgeUs: this.options.markMaxAgeUs ?? Number.MAX_SAFE_INTEGER };
  }

  private book(id: string): AccountBook {
    const account = this.accounts.get(id);
    if (account === undefined) throw new Error(`no account ${id} in the portfolio`);
    return account;
  }

  private with<T>(id: string, action: (account: AccountBook) => Result<T>): Result<T> {
    const account = this.accounts.get(id);
    return account === undefined ? refuse('ACCOUNT_UNKNOWN', `no account ${id}`, { account: id }) : action(account);
  }

  private lotAccount(id: string): Result<AccountBook> {
    return this.with(id, (account) =>
      account.keepsLots ? ok(account) : refuse('LOTS_NOT_KEPT', `account ${id} keeps no lots`, { account: id }),
    );
  }

  private trade(
    account: AccountBook,
    strategy: string,
    instrument: Instrument,
    signedQty: number,
    price: number,
    us: number,
  ): void {
    account.fill(strategy, instrument, signedQty, price, 0n, us);
    this.marks.fill(instrument, price, us);
  }
}

/** Plain data of a portfolio. */
export type PortfolioImage = ReturnType<Portfolio['image']>;
