import {
  applyExecution,
  ExecutionEffect,
  sideSign,
  splitPrice,
  type ErrorCode,
  type ExecType,
  type ExecutionReport,
} from '@bourseworks/domain';
import { countAnswer } from './contingent/order-list.js';
import { basisOf, bookFee, correctFill, isOwnFee } from './correct-fill.js';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { alarm, type EventFacts } from './events.js';
import type { BookedExecution, Order } from './order.js';
import type { EngineRecord, ExecutionRecord, ReportFields } from './records/record.js';
import { followRestatement, forgetUnits, type Quantities } from './split/restate-units.js';

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
    ...(record.restatement === undefined ? {} : { restatement: record.restatement }),
  };
}

/** Books a fill of an order everywhere it counts: positions, cash, risk. Returns its number in the position. */
export function bookFill(
  state: EngineState,
  order: Order,
  quantity: number,
  price: number,
  fee: bigint,
  feeCurrency: string,
  us: number,
): number {
  const { account, strategy, instrument } = order;
  const signed = sideSign(order.state.side) * quantity;
  const number = state.portfolio.fill(account, strategy, instrument, signed, price, fee, feeCurrency, us);
  state.risk.filled(order.path, signed, price, isOwnFee(order, feeCurrency) ? fee : 0n, us);
  return number;
}

/** Remembers a fill that no report told of. */
export function rememberFill(order: Order, execId: string, quantity: number, price: number, fill: number): void {
  const { day } = order.state;
  remember({ execId, execType: 'Trade', quantity, price, fee: 0n, feeCurrency: '', fill, day, standing: true, order });
}

/** Remembers an execution and, for fills, what a later bust or correction takes back. */
function remember(execution: BookedExecution): void {
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

/** What was booked of a report. */
interface Entry {
  readonly fee: bigint;
  readonly feeCurrency: string;
  /** Number in the position; 0 = no fill, or one that cannot be found again. */
  readonly fill: number;
  readonly day: number;
  /** False when a correction could only be booked as a trade against the original. */
  readonly exact: boolean;
}

/** Books what `effect` says was added, with the fee of the report. */
function bookAdded(state: EngineState, order: Order, record: ExecutionRecord): Entry {
  const { feeCurrency, us } = record;
  const fee = record.fee ?? 0n;
  const { day } = order.state;
  if (effect.addedQty === 0) {
    if (fee !== 0n) bookFee(state, order, order.path, fee, feeCurrency, us);
    return { fee, feeCurrency, fill: 0, day, exact: true };
  }
  const fill = bookFill(state, order, effect.addedQty, effect.addedPx, fee, feeCurrency, us);
  state.risk.executed(order.path, us);
  order.index.untilUs = Math.max(order.index.untilUs, record.venueUs);
  return { fee, feeCurrency, fill, day, exact: true };
}

/** Books a bust or correction of what `original` says, as `effect` says. */
function bookCorrection(state: EngineState, order: Order, record: ExecutionRecord, original: BookedExecution): Entry {
  const { fee, feeCurrency, us } = record;
  const to = { quantity: effect.addedQty, price: effect.addedPx, fee, feeCurrency, us };
  const corrected = correctFill(state, order, order.state.side, order.path, original, to);
  if (to.quantity !== 0) order.index.untilUs = Math.max(order.index.untilUs, record.venueUs);
  return { ...corrected, day: original.day };
}

/** Ids of the message, as FIX has them: its own where it is not the order's, and that of what it refers to. */
function nameMessage(facts: EventFacts, order: Order, record: ExecutionRecord, acceptedBefore: string): void {
  if (record.reportId === order.clOrdId) return;
  facts.requestId = record.reportId;
  if (ANSWERS.has(record.execType)) facts.origClOrdId = acceptedBefore;
}

/** What the broker says to a cancel or replace. */
const ANSWERS: ReadonlySet<ExecType> = new Set([
  'PendingCancel',
  'PendingReplace',
  'Canceled',
  'Replaced',
  'CancelRejected',
  'ReplaceRejected',
]);

/** A corporate action changes what a unit is. Between the word of the broker and the books, a list cannot count fills. */
function followUnits(order: Order, record: ExecutionRecord, before: Quantities, out: Decision): void {
  if (effect.addedQty !== 0 && order.units !== undefined && order.leg !== undefined) order.leg.list.unitsLost = true;
  if (record.restatement !== 'GT_CORPORATE_ACTION') return;
  forgetUnits(order);
  if (!followRestatement(order, before)) return;
  const { state, instrument } = order;
  const change = `${before.quantity} is ${state.quantity}, ${before.cumQty} filled are ${state.cumQty}`;
  const message = `restated in new units, ${change}: positions and what is held of ${instrument.key} are in the old ones`;
  raise(out, record, order, 'SPLIT_UNBOOKED', message);
}

/** After a report: the price at which what is open is reserved. */
function reprice(order: Order, record: ExecutionRecord, acceptedBefore: string, priceBefore: number): void {
  const { acceptedId, price } = order.state;
  const restated = record.execType === 'Restated' && record.price !== undefined;
  if (restated || acceptedId !== acceptedBefore) order.doubtPx = 0;
  if (acceptedId !== acceptedBefore) order.reservePx = order.replacePx?.get(acceptedId) ?? price;
  else if (!restated) return;
  else if (record.restatement === 'GT_CORPORATE_ACTION' && priceBefore > 0)
    order.reservePx = splitPrice(order.reservePx, priceBefore, price);
  else order.reservePx = Math.max(order.reservePx, record.price ?? 0);
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
  const { acceptedId: acceptedBefore, price: priceBefore, quantity, cumQty } = order.state;
  applyExecution(order.state, report, original, effect);
  const corrects = original !== undefined && effect.removedQty !== 0;
  if (corrects) original.standing = false;
  const entry = corrects ? bookCorrection(state, order, record, original) : bookAdded(state, order, record);
  if (record.execId !== '') {
    const { execId, execType } = record;
    const { addedQty: quantity, addedPx: price } = effect;
    const { fee, feeCurrency, fill, day } = entry;
    remember({ execId, execType, quantity, price, fee, feeCurrency, fill, day, standing: quantity !== 0, order });
  }
  if (effect.verdict === 'Applied') followUnits(order, record, { quantity, cumQty }, out);
  reprice(order, record, acceptedBefore, priceBefore);
  if (order.leg !== undefined) countAnswer(order.leg, record.execType);
  facts.ofReport(record);
  nameMessage(facts, order, record, acceptedBefore);
  if (corrects) facts.position = basisOf(state, order);
  facts.lastQty = effect.addedQty !== 0 ? effect.addedQty : effect.removedQty;
  facts.lastPx = effect.addedQty !== 0 ? effect.addedPx : effect.removedPx;
  raiseAll(out, record, order);
  if (!entry.exact) {
    const message = `${record.execRefId} is too far back: taken back by a trade against it, gains are not restated`;
    raise(out, record, order, 'ORDER_ADJUSTED', message);
  }
}
