import { formatMoney, formatNanos, ok, refuse, type Result } from '@bourseworks/domain';
import type {
  ReportExposureLineShape,
  ReportExposureShape,
  ReportFiguresShape,
  ReportQueryShape,
  ReportReplyShape,
  ReportRowShape,
} from '@bourseworks/dto';
import type { OrderEngine } from '@bourseworks/order-engine';
import {
  ALL,
  ConversionRates,
  exposureOf,
  type AccountReport,
  type CashLedger,
  type Exposure,
  type ExposureLine,
  type Figures,
} from '@bourseworks/portfolio';
import type { RiskConfig } from '@bourseworks/risk';
import type { PerformanceBook } from './performance-book.js';
import { performanceShape } from './performance-shape.js';

const DEFAULT_ROWS = 200;
const MAX_SYMBOLS = 50;
const PPM = 1_000_000;

/** Rates of the limits in force: each is of a currency to that of the firm. */
function ratesOf({ currency, rates = {} }: RiskConfig): ConversionRates {
  const stated = new ConversionRates();
  if (currency === undefined) return stated;
  // Limits in force were checked: none of these is refused.
  for (const [from, rate] of Object.entries(rates)) if (from !== currency) stated.set(from, currency, rate, 0);
  return stated;
}

/** That of the limits in force, else the one that all accounts have. */
function currencyOf(engine: OrderEngine, account: string | undefined): Result<string> {
  const { currency } = engine.limits;
  if (currency !== undefined) return ok(currency);
  const { portfolio } = engine;
  const ids = account === undefined ? portfolio.accountIds() : [account];
  const [first = '', ...others] = new Set(ids.map((id) => portfolio.account(id)?.currency ?? ''));
  if (others.length === 0) return ok(first);
  return refuse('CONVERSION_RATE_MISSING', 'accounts have several currencies: state currency and rates in the limits');
}

function figuresShape(figures: Figures): ReportFiguresShape {
  const { initialCash, transfers, cash, marketValue, equity, realized, unrealized, fees, income } = figures;
  return {
    initialCash: formatMoney(initialCash),
    transfers: formatMoney(transfers),
    cash: formatMoney(cash),
    marketValue: formatMoney(marketValue),
    equity: formatMoney(equity),
    realizedPnl: formatMoney(realized),
    unrealizedPnl: formatMoney(unrealized),
    fees: formatMoney(fees),
    income: formatMoney(income),
  };
}

function lineShape({ name, long, short, gross, net }: ExposureLine): ReportExposureLineShape {
  return {
    name,
    long: formatMoney(long),
    short: formatMoney(short),
    gross: formatMoney(gross),
    net: formatMoney(net),
  };
}

function exposureShape({ total, bySymbol, byAssetClass, largestPpm, herfindahlPpm }: Exposure): ReportExposureShape {
  const { name: _name, ...sums } = lineShape(total);
  const largestFirst = bySymbol.toSorted((a, b) => (a.gross === b.gross ? 0 : a.gross > b.gross ? -1 : 1));
  return {
    ...sums,
    bySymbol: largestFirst.slice(0, MAX_SYMBOLS).map(lineShape),
    byAssetClass: byAssetClass.map(lineShape),
    largest: largestPpm / PPM,
    concentration: herfindahlPpm / PPM,
  };
}

type Level = Pick<ReportRowShape, 'level' | 'account' | 'strategy'>;
type Kinds = Map<string, bigint>;

function addKinds(sum: Kinds, part: Kinds): void {
  for (const [kind, amount] of part) sum.set(kind, (sum.get(kind) ?? 0n) + amount);
}

/** Makes the rows of one report; the first refusal is kept and ends it. */
class ReportMaker {
  readonly rows: ReportRowShape[] = [];
  refusal: Result<never> | undefined;
  private readonly rates: ConversionRates;

  constructor(
    private readonly engine: OrderEngine,
    private readonly book: PerformanceBook,
    private readonly query: ReportQueryShape,
    private readonly currency: string,
    private readonly nowUs: number,
  ) {
    this.rates = ratesOf(engine.limits);
  }

  make(): void {
    const { engine, query, currency, rates, nowUs } = this;
    const report = engine.portfolio.report(currency, rates, nowUs, query.account);
    if (!report.ok) {
      this.refusal = report;
      return;
    }
    const { accounts, figures } = report.value;
    const all: Kinds = new Map();
    const perAccount = accounts.map((account) => ({ account, kinds: this.accountKinds(account) }));
    for (const { kinds } of perAccount) addKinds(all, kinds);
    if (query.account === undefined && query.strategy === undefined)
      this.add({ level: 'firm', account: '', strategy: '' }, figures, all, figures.equity);
    for (const { account, kinds } of perAccount) this.addAccount(account, kinds);
  }

  private addAccount(account: AccountReport, kinds: Kinds): void {
    const { account: id, figures } = account;
    const { strategy: asked } = this.query;
    if (asked === undefined || asked === ALL)
      this.add({ level: 'account', account: id, strategy: '' }, figures, kinds, figures.equity);
    for (const { strategy, figures: part } of account.strategies) {
      if (asked !== undefined && asked !== strategy) continue;
      const own = this.kindsOf(this.engine.portfolio.ledger(id, strategy));
      this.add({ level: 'strategy', account: id, strategy }, part, own, figures.equity);
    }
  }

  private add(place: Level, figures: Figures, kinds: Kinds, equity: bigint): void {
    if (this.rows.length > (this.query.limit ?? DEFAULT_ROWS) || this.refusal !== undefined) return;
    const { account, strategy, level } = place;
    const filter = level === 'firm' ? { strategy: ALL } : { account, strategy: strategy === '' ? ALL : strategy };
    const positions = this.engine.portfolio.positions(filter);
    const { currency, rates, nowUs } = this;
    const exposure = exposureOf(positions, { currency, rates, nowUs, equity });
    if (!exposure.ok) {
      this.refusal = exposure;
      return;
    }
    const { capitalUsedPpm: used } = exposure.value;
    const measured = level === 'firm' ? undefined : this.book.of(account, strategy === '' ? ALL : strategy);
    const performance = measured === undefined ? undefined : performanceShape(measured);
    this.rows.push({
      ...place,
      figures: figuresShape(figures),
      exposure: exposureShape(exposure.value),
      ...(used === undefined ? {} : { capitalUsed: used / PPM }),
      byKind: Object.fromEntries([...kinds].map(([kind, amount]) => [kind, formatMoney(amount)])),
      ...(performance === undefined ? {} : { performance }),
    });
  }

  private accountKinds({ account, strategies }: AccountReport): Kinds {
    const { portfolio } = this.engine;
    const kinds = this.kindsOf(portfolio.ledger(account));
    for (const { strategy } of strategies) addKinds(kinds, this.kindsOf(portfolio.ledger(account, strategy)));
    return kinds;
  }

  private kindsOf(ledger: CashLedger | undefined): Kinds {
    const kinds: Kinds = new Map();
    for (const [currency, kind, amount] of ledger?.entries() ?? []) {
      const converted = this.rates.convert(amount, currency, this.currency, this.nowUs);
      if (!converted.ok) this.refusal ??= converted;
      else kinds.set(kind, (kinds.get(kind) ?? 0n) + converted.value);
    }
    return kinds;
  }
}

/** Firm, accounts and strategies at a moment. Refuses CONVERSION_RATE_MISSING. */
export function reportReply(
  engine: OrderEngine,
  book: PerformanceBook,
  query: ReportQueryShape,
  nowUs: number,
): Result<ReportReplyShape> {
  const currency = currencyOf(engine, query.account);
  if (!currency.ok) return currency;
  const maker = new ReportMaker(engine, book, query, currency.value, nowUs);
  maker.make();
  if (maker.refusal !== undefined) return maker.refusal;
  const limit = query.limit ?? DEFAULT_ROWS;
  return ok({
    currency: currency.value,
    sequence: engine.lastSequence,
    time: formatNanos(nowUs),
    rows: maker.rows.slice(0, limit),
    more: maker.rows.length > limit,
  });
}
