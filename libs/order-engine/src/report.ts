import { judgeExecution, type ErrorCode, type ExecutionReport } from '@bourseworks/domain';
import { executionKey, reportFields } from './apply-execution.js';
import type { EngineContext } from './context.js';
import type { Order } from './order.js';
import type { ExecutionKey } from './engine-state.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** The order that a report is about, by its own id or that of a request. */
function findReported(ctx: EngineContext, adapter: string, report: ExecutionReport): Order | undefined {
  const order = ctx.state.find(report.clOrdId) ?? ctx.state.find(report.origClOrdId);
  return order?.adapter === adapter ? order : undefined;
}

function anomaly(
  ctx: EngineContext,
  adapter: string,
  report: ExecutionReport,
  clOrdId: string,
  alarm: ErrorCode,
  nowUs: number,
): void {
  const fields = reportFields(adapter, report);
  ctx.commit({ type: 'Anomaly', sequence: ctx.next(), us: nowUs, ...fields, clOrdId, alarm });
}

function sameExecution(known: ExecutionKey, order: Order, report: ExecutionReport): boolean {
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

/**
 * Takes a report of a broker. Repeats leave no trace; what changes an order is recorded; what is illegal, unmatched or in
 * conflict with an earlier execution of the same id is recorded as an anomaly and alarmed, never thrown.
 */
export function takeReport(ctx: EngineContext, adapter: string, report: ExecutionReport, nowUs: number): void {
  const order = findReported(ctx, adapter, report);
  if (order === undefined) return anomaly(ctx, adapter, report, '', 'ORDER_UNKNOWN', nowUs);
  if (report.execId !== '') {
    const known = ctx.state.executionKeys.get(executionKey(adapter, order.account, report.execId));
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
  ctx.commit({
    type: 'Execution',
    sequence: ctx.next(),
    us: nowUs,
    ...reportFields(adapter, report),
    ...AFTER,
    clOrdId: order.clOrdId,
  });
}
