import { Position, type Instrument } from '@bourseworks/domain';
import { CashLedger, type EntryKind, type LedgerSink } from '../ledger/cash-ledger.js';
import { LotLedger } from '../lots/lot-ledger.js';
import type { AccountConfig } from './snapshot.js';

/** Positions of one strategy, their lots when the account keeps lots, and the money that its trading moved. */
export class StrategyBook {
  /** Instrument key -> position. */
  readonly positions = new Map<string, Position>();
  readonly lots = new Map<string, LotLedger>();
  readonly ledger = new CashLedger();
}

function positionOf({ positions }: StrategyBook, instrument: Instrument): Position {
  let position = positions.get(instrument.key);
  if (position === undefined) positions.set(instrument.key, (position = new Position(instrument)));
  return position;
}

/** What a fee (positive = paid) is called in the ledger. */
export function feeKind(fee: bigint): EntryKind {
  return fee > 0n ? 'fee' : 'rebate';
}

/** One account: its cash by currency and the positions of its strategies. */
export class AccountBook {
  readonly id: string;
  readonly currency: string;
  readonly initialCash: bigint;
  readonly keepsLots: boolean;
  /** Exact balance of each currency; the account's own first. */
  readonly cash = new Map<string, bigint>();
  /** Money of the account itself: deposits, withdrawals, conversions. */
  readonly ledger = new CashLedger();
  readonly strategies = new Map<string, StrategyBook>();
  private readonly sink: LedgerSink | undefined;

  constructor(config: AccountConfig, sink?: LedgerSink) {
    this.id = config.id;
    this.currency = config.currency;
    this.initialCash = config.cash;
    this.keepsLots = config.lots ?? false;
    this.cash.set(config.currency, config.cash);
    this.sink = sink;
  }

  /** Books money of a strategy (undefined = of the account itself). Amounts of zero leave no entry. */
  pay(
    strategy: string | undefined,
    instrument: string,
    kind: EntryKind,
    currency: string,
    amount: bigint,
    us: number,
  ): void {
    if (amount === 0n) return;
    this.cash.set(currency, (this.cash.get(currency) ?? 0n) + amount);
    const ledger = strategy === undefined ? this.ledger : this.strategy(strategy).ledger;
    ledger.add(currency, kind, amount);
    this.sink?.({ account: this.id, strategy, instrument, kind, currency, amount, us });
  }

  /**
   * Books a fill with a fee of the instrument's own currency (0n = none): the balance moves once, the ledger has both.
   * Fills are what a portfolio does most.
   */
  fill(strategy: string, instrument: Instrument, signedQty: number, price: number, fee: bigint, us: number): void {
    const book = this.strategy(strategy);
    const position = positionOf(book, instrument);
    const { currency, key } = instrument;
    const before = position.cashFlow;
    position.fill(signedQty, price, fee);
    const paid = position.cashFlow - before;
    this.cash.set(currency, (this.cash.get(currency) ?? 0n) + paid);
    const value = fee === 0n ? paid : paid + fee;
    book.ledger.add(currency, 'trade', value);
    if (fee !== 0n) book.ledger.add(currency, feeKind(fee), -fee);
    if (this.sink === undefined) return;
    const entry = { account: this.id, strategy, instrument: key, currency, us };
    this.sink({ ...entry, kind: 'trade', amount: value });
    if (fee !== 0n) this.sink({ ...entry, kind: feeKind(fee), amount: -fee });
  }

  strategy(id: string): StrategyBook {
    let book = this.strategies.get(id);
    if (book === undefined) this.strategies.set(id, (book = new StrategyBook()));
    return book;
  }

  position(strategy: string, instrument: Instrument): Position {
    return positionOf(this.strategy(strategy), instrument);
  }

  lots(strategy: string, instrument: Instrument): LotLedger {
    const { lots } = this.strategy(strategy);
    let ledger = lots.get(instrument.key);
    if (ledger === undefined) lots.set(instrument.key, (ledger = new LotLedger(instrument)));
    return ledger;
  }

  /** Signed quantity over all strategies. */
  quantity(instrumentKey: string): number {
    let sum = 0;
    for (const { positions } of this.strategies.values()) sum += positions.get(instrumentKey)?.quantity ?? 0;
    return sum;
  }

  /** Every strategy with a position in the instrument, flat ones included, in the order of their first order. */
  *holders(instrumentKey: string): Generator<readonly [strategy: string, book: StrategyBook, position: Position]> {
    for (const [id, book] of this.strategies) {
      const position = book.positions.get(instrumentKey);
      if (position !== undefined) yield [id, book, position];
    }
  }

  /** Plain data of all of it, for `restore`. */
  image() {
    const { id, cash, ledger } = this;
    const strategies = [...this.strategies].map(([name, book]) => ({
      name,
      positions: [...book.positions.values()].map((position) => Object.assign({}, position)),
      lots: [...book.lots].map(([key, lots]) => ({ key, ...lots.image() })),
      ledger: book.ledger.image(),
    }));
    return { id, cash, ledger: ledger.image(), strategies };
  }

  /** Of a fresh book of the same account only. */
  restore({ cash, ledger, strategies }: AccountImage): void {
    for (const [currency, amount] of cash) this.cash.set(currency, amount);
    this.ledger.restore(ledger);
    for (const { name, positions, lots, ledger: of } of strategies) {
      const book = this.strategy(name);
      book.ledger.restore(of);
      for (const position of positions) Object.assign(positionOf(book, position.instrument), position);
      for (const { key, ...image } of lots) {
        const position = book.positions.get(key);
        if (position === undefined) throw new Error(`lots of ${key} without a position`);
        this.lots(name, position.instrument).restore(image);
      }
    }
  }

  /** Everything that a replay must bring back, as text pieces in a fixed order. */
  *facts(): Generator<string> {
    for (const [currency, amount] of this.cash) yield `cash ${this.id} ${currency} ${amount}`;
    for (const [currency, kind, amount] of this.ledger.entries())
      yield `entries ${this.id} ${currency} ${kind} ${amount}`;
    for (const [strategy, { positions, lots, ledger }] of this.strategies) {
      const name = `${this.id} ${strategy}`;
      for (const [key, p] of positions) {
        yield `position ${name} ${key} ${p.quantity} ${p.cost} ${p.realized} ${p.fees} ${p.income} ${p.cashFlow} ${p.lastPx}`;
      }
      for (const [currency, kind, amount] of ledger.entries()) yield `entries ${name} ${currency} ${kind} ${amount}`;
      for (const [key, book] of lots) {
        yield `lots ${name} ${key} ${book.quantity} ${book.realized} ${book.sequence}`;
        for (const lot of book.open()) yield `lot ${name} ${key} ${lot.id} ${lot.quantity} ${lot.cost} ${lot.openedUs}`;
      }
    }
  }
}

/** Plain data of an account. */
export type AccountImage = ReturnType<AccountBook['image']>;
