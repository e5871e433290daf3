import {
  TIMES_IN_FORCE,
  US_PER_DAY,
  type Bar,
  type ErrorCode,
  type ExecutionReport,
  type Instrument,
  type OrderTerms,
  type Quote,
} from '@bourseworks/domain';
import {
  BrokerAdapter,
  type BrokerCapabilities,
  type BrokerOrder,
  type BrokerOrderState,
  type BrokerSink,
  type MarketDataDriven,
} from '@bourseworks/ports';
import { feeRateUnits } from '../config.js';
import { zoneOffsetUs } from '../lean/local-day.js';
import { BoundedMap } from './bounded-map.js';
import { barFill, fillFee } from './fill-price.js';
import { PaperOrder } from './paper-order.js';

export interface PaperBrokerOptions {
  readonly name: string;
  readonly loadInstruments: () => Promise<readonly Instrument[]>;
  /** Decimal text, e.g. "0.001" = 0.1 % of the notional. */
  readonly feeRate: string;
}

/** Closed orders and fills that queries can still see. */
const MAX_CLOSED = 100_000;
const MAX_FILLS = 100_000;

const PAST_TENSE = { CancelRejected: 'cancelled', ReplaceRejected: 'replaced' } as const;

/**
 * A venue in memory that fills against the bars it is shown. Rules: barFill; IOC and FOK are decided at the next open; a DAY
 * order expires with the first bar of a later day (New York for equities, UTC else), its day being that of the first bar
 * after it. Reports are made while a call runs: a lock-step replay needs no waiting. Times of reports are those of the
 * market last shown (the sender's before the first bar). Nothing is kept over a restart: all orders are then unknown to it.
 */
export class PaperBroker extends BrokerAdapter implements MarketDataDriven {
  readonly name: string;
  readonly capabilities: BrokerCapabilities = {
    orderTypes: ['MARKET', 'LIMIT'],
    timesInForce: TIMES_IN_FORCE,
    replace: true,
    uniqueClOrdId: true,
    consistencyHorizonUs: 0,
  };

  private readonly feeRate: bigint;
  private readonly loadInstruments: () => Promise<readonly Instrument[]>;
  private listed = new Map<string, Instrument>();
  private sink: BrokerSink | undefined;
  private marketUs = 0;
  private sequence = 0;
  /** Open orders by instrument, in order of arrival. */
  private readonly openByInstrument = new Map<string, Map<string, PaperOrder>>();
  /** Open orders under every id of their chain. */
  private readonly openById = new Map<string, PaperOrder>();
  private readonly closedById = new BoundedMap<string, PaperOrder>(MAX_CLOSED);
  private readonly fills = new BoundedMap<string, { account: string; report: ExecutionReport }>(MAX_FILLS);

  constructor(options: PaperBrokerOptions) {
    super();
    this.name = options.name;
    this.feeRate = feeRateUnits(options.feeRate);
    this.loadInstruments = options.loadInstruments;
  }

  instruments(): readonly Instrument[] {
    return [...this.listed.values()];
  }

  async connect(sink: BrokerSink): Promise<void> {
    const instruments = await this.loadInstruments();
    this.listed = new Map(instruments.map((instrument) => [instrument.key, instrument]));
    this.sink = sink;
    sink.link(true);
  }

  submit(order: BrokerOrder): void {
    const known = this.find(order.account, order.clOrdId);
    if (known !== undefined) {
      // A repeated send must neither make a second order nor look like a rejection of the first.
      this.emit(known.report('OrderStatus', this.timeFor(order), { reason: 'the order is known already' }));
      return;
    }
    const venueOrderId = `${this.name}-${++this.sequence}`;
    const paper = new PaperOrder(order.clOrdId, venueOrderId, order.account, order.instrument, order.terms);
    const refusal = this.refuses(order.instrument, order.terms);
    if (refusal !== undefined) {
      paper.status = 'Rejected';
      this.remember(paper);
      this.emit(paper.report('Rejected', this.timeFor(order), refusal));
      return;
    }
    this.openById.set(idKey(order.account, order.clOrdId), paper);
    this.openOf(order.instrument.key).set(paper.venueOrderId, paper);
    this.emit(paper.report('New', this.timeFor(order)));
  }

  cancel(order: BrokerOrder, cancelId: string): void {
    const paper = this.takesCommand(order, cancelId, 'CancelRejected');
    if (paper === undefined) return;
    const origClOrdId = order.clOrdId;
    paper.status = 'Canceled';
    this.retire(paper);
    this.emit(paper.report('Canceled', this.timeFor(order), { clOrdId: cancelId, origClOrdId }));
  }

  replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): void {
    const paper = this.takesCommand(order, replaceId, 'ReplaceRejected');
    if (paper === undefined) return;
    const us = this.timeFor(order);
    const refusal = this.refuses(paper.instrument, terms);
    if (refusal !== undefined || terms.side !== paper.terms.side) {
      const reason = refusal?.reason ?? 'the side of an order cannot be changed';
      const ids = { clOrdId: replaceId, origClOrdId: order.clOrdId };
      this.emit(paper.report('ReplaceRejected', us, { ...ids, code: 'ORDER_KEPT', reason }));
      return;
    }
    paper.terms = terms;
    paper.rename(replaceId);
    this.openById.set(idKey(order.account, replaceId), paper);
    const { quantity: orderQty, price } = terms;
    this.emit(paper.report('Replaced', us, { origClOrdId: order.clOrdId, orderQty, price }));
  }

  onBar(instrument: Instrument, bar: Bar): void {
    this.marketUs = Math.max(this.marketUs, bar.startUs);
    const orders = this.openByInstrument.get(instrument.key);
    // A copy: an order that a report provokes must not be filled by the bar that provoked it.
    for (const order of orders === undefined ? [] : [...orders.values()]) {
      if (order.open) this.match(order, bar);
    }
    this.marketUs = Math.max(this.marketUs, bar.endUs);
  }

  /** Bars alone decide; quotes of the files stand for the end of a minute only. */
  onQuote(_instrument: Instrument, _quote: Quote): void {}

  openOrders(account: string): Promise<readonly BrokerOrderState[]> {
    const orders = new Set([...this.openById.values()].filter((order) => order.account === account));
    return Promise.resolve([...orders].map((order) => order.state()));
  }

  order(account: string, clOrdId: string): Promise<BrokerOrderState | undefined> {
    return Promise.resolve(this.find(account, clOrdId)?.state());
  }

  fillsSince(account: string, sinceUs: number): Promise<readonly ExecutionReport[]> {
    const fills = [...this.fills.values()].filter((fill) => fill.account === account && fill.report.us >= sinceUs);
    return Promise.resolve(fills.map((fill) => fill.report));
  }

  close(): Promise<void> {
    this.sink?.link(false, 'closed');
    this.sink = undefined;
    return Promise.resolve();
  }

  private match(order: PaperOrder, bar: Bar): void {
    const day = localDay(order.instrument, bar.startUs);
    order.day ??= day;
    const { timeInForce } = order.terms;
    if (timeInForce === 'DAY' && order.day !== day) {
      this.expire(order, bar, 'the day of the order is over');
      return;
    }
    const fill = barFill(order.terms, bar);
    if (fill === undefined) {
      if (timeInForce === 'IOC' || timeInForce === 'FOK') this.expire(order, bar, 'not marketable at the open');
      return;
    }
    const fee = fillFee(order.instrument, fill.price, order.leavesQty, this.feeRate);
    const report = order.fill(fill.price, fee, fill.us);
    this.retire(order);
    this.fills.set(report.execId, { account: order.account, report });
    this.emit(report);
  }

  private expire(order: PaperOrder, bar: Bar, reason: string): void {
    order.status = 'Expired';
    this.retire(order);
    this.emit(order.report('Expired', bar.startUs, { reason }));
  }

  /** Why the terms cannot be taken, if so. */
  private refuses(instrument: Instrument, terms: OrderTerms): { code: ErrorCode; reason: string } | undefined {
    if (!this.listed.has(instrument.key))
      return { code: 'INSTRUMENT_UNKNOWN', reason: `${instrument.key} is not listed` };
    if (!(terms.quantity > 0)) return { code: 'QUANTITY_INVALID', reason: 'the quantity is not positive' };
    if (terms.type === 'LIMIT' && !(terms.price > 0))
      return { code: 'PRICE_INVALID', reason: 'the limit is not positive' };
    return undefined;
  }

  /** The open order that a cancel or replace is about; otherwise the command is rejected here. */
  private takesCommand(
    order: BrokerOrder,
    commandId: string,
    rejection: keyof typeof PAST_TENSE,
  ): PaperOrder | undefined {
    const paper = this.find(order.account, order.clOrdId);
    if (paper?.open === true) return paper;
    const us = this.timeFor(order);
    const ids = { clOrdId: commandId, origClOrdId: order.clOrdId };
    if (paper === undefined) {
      const reason = 'the order is not known here';
      this.emit({ ...ids, execId: '', execType: rejection, code: 'ORDER_UNKNOWN', reason, us, ns: 0 });
    } else {
      const reason = `too late to be ${PAST_TENSE[rejection]}: ${paper.status}`;
      this.emit(paper.report(rejection, us, { ...ids, code: 'ORDER_CLOSED', reason }));
    }
    return undefined;
  }

  private find(account: string, clOrdId: string): PaperOrder | undefined {
    const key = idKey(account, clOrdId);
    return this.openById.get(key) ?? this.closedById.get(key);
  }

  /** Moves an order that ended from the open to the closed ones. */
  private retire(order: PaperOrder): void {
    this.openOf(order.instrument.key).delete(order.venueOrderId);
    for (const id of order.ids) this.openById.delete(idKey(order.account, id));
    this.remember(order);
  }

  private remember(order: PaperOrder): void {
    for (const id of order.ids) this.closedById.set(idKey(order.account, id), order);
  }

  private openOf(instrumentKey: string): Map<string, PaperOrder> {
    let orders = this.openByInstrument.get(instrumentKey);
    if (orders === undefined) this.openByInstrument.set(instrumentKey, (orders = new Map()));
    return orders;
  }

  private timeFor(order: BrokerOrder): number {
    return this.marketUs === 0 ? order.sentUs : this.marketUs;
  }

  private emit(report: ExecutionReport): void {
    if (this.sink === undefined) throw new Error(`${this.name}: used before connect or after close`);
    this.sink.report(report);
  }
}

const idKey = (account: string, clOrdId: string): string => `${account}/${clOrdId}`;

/** Day number of a time where the instrument trades. */
function localDay(instrument: Instrument, us: number): number {
  const zone = instrument.assetClass === 'equity' ? 'America/New_York' : 'UTC';
  return Math.floor((us + zoneOffsetUs(zone, us)) / US_PER_DAY);
}
