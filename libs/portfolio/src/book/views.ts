import { averagePriceText, type Position } from '@bourseworks/domain';
import { isStale, type MarkBook } from '../marks/mark-book.js';
import type { AccountBook } from './account-book.js';
import type { PortfolioSnapshot, PositionView } from './snapshot.js';

/** How marks are read: at what time, and how old they may be. */
export interface MarkReading {
  readonly marks: MarkBook;
  /** undefined = ages are not asked for. */
  readonly nowUs: number | undefined;
  readonly maxAgeUs: number;
}

export function positionView(
  account: string,
  strategy: string,
  position: Position,
  reading: MarkReading,
): PositionView {
  const { instrument, quantity } = position;
  const known = reading.marks.get(instrument.key);
  const mark = known?.price ?? position.lastPx;
  const markUs = known?.us ?? 0;
  const { nowUs, maxAgeUs } = reading;
  return {
    account,
    strategy,
    instrument,
    quantity,
    averagePrice: position.averagePrice(),
    mark,
    markUs,
    stale: nowUs !== undefined && isStale(markUs, nowUs, maxAgeUs),
    marketValue: position.marketValue(mark),
    cost: position.cost,
    realized: position.realized,
    unrealized: position.unrealized(mark),
    fees: position.fees,
    income: position.income,
    cashFlow: position.cashFlow,
  };
}

/** One row per instrument of the account, summed over its strategies. */
export function summedViews(account: AccountBook, all: string, reading: MarkReading): PositionView[] {
  const rows = new Map<string, PositionView>();
  for (const { positions } of account.strategies.values()) {
    for (const position of positions.values()) {
      const row = positionView(account.id, all, position, reading);
      const sum = rows.get(position.instrument.key);
      rows.set(position.instrument.key, sum === undefined ? row : addViews(sum, row));
    }
  }
  return [...rows.values()];
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
    income: a.income + b.income,
    cashFlow: a.cashFlow + b.cashFlow,
  };
}

/** Figures of the account (`whole`) or of one strategy from its rows. */
export function snapshotOf(
  account: AccountBook,
  strategy: string,
  whole: boolean,
  positions: readonly PositionView[],
): PortfolioSnapshot {
  const { currency } = account;
  const initialCash = whole ? account.initialCash : 0n;
  const cash = whole
    ? (account.cash.get(currency) ?? 0n)
    : (account.strategies.get(strategy)?.ledger.total(currency) ?? 0n);
  const sums = { realized: 0n, unrealized: 0n, fees: 0n, income: 0n, gross: 0n, net: 0n, cashFlow: 0n };
  const unconverted = new Set<string>();
  let stale = false;
  for (const row of positions) {
    stale ||= row.stale && row.quantity !== 0;
    // Adding another currency would take it at one to one.
    if (row.instrument.currency !== currency) {
      unconverted.add(row.instrument.currency);
      continue;
    }
    sums.realized += row.realized;
    sums.unrealized += row.unrealized;
    sums.fees += row.fees;
    sums.income += row.income;
    sums.net += row.marketValue;
    sums.gross += row.marketValue < 0n ? -row.marketValue : row.marketValue;
    sums.cashFlow += row.cashFlow;
  }
  return {
    account: account.id,
    strategy,
    currency,
    initialCash,
    cash,
    equity: cash + sums.net,
    otherCash: cash - initialCash - sums.cashFlow,
    realized: sums.realized,
    unrealized: sums.unrealized,
    fees: sums.fees,
    income: sums.income,
    grossExposure: sums.gross,
    netExposure: sums.net,
    balances: whole ? [...account.cash].map(([name, amount]) => ({ currency: name, amount })) : [],
    unconverted: [...unconverted],
    stale,
    positions,
  };
}
