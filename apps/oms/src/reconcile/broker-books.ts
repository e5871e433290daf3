import { formatDecimal, formatMoney, type Instrument } from '@bourseworks/domain';
import { OUTSIDE } from '@bourseworks/order-engine';
import { delay, type BrokerAdapter, type BrokerPosition, type Clock, type EventLog } from '@bourseworks/ports';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsCore } from '../core/oms-core.js';
import { asked } from './asked.js';
import type { PositionPolicy } from './policies.js';
import type { CashDifference, PositionDifference, ReconcileReport } from './reconcile-report.js';

export interface BrokerBooksOptions {
  readonly positions: PositionPolicy;
  /** Accounts that a broker holds. */
  readonly accountsOf: (adapter: string) => readonly string[];
}

interface Difference {
  readonly instrument: Instrument;
  readonly ours: number;
  readonly broker: number;
  readonly averagePx: number;
}

/**
 * Compares positions and cash with what a broker states. A position that differs twice, with the broker's consistency
 * horizon between and nothing booked meanwhile, is brought to the broker's by an explicit adjustment of strategy `outside`,
 * or flagged. Cash is only ever flagged: what is missing (interest, a dividend, a transfer) is for a person to book by its
 * kind. Where brokers share an account, each knows its part alone: what more than one of them may hold is not compared.
 */
export class BrokerBooks {
  /** Differences of cash that were told last, by account and currency: a lasting one is told once. */
  private readonly toldCash = new Map<string, bigint>();

  constructor(
    private readonly core: OmsCore,
    private readonly directory: BrokerDirectory,
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly options: BrokerBooksOptions,
  ) {}

  /** `refetch` books fills that may have been missed; called before a difference is believed. */
  async compare(
    broker: BrokerAdapter,
    account: string,
    report: ReconcileReport,
    refetch: () => Promise<void>,
  ): Promise<void> {
    const sharing = this.sharing(broker.name, account);
    if (sharing.length > 0)
      report.addNote(
        `${account} is traded at ${sharing.join(', ')} as well: its cash, and instruments of their venues, are not compared; say in ACCOUNTS which broker it has (adapters)`,
      );
    await this.comparePositions(broker, account, report, refetch);
    if (sharing.length === 0) await this.compareCash(broker, account, report);
  }

  /** Other brokers of an account. */
  private sharing(adapter: string, account: string): string[] {
    const others = this.directory.all().filter(({ name }) => name !== adapter);
    return others.map(({ name }) => name).filter((name) => this.options.accountsOf(name).includes(account));
  }

  private async comparePositions(
    broker: BrokerAdapter,
    account: string,
    report: ReconcileReport,
    refetch: () => Promise<void>,
  ): Promise<void> {
    const stated = await asked(this.clock, broker.positions(account));
    if (stated === undefined) {
      report.addNote(`${broker.name} states no positions of ${account}`);
      return;
    }
    const first = this.differences(broker.name, account, stated);
    report.positionsCompared += this.instruments(broker.name, account, stated).size;
    if (first.length === 0) return;
    await refetch();
    await delay(this.clock, broker.capabilities.consistencyHorizonUs);
    const again = await asked(this.clock, broker.positions(account));
    if (again === undefined) return;
    for (const difference of this.differences(broker.name, account, again)) {
      const same = first.find(({ instrument }) => instrument.key === difference.instrument.key);
      // It moves while it is looked at: fills are on their way, the next look will tell.
      if (same?.ours !== difference.ours || same.broker !== difference.broker) continue;
      report.positions.push(this.settle(broker, account, difference));
    }
  }

  private settle(broker: BrokerAdapter, account: string, difference: Difference): PositionDifference {
    const { instrument, ours, broker: theirs, averagePx } = difference;
    const row = { account, instrument, ours, broker: theirs };
    if (broker.capabilities.volatileBooks === true) return { ...row, action: 'told' };
    const text = (units: number): string => formatDecimal(units, instrument.qtyScale);
    const message = `${broker.name} holds ${text(theirs)} ${instrument.key} for ${account}, our books ${text(ours)}`;
    this.log.warn({ event: 'oms.position_differs', adapter: broker.name, account, instrument: instrument.key });
    if (this.options.positions === 'flag') {
      const what = { adapter: broker.name, account, code: 'BOOKS_DIFFER', message } as const;
      this.core.perform((engine, nowUs) => engine.outside.flag(what, nowUs));
      return { ...row, action: 'flagged' };
    }
    const { venue, symbol } = instrument;
    const what = { account, strategy: OUTSIDE, venue, symbol, adapter: broker.name, quantity: theirs - ours };
    const price = averagePx > 0 ? averagePx : this.markOf(account, instrument);
    this.core.perform((engine, nowUs) =>
      engine.outside.adjustPosition({ ...what, price, reason: `reconciliation: ${message}` }, nowUs),
    );
    return { ...row, action: 'adjusted' };
  }

  private markOf(account: string, { key }: Instrument): number {
    return this.core.engine.portfolio.positions({ account }).find((row) => row.instrument.key === key)?.mark ?? 0;
  }

  /** Instruments of the broker in which either side holds something, with what we hold. */
  private instruments(adapter: string, account: string, stated: readonly BrokerPosition[]) {
    const held = new Map<string, { instrument: Instrument; ours: number }>();
    for (const { instrument, quantity } of this.core.engine.portfolio.positions({ account })) {
      if (this.directory.instrument(adapter, instrument.venue, instrument.symbol) === undefined) continue;
      held.set(instrument.key, { instrument, ours: (held.get(instrument.key)?.ours ?? 0) + quantity });
    }
    for (const { instrument } of stated)
      if (!held.has(instrument.key)) held.set(instrument.key, { instrument, ours: 0 });
    const sharing = this.sharing(adapter, account);
    const isShared = ({ venue }: Instrument): boolean =>
      this.directory.routes(venue).some((route) => sharing.includes(route.adapter));
    for (const [key, { instrument }] of held) if (isShared(instrument)) held.delete(key);
    return held;
  }

  private differences(adapter: string, account: string, stated: readonly BrokerPosition[]): Difference[] {
    const byKey = new Map(stated.map((position) => [position.instrument.key, position]));
    const found: Difference[] = [];
    for (const [key, { instrument, ours }] of this.instruments(adapter, account, stated)) {
      const position = byKey.get(key);
      const broker = position?.quantity ?? 0;
      if (broker !== ours) found.push({ instrument, ours, broker, averagePx: position?.averagePx ?? 0 });
    }
    return found;
  }

  private async compareCash(broker: BrokerAdapter, account: string, report: ReconcileReport): Promise<void> {
    const balances = await asked(this.clock, broker.balances(account));
    const currency = this.core.engine.portfolio.account(account)?.currency ?? '';
    const stated = balances?.find((balance) => balance.currency === currency);
    if (stated === undefined) {
      report.addNote(`${broker.name} states no ${currency} of ${account}`);
      return;
    }
    const ours = this.core.engine.portfolio.snapshot(account)?.cash ?? 0n;
    const key = `${broker.name}|${account}`;
    if (ours === stated.total) {
      this.toldCash.delete(key);
      return;
    }
    report.cash.push(this.tellCash(broker, { account, currency, ours, broker: stated.total, action: 'told' }, key));
  }

  private tellCash(broker: BrokerAdapter, row: CashDifference, key: string): CashDifference {
    if (broker.capabilities.volatileBooks === true) return row;
    const difference = row.broker - row.ours;
    if (this.toldCash.get(key) !== difference) {
      this.toldCash.set(key, difference);
      const { account, currency } = row;
      const message = `${broker.name} holds ${formatMoney(row.broker)} ${currency} for ${account}, our books ${formatMoney(row.ours)}`;
      const what = { adapter: broker.name, account, code: 'BOOKS_DIFFER', message } as const;
      this.core.perform((engine, nowUs) => engine.outside.flag(what, nowUs));
    }
    return { ...row, action: 'flagged' };
  }
}
