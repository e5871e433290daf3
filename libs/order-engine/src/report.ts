import { judgeExecution, type ErrorCode, type ExecutionReport } from '@bourseworks/domain';
import type { EngineContext } from './context.js';
import { wholeReport } from './crossing/broker-terms.js';
import { applyReport } from './apply.js';
import { findForgotten } from './apply-late-trade.js';
import { isCorrection, judgeLate } from './forgotten-orders.js';
import type { BookedExecution, Order } from './order.js';
import type { ExecutionRecord } from './records/record.js';

/** The order that a report is about, by its own id or that of a request. */
function findReported(ctx: EngineContext, adapter: string, report: ExecutionReport): Order | undefined {
  const order = ctx.state.find(report.clOrdId) ?? ctx.state.find(report.origClOrdId);
  return order?.adapter === adapter ? order : undefined;
}

/** The record of a report that changes an order; what comes of it is written in when it is applied. */
function executionRecord(
  sequence: number,
  nowUs: number,
  adapter: string,
  report: ExecutionReport,
  clOrdId: string,
): ExecutionRecord {
  return {
    type: 'Execution',
    sequence,
    us: nowUs,
    adapter,
    reportId: report.clOrdId,
    origClOrdId: report.origClOrdId ?? '',
    venueOrderId: report.venueOrderId ?? '',
    execId: report.execId,
    execRefId: report.execRefId ?? '',
    execType: report.execType,
    venueStatus: report.ordStatus,
    lastQty: report.lastQty,
    lastPx: report.lastPx,
    venueCumQty: report.cumQty,
    venueLeavesQty: report.leavesQty,
    orderQty: report.orderQty,
    price: report.price,
    fee: report.fee,
    feeCurrency: report.feeCurrency ?? '',
    code: report.code,
    reason: report.reason ?? '',
    venueUs: report.us,
    venueNs: report.ns,
    triggered: report.triggered === true,
    restatement: report.restatement,
    streamSequence: 0,
    ordStatus: 'PendingNew',
    state: 'Created',
    cumQty: 0,
    leavesQty: 0,
    clOrdId,
  };
}

function anomaly(
  ctx: EngineContext,
  adapter: string,
  report: ExecutionReport,
  clOrdId: string,
  alarm: ErrorCode,
  nowUs: number,
): void {
  const {
    streamSequence: _s,
    ordStatus: _o,
    state: _l,
    cumQty: _c,
    leavesQty: _q,
    ...fields
  } = executionRecord(0, nowUs, adapter, report, clOrdId);
  ctx.commit({ ...fields, type: 'Anomaly', sequence: ctx.next(), alarm });
}

function sameExecution(known: BookedExecution, order: Order, report: ExecutionReport): boolean {
  if (known.order !== order || known.execType !== report.execType) return false;
  if (report.execType !== 'Trade' && report.execType !== 'TradeCorrect') return true;
  return known.quantity === report.lastQty && known.price === report.lastPx;
}

/** A fill without an id that the venue's own sum says we have. */
function isRepeatedSum(order: Order, report: ExecutionReport): boolean {
  return (
    report.execType === 'Trade' &&
    report.execId === '' &&
    report.cumQty !== undefined &&
    report.cumQty <= order.state.cumQty
  );
}

/** A report of an order that is not in memory: a fill of one that was, or its bust, is booked; all else is an anomaly. */
function takeForgotten(ctx: EngineContext, adapter: string, report: ExecutionReport, nowUs: number): void {
  const order = findForgotten(ctx.state, report.clOrdId) ?? findForgotten(ctx.state, report.origClOrdId);
  const verdict = order?.adapter === adapter ? judgeLate(order, report) : 'Unfit';
  if (verdict === 'Known') return;
  if (order === undefined || verdict === 'Unfit') {
    const alarm = isCorrection(report.execType) ? 'ORDER_CORRECTION_UNBOOKED' : 'ORDER_UNKNOWN';
    return anomaly(ctx, adapter, report, order?.clOrdId ?? '', alarm, nowUs);
  }
  ctx.commit({
    type: 'LateTrade',
    sequence: ctx.next(),
    us: nowUs,
    clOrdId: order.clOrdId,
    streamSequence: 0,
    adapter,
    account: order.account,
    strategy: order.strategy,
    instrument: order.instrument.key,
    side: order.side,
    reportId: report.clOrdId,
    venueOrderId: report.venueOrderId ?? '',
    execId: report.execId,
    execType: report.execType,
    execRefId: report.execRefId ?? '',
    lastQty: report.lastQty ?? 0,
    lastPx: report.lastPx ?? 0,
    fee: report.fee,
    feeCurrency: report.feeCurrency ?? '',
    reason: report.reason ?? '',
    venueUs: report.us,
    venueNs: report.ns,
  });
}

/**
 * Takes a report of a broker. Repeats leave no trace; what changes an order is recorded; what is illegal, unmatched or in
 * conflict with an earlier execution of the same id is recorded as an anomaly and alarmed, never thrown.
 */
export function takeReport(ctx: EngineContext, adapter: string, given: ExecutionReport, nowUs: number): void {
  const order = findReported(ctx, adapter, given);
  if (order === undefined) return takeForgotten(ctx, adapter, given, nowUs);
  const report = wholeReport(order, given);
  if (report.execId !== '') {
    const known = order.index.get(report.execId);
    if (known !== undefined) {
      if (!sameExecution(known, order, report))
        anomaly(ctx, adapter, report, order.clOrdId, 'ORDER_FILL_CONFLICT', nowUs);
      return;
    }
  } else if (isRepeatedSum(order, report)) return;
  const original = report.execRefId === undefined ? undefined : order.original(report.execRefId);
  const verdict = judgeExecution(order.state, report, original);
  if (verdict === 'Illegal') return anomaly(ctx, adapter, report, order.clOrdId, 'ORDER_TRANSITION_ILLEGAL', nowUs);
  // Fees of a completed order change no state, but the cash.
  const charges = report.execType === 'Calculated' && report.fee !== undefined && report.fee !== 0n;
  if (verdict === 'Stale' && !charges) return;
  const record = executionRecord(ctx.next(), nowUs, adapter, report, order.clOrdId);
  applyReport(ctx.state, record, report, ctx.out);
  ctx.out.records.push(record);
  // Reports of a new connection overtake the fills that were missed before it: whether the sums agree is for the
  // reconciliation to say, once those are in.
  if (ctx.modeOf(order.account) === 'RECONCILING') ctx.out.dropAlarm('ORDER_CUM_MISMATCH');
}
