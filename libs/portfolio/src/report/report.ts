import { ok, type Money, type Result } from '@bourseworks/domain';
import type { AccountBook, StrategyBook } from '../book/account-book.js';
import { positionView, type MarkReading } from '../book/views.js';
import type { ConversionRates } from '../conversion/conversion-rates.js';

/**
 * Figures in the currency of a report, ledger money. For every level
 *   equity = cash + marketValue,  equity = initialCash + transfers + realized + unrealized - fees + income
 * and the figures of a level are the sums of those below it.
 */
export interface Figures {
  readonly initialCash: bigint;
  /** Deposits less withdrawals, and what conversions gained or lost against the rates of the report. */
  readonly transfers: bigint;
  readonly cash: bigint;
  readonly marketValue: bigint;
  readonly equity: bigint;
  readonly realized: bigint;
  readonly unrealized: bigint;
  /** Paid less rebates, of every currency. */
  readonly fees: bigint;
  readonly income: bigint;
  /** Sum of absolute values of the strategies' positions; opposite strategies are not netted here. */
  readonly gross: bigint;
}

export interface StrategyReport {
  readonly strategy: string;
  readonly figures: Figures;
}

export interface AccountReport {
  readonly account: string;
  readonly figures: Figures;
  /** Initial cash and money that no strategy moved. */
  readonly unallocated: Figures;
  readonly strategies: readonly StrategyReport[];
}

export interface FirmReport {
  readonly currency: string;
  readonly figures: Figures;
  readonly accounts: readonly AccountReport[];
  /** Some open position is valued at a stale mark. */
  readonly stale: boolean;
}

type Sums = { -readonly [K in keyof Figures]: Figures[K] };

function empty(): Sums {
  return {
    initialCash: 0n,
    transfers: 0n,
    cash: 0n,
    marketValue: 0n,
    equity: 0n,
    realized: 0n,
    unrealized: 0n,
    fees: 0n,
    income: 0n,
    gross: 0n,
  };
}

const FIELDS = Object.keys(empty()) as (keyof Figures)[];

function addTo(sum: Sums, part: Figures): void {
  for (const field of FIELDS) sum[field] += part[field];
}

/** Converts at the rates of the report; the first refusal is kept and ends it. */
class Converter {
  private readonly currency: string;
  private readonly rates: ConversionRates;
  private readonly nowUs: number;
  refusal: Result<never> | undefined;

  constructor(currency: string, rates: ConversionRates, nowUs: number) {
    this.currency = currency;
    this.rates = rates;
    this.nowUs = nowUs;
  }

  convert(amount: bigint, from: string): bigint {
    // An amount of zero needs no rate: a currency that was only passed through does not block a report.
    if (amount === 0n) return 0n;
    const value: Result<Money> = this.rates.convert(amount, from, this.currency, this.nowUs);
    if (value.ok) return value.value;
    this.refusal ??= value;
    return 0n;
  }
}

interface ByCurrency {
  realized: bigint;
  income: bigint;
  marketValue: bigint;
  gross: bigint;
}

function strategyFigures(
  account: AccountBook,
  id: string,
  book: StrategyBook,
  reading: MarkReading,
  converter: Converter,
): { readonly figures: Figures; readonly stale: boolean } {
  const sums = new Map<string, ByCurrency>();
  const of = (currency: string): ByCurrency => {
    let sum = sums.get(currency);
    if (sum === undefined) sums.set(currency, (sum = { realized: 0n, income: 0n, marketValue: 0n, gross: 0n }));
    return sum;
  };
  let stale = false;
  for (const position of book.positions.values()) {
    const row = positionView(account.id, id, position, reading);
    const sum = of(position.instrument.currency);
    sum.realized += row.realized;
    sum.income += row.income;
    sum.marketValue += row.marketValue;
    sum.gross += row.marketValue < 0n ? -row.marketValue : row.marketValue;
    stale ||= row.stale && row.quantity !== 0;
  }
  for (const currency of book.ledger.currencies()) of(currency);
  const figures = empty();
  for (const [currency, sum] of sums) {
    figures.cash += converter.convert(book.ledger.total(currency), currency);
    figures.realized += converter.convert(sum.realized, currency);
    figures.income += converter.convert(sum.income, currency);
    figures.marketValue += converter.convert(sum.marketValue, currency);
    figures.gross += converter.convert(sum.gross, currency);
    const fees = -book.ledger.sum(currency, 'fee') - book.ledger.sum(currency, 'rebate');
    figures.fees += converter.convert(fees, currency);
  }
  figures.equity = figures.cash + figures.marketValue;
  // In each currency realized + unrealized - fees + income = cash + market value; taken as what is left, it still holds
  // after every term was rounded.
  figures.unrealized = figures.equity - figures.realized + figures.fees - figures.income;
  return { figures, stale };
}

function unallocatedFigures(account: AccountBook, converter: Converter): Figures {
  const figures = empty();
  figures.initialCash = converter.convert(account.initialCash, account.currency);
  for (const currency of account.ledger.currencies())
    figures.transfers += converter.convert(account.ledger.total(currency), currency);
  figures.cash = figures.initialCash + figures.transfers;
  figures.equity = figures.cash;
  return figures;
}

/** Builds the report of a firm; see `Portfolio.report`. */
export function reportOf(
  accounts: readonly AccountBook[],
  reading: MarkReading,
  currency: string,
  rates: ConversionRates,
): Result<FirmReport> {
  const converter = new Converter(currency, rates, reading.nowUs ?? 0);
  const firm = empty();
  const reports: AccountReport[] = [];
  let stale = false;
  for (const account of accounts) {
    const figures = empty();
    const unallocated = unallocatedFigures(account, converter);
    addTo(figures, unallocated);
    const strategies: StrategyReport[] = [];
    for (const [strategy, book] of account.strategies) {
      const part = strategyFigures(account, strategy, book, reading, converter);
      addTo(figures, part.figures);
      stale ||= part.stale;
      strategies.push({ strategy, figures: part.figures });
    }
    addTo(firm, figures);
    reports.push({ account: account.id, figures, unallocated, strategies });
  }
  return converter.refusal ?? ok({ currency, figures: firm, accounts: reports, stale });
}
