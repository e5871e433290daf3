import { averagePriceText, Position, type Instrument, type Money } from '@bourseworks/domain';
import {
  emptyTotals,
  type AccountConfig,
  type PortfolioSnapshot,
  type PositionFilter,
  type PositionView,
} from './snapshot.js';

/** Strategy id that stands for the whole account in queries. */
export const ALL = 'all';

/** One account: its cash by currency and the positions of its strategies. */
class AccountBook {
  readonly id: string;
  readonly currency: string;
  readonly initialCash: bigint;
  /** Exact balance of each currency; the account's own first. */
  readonly cash = new Map<string, bigint>();
  /** strategy -> instrument key -> position. */
  readonly strategies = new Map<string, Map<string, Position>>();

  constructor(config: AccountConfig) {
    this.id = config.id;
    this.currency = config.currency;
    this.initialCash = config.cash;
    this.cash.set(config.currency, config.cash);
  }

  pay(currency: string, amount: bigint): void {
    this.cash.set(currency, (this.cash.get(currency) ?? 0n) + amount);
  }

  position(strategy: string, instrument: Instrument): Position {
    let positions = this.strategies.get(strategy);
    if (positions === undefined) this.strategies.set(strategy, (positions = new Map()));
    let position = positions.get(instrument.key);
    if (position === undefined) positions.set(instrument.key, (position = new Position(instrument)));
    return position;
  }
}

/**
 * Positions, cash, gains and exposures, exact. Fed by fills and marks. An account is the sum of its strategies: only
 * strategies hold positions, so that the two cannot drift apart.
 */
export class Portfolio {
  private readonly accounts = new Map<string, AccountBook>();
  /** Instrument key -> price that values positions, in units. */
  private readonly marks = new Map<string, number>();
  /** Instrument key -> latest fill of anyone here: one price for all positions while the market is not known. */
  private readonly fills = new Map<string, number>();

  constructor(accounts: readonly AccountConfig[]) {
    for (const account of accounts) this.accounts.set(account.id, new AccountBook(account));
  }

  account(id: string): { readonly id: string; readonly currency: string } | undefined {
    return this.accounts.get(id);
  }

  accountIds(): readonly string[] {
    return [...this.accounts.keys()];
  }

  /**
   * Books a fill: signedQty > 0 bought, < 0 sold, in units. A fee in another currency than the instrument's goes to the
   * account's balance of that currency and stays out of the position's own fees. Throws when the account does not exist:
   * an order of it cannot.
   */
  fill(
    accountId: string,
    strategy: string,
    instrument: Instrument,
    signedQty: number,
    price: number,
    fee = 0n,
    feeCurrency = '',
  ): void {
    const account = this.book(accountId);
    const position = account.position(strategy, instrument);
    const own = feeCurrency === '' || feeCurrency === instrument.currency;
    const before = position.cashFlow;
    position.fill(signedQty, price, own ? fee : 0n);
    this.fills.set(instrument.key, price);
    account.pay(instrument.currency, position.cashFlow - before);
    if (!own && fee !== 0n) account.pay(feeCurrency, -fee);
  }

  /** Books a fee without a fill; positive = paid. */
  charge(accountId: string, strategy: string, instrument: Instrument, fee: bigint, feeCurrency = ''): void {
    const account = this.book(accountId);
    if (feeCurrency === '' || feeCurrency === instrument.currency) {
      account.position(strategy, instrument).charge(fee);
      account.pay(instrument.currency, -fee);
    } else {
      account.pay(feeCurrency, -fee);
    }
  }

  /** Price that values positions from now on; 0 is ignored. */
  mark(instrument: Instrument, price: number): void {
    if (price > 0) this.marks.set(instrument.key, price);
  }

  position(accountId: string, strategy: string, instrumentKey: string): Position | undefined {
    return this.accounts.get(accountId)?.strategies.get(strategy)?.get(instrumentKey);
  }

  /** Signed quantity of an account over all its strategies. */
  accountQuantity(accountId: string, instrumentKey: string): number {
    let sum = 0;
    const account = this.accounts.get(accountId);
    if (account !== undefined)
      for (const positions of account.strategies.values()) sum += positions.get(instrumentKey)?.quantity ?? 0;
    return sum;
  }

  /** Exact balance of an account in a currency (default its own). */
  cash(accountId: string, currency?: string): Money {
    const account = this.accounts.get(accountId);
    return (account?.cash.get(currency ?? account.currency) ?? 0n) as Money;
  }

  markOf(position: Position): number {
    const { key } = position.instrument;
    return this.marks.get(key) ?? this.fills.get(key) ?? position.lastPx;
  }

  /** One row per position; with strategy `all` one per instrument of the account, summed. */
  positions(filter: PositionFilter = {}): PositionView[] {
    const rows: PositionView[] = [];
    for (const account of this.accounts.values()) {
      if (filter.account !== undefined && filter.account !== account.id) continue;
      if (filter.strategy === ALL) {
        rows.push(...this.summed(account));
        continue;
      }
      for (const [strategy, positions] of account.strategies) {
        if (filter.strategy !== undefined && filter.strategy !== strategy) continue;
        for (const position of positions.values()) rows.push(this.view(account.id, strategy, position));
      }
    }
    return rows;
  }

  /**
   * Figures of one strategy, or of the account (`all`). A strategy has no cash of its own: its cash is what its trading
   * brought in. Undefined for an unknown account.
   */
  snapshot(accountId: string, strategy: string = ALL): PortfolioSnapshot | undefined {
    const account = this.accounts.get(accountId);
    if (account === undefined) return undefined;
    const positions = this.positions({ account: accountId, strategy });
    const totals = emptyTotals();
    for (const row of positions) {
      totals.realized += row.realized;
      totals.unrealized += row.unrealized;
      totals.fees += row.fees;
      totals.net += row.marketValue;
      totals.gross += row.marketValue < 0n ? -row.marketValue : row.marketValue;
      totals.cashFlow += row.cashFlow;
    }
    const whole = strategy === ALL;
    const cash = whole ? (account.cash.get(account.currency) ?? 0n) : totals.cashFlow;
    return {
      account: account.id,
      strategy,
      currency: account.currency,
      initialCash: whole ? account.initialCash : 0n,
      cash,
      equity: cash + totals.net,
      realized: totals.realized,
      unrealized: totals.unrealized,
      fees: totals.fees,
      grossExposure: totals.gross,
      netExposure: totals.net,
      balances: whole ? [...account.cash].map(([currency, amount]) => ({ currency, amount })) : [],
      positions,
    };
  }

  /** Everything that a replay must bring back, as text pieces in a fixed order. Marks are not part of it. */
  *facts(): Generator<string> {
    for (const account of this.accounts.values()) {
      for (const [currency, amount] of account.cash) yield `cash ${account.id} ${currency} ${amount}`;
      for (const [strategy, positions] of account.strategies) {
        for (const [key, p] of positions) {
          yield `position ${account.id} ${strategy} ${key} ${p.quantity} ${p.cost} ${p.realized} ${p.fees} ${p.cashFlow} ${p.lastPx}`;
        }
      }
    }
  }

  private book(id: string): AccountBook {
    const account = this.accounts.get(id);
    if (account === undefined) throw new Error(`no account ${id} in the portfolio`);
    return account;
  }

  private view(account: string, strategy: string, position: Position): PositionView {
    const mark = this.markOf(position);
    return {
      account,
      strategy,
      instrument: position.instrument,
      quantity: position.quantity,
      averagePrice: position.averagePrice(),
      mark,
      marketValue: position.marketValue(mark),
      cost: position.cost,
      realized: position.realized,
      unrealized: position.unrealized(mark),
      fees: position.fees,
      cashFlow: position.cashFlow,
    };
  }

  private summed(account: AccountBook): PositionView[] {
    const rows = new Map<string, PositionView>();
    for (const [strategy, positions] of account.strategies) {
      for (const position of positions.values()) {
        const row = this.view(account.id, strategy, position);
        const sum = rows.get(position.instrument.key);
        rows.set(position.instrument.key, sum === undefined ? { ...row, strategy: ALL } : addViews(sum, row));
      }
    }
    return [...rows.values()];
  }
}

function addViews(a: PositionView, b: PositionView): PositionView {
  const quantity = a.quantity + b.quantity;
  const cost = a.cost + b.cost;
  const { instrument } = a;
  return {
    ...a,
    quantity,
    cost,
    averagePrice: averagePriceText(cost / instrument.moneyFactor, quantity, instrument.priceScale),
    marketValue: a.marketValue + b.marketValue,
    realized: a.realized + b.realized,
    unrealized: a.unrealized + b.unrealized,
    fees: a.fees + b.fees,
    cashFlow: a.cashFlow + b.cashFlow,
  };
}
