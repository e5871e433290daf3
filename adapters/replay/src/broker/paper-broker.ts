import {
  hasLimitPrice,
  isStopType,
  knownUs,
  NO_INSTRUCTIONS,
  type Bar,
  type BookDelta,
  type BookSnapshot,
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
  type StreamSpec,
} from '@bourseworks/ports';
import { feeRateUnits } from '../config.js';
import { localTime } from '../files/local-day.js';
import { BoundedMap } from './bounded-map.js';
import { barFill, fillFee } from './fill-price.js';
import { Markets, sourceOf, type Market } from './market.js';
import { PaperOrder } from './paper-order.js';
import { bookFills, inTurn } from './book-fills.js';
import { barTrigger, shownTrigger, triggeredFill } from './stop-trigger.js';

export interface PaperBrokerOptions {
  readonly name: string;
  readonly loadInstruments: () => Promise<readonly Instrument[]>;
  /** Decimal text, e.g. "0.001" = 0.1 % of the notional. */
  readonly feeRate: string;
  /**
   * Whether quotes of an instrument are ticks, so that they fill orders; never by default. Quotes of minute files stand for
   * the end of a minute: their sizes are those of one moment in sixty seconds.
   */
  readonly quotesFill?: (instrument: Instrument) => boolean;
}

/** Closed orders and fills that queries can still see. */
const MAX_CLOSED = 100_000;
const MAX_FILLS = 100_000;

const PAST_TENSE = { CancelRejected: 'cancelled', ReplaceRejected: 'replaced' } as const;

/**
 * A venue in memory that fills against the data it is shown. An order meets data shown after it came, never what was there
 * already. One source fills an instrument's orders (Market): its book, else quotes that are ticks, else bars. Rules: barFill,
 * bookFills; IOC and FOK are decided by the first bar or known book after the order; a DAY order expires with the first
 * event of a later day (New York for equities, UTC else), its day being that of the first event after it. Reports are made while a call runs: a lock-step replay needs no waiting. Times of reports are those of the
 * market last shown (the sender's before the first event). Nothing is kept over a restart: all orders are then unknown to it.
 */
export class PaperBroker extends BrokerAdapter implements MarketDataDriven {
  readonly name: string;
  readonly capabilities: BrokerCapabilities = {
    orderTypes: ['MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT'],
    timesInForce: ['DAY', 'GTC', 'IOC', 'FOK', 'GTD'],
    replace: true,
    uniqueClOrdId: true,
    consistencyHorizonUs: 0,
    namedAccounts: true,
    volatileBooks: true,
  };

  private readonly feeRate: bigint;
  private readonly loadInstruments: () => Promise<readonly Instrument[]>;
  private readonly quotesFill: (instrument: Instrument) => boolean;
  private readonly markets = new Markets();
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
    this.quotesFill = options.quotesFill ?? (() => false);
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
    const reason = this.refuses(paper.instrument, terms)?.reason ?? keeps(paper, terms);
    if (reason !== undefined) {
      const ids = { clOrdId: replaceId, origClOrdId: order.clOrdId };
      this.emit(paper.report('ReplaceRejected', us, { ...ids, code: 'ORDER_KEPT', reason }));
      return;
    }
    paper.terms = terms;
    // With new terms it comes to the market anew.
    paper.resting = false;
    paper.rename(replaceId);
    this.openById.set(idKey(order.account, replaceId), paper);
    const { quantity: orderQty, price } = terms;
    this.emit(paper.report('Replaced', us, { origClOrdId: order.clOrdId, orderQty, price }));
  }

  /** A new run: what was shown in an earlier one is no market any more. */
  onStreams(streams: readonly StreamSpec[]): void {
    this.markets.clear();
    this.marketUs = 0;
    for (const { instrument, kind } of streams) {
      const source = sourceOf(kind);
      if (source === undefined || (source === 'quote' && !this.quotesFill(instrument))) continue;
      this.markets.of(instrument).offer(source);
    }
  }

  onBar(instrument: Instrument, bar: Bar): void {
    this.marketUs = Math.max(this.marketUs, bar.startUs);
    if (this.markets.of(instrument).source === 'bar') {
      for (const order of this.ordersOf(instrument)) if (order.open) this.matchBar(order, bar);
    }
    this.marketUs = Math.max(this.marketUs, bar.endUs);
  }

  onQuote(instrument: Instrument, quote: Quote): void {
    if (!this.quotesFill(instrument)) return;
    const market = this.markets.of(instrument);
    market.offer('quote');
    if (market.source !== 'quote') return;
    market.shown.applyQuote(quote);
    this.matchShown(instrument, market, knownUs(quote));
  }

  onBook(instrument: Instrument, book: BookSnapshot | BookDelta): void {
    const market = this.markets.of(instrument);
    market.offer('book');
    // An order must not be filled by what was there before it came: only a change of the book lets it in.
    if (market.shown.apply(book)) this.matchShown(instrument, market, knownUs(book));
  }

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

  /** A copy: an order that a report provokes must not be filled by the event that provoked it. */
  private ordersOf({ key }: Instrument): PaperOrder[] {
    const orders = this.openByInstrument.get(key);
    return orders === undefined || orders.size === 0 ? [] : [...orders.values()];
  }

  private matchBar(order: PaperOrder, bar: Bar): void {
    if (this.outlived(order, bar.startUs)) return;
    const trigger = order.waits ? barTrigger(order.terms, bar) : undefined;
    if (trigger !== undefined) this.trigger(order, trigger.us);
    // A report may have cancelled it.
    if (order.waits || !order.open) return;
    const fill = trigger === undefined ? barFill(order.terms, bar) : triggeredFill(order.terms, trigger);
    // Whole: a bar does not tell how much could have been had.
    if (fill !== undefined) this.fill(order, fill.price, order.leavesQty, fill.us);
    else if (isImmediate(order.terms)) this.expire(order, bar.startUs, 'not marketable at the open');
  }

  private matchShown(instrument: Instrument, { shown }: Market, us: number): void {
    this.marketUs = Math.max(this.marketUs, us);
    for (const order of inTurn(this.ordersOf(instrument))) {
      if (!order.open || this.outlived(order, us) || !shown.known) continue;
      if (order.waits && shownTrigger(order.terms, shown)) this.trigger(order, us);
      if (order.waits || !order.open) continue;
      for (const { price, quantity } of bookFills(order, shown)) {
        // A report may have cancelled it.
        if (order.open) this.fill(order, price, quantity, us);
      }
      if (!order.open) continue;
      if (isImmediate(order.terms)) this.expire(order, us, 'the book did not offer all of it');
      else order.resting = hasLimitPrice(order.terms.type);
    }
  }

  private trigger(order: PaperOrder, us: number): void {
    order.triggered = true;
    this.emit(order.report('Restated', us, { triggered: true, reason: 'the stop was triggered' }));
  }

  private fill(order: PaperOrder, price: number, quantity: number, us: number): void {
    const report = order.fill(price, quantity, fillFee(order.instrument, price, quantity, this.feeRate), us);
    if (!order.open) this.retire(order);
    this.fills.set(report.execId, { account: order.account, report });
    this.emit(report);
  }

  /** Expires a DAY order whose day, or a GTD order whose time is over at `us`. */
  private outlived(order: PaperOrder, us: number): boolean {
    const day = localDay(order.instrument, us);
    order.day ??= day;
    const { goodTillUs } = order.terms.instructions ?? NO_INSTRUCTIONS;
    if (goodTillUs > 0 && us >= goodTillUs) {
      this.expire(order, us, 'the time of the order is over');
      return true;
    }
    if (order.terms.timeInForce !== 'DAY' || order.day === day) return false;
    this.expire(order, us, 'the day of the order is over');
    return true;
  }

  private expire(order: PaperOrder, us: number, reason: string): void {
    order.status = 'Expired';
    this.retire(order);
    this.emit(order.report('Expired', us, { reason }));
  }

  /** Why the terms cannot be taken, if so. */
  private refuses(instrument: Instrument, terms: OrderTerms): { code: ErrorCode; reason: string } | undefined {
    if (!this.listed.has(instrument.key))
      return { code: 'INSTRUMENT_UNKNOWN', reason: `${instrument.key} is not listed` };
    if (!(terms.quantity > 0)) return { code: 'QUANTITY_INVALID', reason: 'the quantity is not positive' };
    const { stopPrice } = terms.instructions ?? NO_INSTRUCTIONS;
    if (isStopType(terms.type) && !(stopPrice > 0))
      return { code: 'PRICE_INVALID', reason: 'the trigger is not positive' };
    if (hasLimitPrice(terms.type) && !(terms.price > 0))
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

const isImmediate = ({ timeInForce }: OrderTerms): boolean => timeInForce === 'IOC' || timeInForce === 'FOK';

/** Why an order keeps its old terms, if it must. */
function keeps({ terms: old, cumQty }: PaperOrder, terms: OrderTerms): string | undefined {
  if (terms.side !== old.side) return 'the side of an order cannot be changed';
  return terms.quantity > cumQty ? undefined : 'as much is filled already';
}

/** Day number of a time where the instrument trades. */
function localDay(instrument: Instrument, us: number): number {
  const zone = instrument.assetClass === 'equity' ? 'America/New_York' : 'UTC';
  return localTime(zone).dayOf(us);
}
