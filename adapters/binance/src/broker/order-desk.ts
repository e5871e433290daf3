import type { ErrorCode, ExecType, ExecutionReport, Instrument, OrderTerms } from '@bourseworks/domain';
import type { BrokerOrder, Clock, Timer } from '@bourseworks/ports';
import type { Answer, Refused } from '@bourseworks/venue-client';
import { toClientId } from '../mapper/client-id.js';
import { NO_SUCH_ORDER, NOTHING_TO_CHANGE, reasonOf, toErrorCode, UNKNOWN_ORDER } from '../mapper/error.mapper.js';
import { toReport, type ReportIds } from '../mapper/report.mapper.js';
import { toOrdStatus } from '../mapper/statuses.js';
import { read } from '../parse/fields.js';
import { isConditionalId, type OrderEvent } from '../parse/order-event.js';
import { parseOrder, parsePlaced, type VenueOrder } from '../parse/answers.js';
import type { VenueRest } from '../session/venue-rest.js';
import type { Executions } from './executions.js';
import type { KnownOrder, KnownOrders, SentCancel, SentReplace } from './known-orders.js';
import type { Market } from './market.js';

type Command = 'submit' | 'cancel' | 'replace';

const REFUSED: Readonly<Record<Command, ExecType>> = {
  submit: 'Rejected',
  cancel: 'CancelRejected',
  replace: 'ReplaceRejected',
};

const ENDS: ReadonlySet<ExecType> = new Set(['Canceled', 'Rejected', 'Expired']);

/** What the desk needs of the broker it works for. */
export interface DeskPorts {
  report(report: ExecutionReport): void;
  instrument(symbol: string): Instrument | undefined;
  lookup(order: KnownOrder): Promise<VenueOrder | undefined>;
  linked(): boolean;
}

/**
 * Sends orders, cancels and replaces, and makes one account of what two channels say of them: the answers, and the stream.
 * The stream tells the end of an order, because it keeps it in order with the fills; an answer tells what the stream does
 * not: acceptance at once, refusals, and outcomes that are not known.
 */
export class OrderDesk {
  private readonly settling = new Set<Timer>();
  private closed = false;

  constructor(
    private readonly market: Market,
    private readonly rest: VenueRest,
    private readonly orders: KnownOrders,
    private readonly executions: Executions,
    private readonly clock: Clock,
    private readonly settleMs: number,
    private readonly ports: DeskPorts,
  ) {}

  submit(order: BrokerOrder): void {
    const { clOrdId, instrument, terms } = order;
    const conditional = this.market.isConditional(terms);
    const known = this.orders.note({ clOrdId, symbol: instrument.symbol, conditional });
    const call = this.market.submit(order, known.clientId);
    if (!call.ok) return this.refuse(clOrdId, 'submit', call.refusal.code, call.refusal.message);
    if (!this.ports.linked()) {
      known.closed = true;
      return this.refuse(clOrdId, 'submit', 'ORDER_REJECTED', 'it was not sent: the user data stream is not connected');
    }
    known.submission = this.toItsEnd({ clOrdId }, async () => {
      const answer = await this.rest.tell(call.value).finally(() => (known.submission = undefined));
      this.submitted(known, instrument, answer);
    });
  }

  /** Refuses what was never sent; reported after the caller is done. */
  refuse(clOrdId: string, command: Command, code: ErrorCode, reason: string, origClOrdId?: string): void {
    const ids = origClOrdId === undefined ? { clOrdId } : { clOrdId, origClOrdId };
    queueMicrotask(() => this.tell(this.refusal(ids, command, code, reason)));
  }

  /** A cancel is sent whatever the state of the stream: taking risk off must not wait for it. */
  async cancel(order: BrokerOrder, cancelId: string): Promise<void> {
    const { clOrdId, instrument, terms } = order;
    const known = this.orders.note({
      clOrdId,
      symbol: instrument.symbol,
      conditional: this.market.isConditional(terms),
    });
    const cancel = { id: cancelId, origId: clOrdId };
    this.orders.cancelling(known, cancel);
    await this.toItsEnd(idsOf(cancel), async () => {
      // Cancels overtake: one that came before its order would be refused, and the order live.
      await known.submission;
      let answer: Answer | undefined;
      for (const call of this.market.cancels(known, toClientId(cancelId))) {
        answer = await this.rest.tell(call);
        if (!(answer.kind === 'refused' && isUnknownOrder(answer))) break;
      }
      if (answer !== undefined) this.cancelled(known, instrument, cancel, answer);
    });
  }

  async replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): Promise<void> {
    const { clOrdId, instrument } = order;
    const conditional = this.market.isConditional(order.terms);
    const known = this.orders.note({ clOrdId, symbol: instrument.symbol, conditional });
    const call = this.market.replace(order, known.clientId, terms);
    if (!call.ok) return this.refuse(replaceId, 'replace', call.refusal.code, call.refusal.message, clOrdId);
    const { quantity, price } = terms;
    const replace: SentReplace = { id: replaceId, origId: clOrdId, quantity, price, told: false };
    this.orders.replacing(known, replace);
    await this.toItsEnd(idsOf(replace), async () => {
      await known.submission;
      this.replaced(known, instrument, replace, await this.rest.tell(call.value));
    });
  }

  /** What the stream says of an order, whether ours or not. Throws DomainError DATA_FORMAT. */
  receive(event: OrderEvent): void {
    // Symbols that are not traded here: no order of ours can be in them.
    const instrument = this.ports.instrument(event.symbol);
    if (instrument === undefined) return;
    const known = this.orders.ofClientId(event.clientId);
    this.orders.noteVenueId(event.symbol, event.orderId, event.clientId);
    const report = toReport(event, instrument, { clOrdId: known?.clOrdId ?? event.clientId });
    if (report.execType === 'OrderStatus') return;
    if (report.execType === 'Trade' && !this.orders.isNewFill(report.execId)) return;
    if (known === undefined) return this.tell(report);
    this.follow(known, report, event);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.settling) timer.cancel();
    this.settling.clear();
  }

  /** Work on a command ends in a report: an answer that cannot be read tells as little as none. */
  private async toItsEnd(ids: ReportIds, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.tell(this.unknown(ids, messageOf(error)));
    }
  }

  /** A report about an order of ours: what was told already is not told again. */
  private follow(known: KnownOrder, report: ExecutionReport, { cancelId }: OrderEvent): void {
    const { execType } = report;
    if (execType === 'New') return this.accept(known, report);
    if (execType === 'Restated') return this.restated(known, report);
    if (ENDS.has(execType)) return this.end(known, report, cancelId);
    if (report.ordStatus === 'Filled') known.closed = true;
    known.accepted = true;
    this.tell(report);
  }

  private accept(known: KnownOrder, report: ExecutionReport): void {
    if (known.accepted) return;
    known.accepted = true;
    this.tell(report);
  }

  /** Ends once, under the id of our cancel when it is that which ended it. */
  private end(known: KnownOrder, report: ExecutionReport, cancelId?: string): void {
    if (known.closed) return;
    known.closed = true;
    known.accepted = true;
    if (report.execType !== 'Canceled') return this.tell(report);
    const cancel = known.cancels.find(({ id }) => cancelId === undefined || cancelId === toClientId(id));
    if (cancel !== undefined) return this.tell({ ...report, ...idsOf(cancel) });
    const { replace } = known;
    const decreased = replace !== undefined && !replace.told && replace.quantity <= (report.cumQty ?? 0);
    if (decreased) this.tellReplaced(known, replace, { ...report, ordStatus: 'Filled' });
    else this.tell(report);
  }

  private restated(known: KnownOrder, report: ExecutionReport): void {
    const { replace } = known;
    if (replace === undefined || report.orderQty !== replace.quantity || report.price !== replace.price)
      return this.tell(report);
    if (!replace.told) this.tellReplaced(known, replace, report);
  }

  /** From now on the order is reported under the id of the replace. */
  private tellReplaced(known: KnownOrder, replace: SentReplace, report: ExecutionReport): void {
    replace.told = true;
    known.clOrdId = replace.id;
    const { quantity: orderQty, price } = replace;
    this.tell({ ...report, ...idsOf(replace), execType: 'Replaced', orderQty, price });
  }

  private submitted(known: KnownOrder, instrument: Instrument, answer: Answer): void {
    const ids = { clOrdId: known.clOrdId };
    if (answer.kind === 'ok') return this.acknowledged(known, instrument, answer.body);
    // The stream heard of it already: it is there.
    if (known.accepted) return;
    if (answer.kind === 'unknown') return this.tell(this.unknown(ids, answer.reason));
    known.closed = true;
    this.tell(this.refusal(ids, 'submit', toErrorCode(answer, 'ORDER_REJECTED'), reasonOf(answer)));
  }

  private acknowledged(known: KnownOrder, { symbol }: Instrument, body: unknown): void {
    let venueOrderId: string;
    try {
      venueOrderId = parsePlaced(body);
    } catch (error) {
      // It may be anything, so it tells nothing.
      if (!known.accepted) this.tell(this.unknown({ clOrdId: known.clOrdId }, messageOf(error)));
      return;
    }
    this.orders.noteVenueId(symbol, venueOrderId, known.clientId);
    const time = { us: this.rest.serverClock.nowMs() * 1_000, ns: 0 };
    this.accept(known, {
      clOrdId: known.clOrdId,
      venueOrderId,
      execId: '',
      execType: 'New',
      ordStatus: 'New',
      ...time,
    });
  }

  private cancelled(known: KnownOrder, instrument: Instrument, cancel: SentCancel, answer: Answer): void {
    const ids = idsOf(cancel);
    if (answer.kind === 'ok') return this.settleSoon(known, instrument);
    if (answer.kind === 'unknown') {
      if (!known.closed) this.tell(this.unknown(ids, answer.reason));
      return;
    }
    known.cancels = known.cancels.filter((one) => one !== cancel);
    const code = isUnknownOrder(answer) && known.closed ? 'ORDER_CLOSED' : toErrorCode(answer, 'ORDER_KEPT');
    this.tell(this.refusal(ids, 'cancel', code, reasonOf(answer)));
  }

  private replaced(known: KnownOrder, instrument: Instrument, replace: SentReplace, answer: Answer): void {
    // An answer that came so late that another replace was sent meanwhile says nothing of that one.
    if (replace !== known.replace || replace.told) return;
    if (answer.kind === 'unknown') return this.tell(this.unknown(idsOf(replace), answer.reason));
    if (answer.kind === 'refused' && answer.code !== NOTHING_TO_CHANGE) {
      replace.told = true;
      return this.tell(this.refusal(idsOf(replace), 'replace', toErrorCode(answer, 'ORDER_KEPT'), reasonOf(answer)));
    }
    const order = answer.kind === 'ok' ? orderOf(answer.body) : undefined;
    // A quantity of no more than is filled ends the order instead: the stream tells.
    if (answer.kind === 'ok' && (order === undefined || toOrdStatus(order.status) === 'Canceled'))
      return this.settleSoon(known, instrument);
    const cumQty = order === undefined ? undefined : read.unitsOf(order.cumQty, instrument.qtyScale);
    const leaves = cumQty === undefined ? {} : { leavesQty: Math.max(0, replace.quantity - cumQty) };
    const now = { us: this.rest.serverClock.nowMs() * 1_000, ns: 0 };
    this.tellReplaced(known, replace, { ...idsOf(replace), execId: '', execType: 'Replaced', ...leaves, ...now });
  }

  /** The stream tells the end of an order; where it does not, the order is asked about. */
  private settleSoon(known: KnownOrder, instrument: Instrument): void {
    const waitUs = this.ports.linked() ? this.settleMs * 1_000 : 0;
    const timer = this.clock.setTimer(waitUs, () => {
      this.settling.delete(timer);
      if (known.closed || this.closed) return;
      // Without an answer the order stays as it is: whoever waits for it asks again.
      this.settle(known, instrument).catch(() => undefined);
    });
    this.settling.add(timer);
  }

  private async settle(known: KnownOrder, instrument: Instrument): Promise<void> {
    const order = await this.ports.lookup(known);
    const ordStatus = order === undefined ? undefined : toOrdStatus(order.status);
    if (order === undefined || ordStatus === undefined) return;
    const fills = isConditionalId(order.orderId) ? [] : await this.executions.ofOrder(instrument, order.orderId);
    for (const fill of fills) if (this.orders.isNewFill(fill.execId)) this.tell(fill);
    if (ordStatus === 'Filled') known.closed = true;
    if (ordStatus !== 'Canceled' && ordStatus !== 'Expired' && ordStatus !== 'Rejected') return;
    this.end(known, {
      clOrdId: known.clOrdId,
      venueOrderId: order.orderId,
      execId: '',
      execType: ordStatus,
      ordStatus,
      cumQty: read.unitsOf(order.cumQty, instrument.qtyScale),
      leavesQty: 0,
      us: this.rest.serverClock.nowMs() * 1_000,
      ns: 0,
    });
  }

  private refusal(ids: ReportIds, command: Command, code: ErrorCode, reason: string): ExecutionReport {
    const status = command === 'submit' ? { ordStatus: 'Rejected' as const } : {};
    return { ...ids, execId: '', execType: REFUSED[command], ...status, code, reason, us: this.clock.nowUs(), ns: 0 };
  }

  private unknown(ids: ReportIds, reason: string): ExecutionReport {
    return { ...ids, execId: '', execType: 'Unknown', reason, us: this.clock.nowUs(), ns: 0 };
  }

  private tell(report: ExecutionReport): void {
    if (!this.closed) this.ports.report(report);
  }
}

function idsOf({ id, origId }: SentCancel): ReportIds {
  return { clOrdId: id, origClOrdId: origId };
}

function isUnknownOrder({ code }: Refused): boolean {
  return code === UNKNOWN_ORDER || code === NO_SUCH_ORDER;
}

/** The order that an answer shows; undefined when it shows none: then the answer tells nothing. */
function orderOf(body: unknown): VenueOrder | undefined {
  try {
    return parseOrder(body);
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
