import type { Instrument } from '@bourseworks/domain';
import type { OrderEngine, SnapshotPart } from '@bourseworks/order-engine';
import {
  ALL,
  type AccountConfig,
  type FillImage,
  type FillSink,
  type Portfolio,
  type PortfolioSnapshot,
} from '@bourseworks/portfolio';
import { Measured } from './measured.js';

/** Accounts and strategies that are measured; of further strategies there are figures, but no statistics. */
const MAX_MEASURED = 2_000;

/** What is shown of an account at each point; amounts are ledger money of the account. */
export type ShowFigures = (account: string, equity: bigint, drawdownRatio: number, gross: bigint) => void;

/** Deposits less withdrawals of an account in its own currency. */
function transfersOf(portfolio: Portfolio, { account, currency }: PortfolioSnapshot): bigint {
  const ledger = portfolio.ledger(account);
  if (ledger === undefined) return 0n;
  return ledger.sum(currency, 'deposit') + ledger.sum(currency, 'withdrawal') + ledger.sum(currency, 'conversion');
}

type BookImage = readonly { readonly account: string; readonly strategy: string; readonly fills: FillImage }[];

const isExposed = ({ positions }: PortfolioSnapshot): boolean => positions.some(({ quantity }) => quantity !== 0);

/**
 * Statistics of every account and strategy while the OMS runs: trades from all fills of the journal, curves from points of
 * equity since the start. A strategy has no capital of its own: its returns are what it earned on that of its account.
 */
export class PerformanceBook implements SnapshotPart {
  private readonly measured = new Map<string, Map<string, Measured>>();
  private readonly currencies = new Map<string, string>();
  private count = 0;

  constructor(
    accounts: readonly Pick<AccountConfig, 'id' | 'currency'>[],
    private readonly show: ShowFigures = () => undefined,
  ) {
    for (const { id, currency } of accounts) this.currencies.set(id, currency);
    this.clear();
  }

  /** Forgets everything. */
  clear(): void {
    this.measured.clear();
    this.count = 0;
    // Before any strategy: many of these do not keep an account from its statistics.
    for (const id of this.currencies.keys()) this.open(id, ALL);
  }

  of(account: string, strategy: string = ALL): Measured | undefined {
    return this.measured.get(account)?.get(strategy);
  }

  /** To be given every fill, those of a replay too. */
  readonly onFill: FillSink = (account, strategy, instrument, signedQty, price, fee, us) => {
    this.fill(account, ALL, instrument, signedQty, price, fee, us);
    this.fill(account, strategy, instrument, signedQty, price, fee, us);
  };

  /** What the fills of the journal left of each account and strategy: see `SnapshotPart`. */
  snapshot(): BookImage {
    const image: BookImage[number][] = [];
    for (const [account, strategies] of this.measured)
      for (const [strategy, { performance }] of strategies)
        image.push({ account, strategy, fills: performance.fillImage() });
    return image;
  }

  restore(image: unknown): void {
    for (const { account, strategy, fills } of image as BookImage)
      this.open(account, strategy)?.performance.restoreFills(fills);
  }

  /** A point of everybody's equity. */
  sample({ portfolio }: OrderEngine, nowUs: number): void {
    for (const account of portfolio.accountIds()) {
      const whole = portfolio.snapshot(account);
      if (whole === undefined) continue;
      const transfers = transfersOf(portfolio, whole);
      const own = this.open(account, ALL);
      own?.point(nowUs, whole.equity, transfers, isExposed(whole));
      this.show(account, whole.equity, own?.drawdownRatio ?? 0, whole.grossExposure);
      const capital = whole.initialCash + transfers;
      for (const [strategy, measured] of this.measured.get(account) ?? []) {
        const part = strategy === ALL ? undefined : portfolio.snapshot(account, strategy);
        if (part !== undefined) measured.point(nowUs, capital + part.equity, transfers, isExposed(part));
      }
    }
  }

  private fill(
    account: string,
    strategy: string,
    instrument: Instrument,
    signedQty: number,
    price: number,
    fee: bigint,
    us: number,
  ): void {
    // Orders are in the currency of their account: there is nothing to convert that could be refused.
    this.open(account, strategy)?.performance.fill(us, instrument, signedQty, price, fee);
  }

  private open(account: string, strategy: string): Measured | undefined {
    const known = this.of(account, strategy);
    const currency = this.currencies.get(account);
    if (known !== undefined || currency === undefined || this.count >= MAX_MEASURED) return known;
    this.count++;
    const measured = new Measured(currency);
    const strategies = this.measured.get(account) ?? new Map<string, Measured>();
    this.measured.set(account, strategies.set(strategy, measured));
    return measured;
  }
}
