import { applyExecution, ExecutionEffect, sideSign, type ErrorCode, type ExecutionReport } from '@bourseworks/domain';
import { countAnswer } from './contingent/order-list.js';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { alarm, type EventFacts } from './events.js';
import type { BookedExecution, Order } from './order.js';
import type { EngineRecord, ExecutionRecord, ReportFields } from './records/record.js';

const effect = new ExecutionEffect();

/** The broker's report inside a record. */
export function reportOf(record: ReportFields): ExecutionReport {
  return {
    clOrdId: record.reportId,
    origClOrdId: record.origClOrdId,
    venueOrderId: record.venueOrderId,
    execId: record.execId,
    execRefId: record.execRefId,
    execType: record.execType,
    ordStatus: record.venueStatus,
    lastQty: record.lastQty,
    lastPx: record.lastPx,
    cumQty: record.venueCumQty,
    leavesQty: record.venueLeavesQty,
    orderQty: record.orderQty,
    price: record.price,
    fee: record.fee,
    feeCurrency: record.feeCurrency,
    code: record.code,
    reason: record.reason,
    us: record.venueUs,
    ns: record.venueNs,
    triggered: record.triggered,
  };
}

/** Books a quantity of an order everywhere it counts: positions, cash, risk. Negative quantity takes back. */
export function bookFill(
  state: EngineState,
  order: Order,
  quantity: number,
  price: number,
  fee: bigint,
  feeCurrency: string,
  us: number,
): void {
  const signed = sideSign(order.state.side) * quantity;
  state.portfolio.fill(order.account, order.strategy, order.instrument, signed, price, fee, feeCurrency, us);
  const own = feeCurrency === '' || feeCurrency === order.instrument.currency;
  state.risk.filled(order.path, signed, price, own ? fee : 0n, us);
}

function bookFee(state: EngineState, order: Order, fee: bigint, feeCurrency: string, us: number): void {
  state.portfolio.charge(order.account, order.strategy, order.instrument, fee, feeCurrency, us);
  if (feeCurrency === '' || feeCurrency === order.instrument.currency) state.risk.charged(order.path, fee, us);
}

/** Remembers an execution and, for fills, what a later bust or correction takes back. */
export function remember(execution: BookedExecution): void {
  execution.order.addExecution(execution);
  execution.order.index.set(execution.execId, execution);
}

function raise(out: Decision, record: EngineRecord, order: Order, code: ErrorCode, message: string): void {
  out.effects.push({ kind: 'risk', sequence: record.sequence, event: alarm(record, code, order.clOrdId, message) });
}

function raiseAll(out: Decision, record: ExecutionRecord, order: Order): void {
  const { state } = order;
  if (effect.late)
    raise(
      out,
      record,
      order,
      'ORDER_FILL_LATE',
      `${record.execType} ${record.execId} after the order was ${state.working}`,
    );
  if (effect.overfill) raise(out, record, order, 'ORDER_OVERFILL', `filled ${state.cumQty} of ${state.quantity}`);
  if (effect.mismatch) {
    const message = `the venue states ${record.venueCumQty ?? 0} filled, the fills sum to ${state.cumQty}`;
    raise(out, record, order, 'ORDER_CUM_MISMATCH', message);
  }
  if (record.execType === 'Unknown') raise(out, record, order, 'ORDER_UNCERTAIN', record.reason);
}

/** Books what `effect` says was added and taken back, with the fee of the report. */
function bookEffect(state: EngineState, order: Order, record: ExecutionRecord): void {
  const fee = record.fee ?? 0n;
  if (effect.removedQty !== 0) bookFill(state, order, -effect.removedQty, effect.removedPx, 0n, '', record.us);
  if (effect.addedQty !== 0)
    bookFill(state, order, effect.addedQty, effect.addedPx, fee, record.feeCurrency, record.us);
  else if (fee !== 0n) bookFee(state, order, fee, record.feeCurrency, record.us);
  if (effect.addedQty > 0) state.risk.executed(order.path, record.us);
}

/** Applies a report, which is also what the record holds, to its order and to all that depends on it. */
export function executeReport(
  state: EngineState,
  order: Order,
  record: ExecutionRecord,
  report: ExecutionReport,
  facts: EventFacts,
  out: Decision,
): void {
  const original = record.execRefId === '' ? undefined : order.original(record.execRefId);
  const acceptedBefore = order.state.acceptedId;
  applyExecution(order.state, report, original, effect);
  if (original !== undefined && effect.removedQty !== 0) original.standing = false;
  bookEffect(state, order, record);
  if (record.execId !== '') {
    const { execId, execType } = record;
    const { addedQty: quantity, addedPx: price } = effect;
    remember({ execId, execType, quantity, price, standing: quantity !== 0, order });
  }
  const restated = record.execType === 'Restated' && record.price !== undefined;
  if (restated || order.state.acceptedId !== acceptedBefore) order.doubtPx = 0;
  if (order.state.acceptedId !== acceptedBefore)
    order.reservePx = order.replacePx?.get(order.state.acceptedId) ?? order.state.price;
  else if (restated) order.reservePx = Math.max(order.reservePx, record.price ?? 0);
  if (order.leg !== undefined) countAnswer(order.leg, record.execType);
  facts.ofReport(record);
  facts.origClOrdId = record.reportId === order.clOrdId ? undefined : record.reportId;
  facts.lastQty = effect.addedQty !== 0 ? effect.addedQty : effect.removedQty;
  facts.lastPx = effect.addedQty !== 0 ? effect.addedPx : effect.removedPx;
  raiseAll(out, record, order);
}
