import { formatDecimal, formatMoney, formatNanos } from '@bourseworks/domain';
import type { ReconcileReportShape } from '@bourseworks/dto';
import type { OutsideOrder, ReconcileReport } from './reconcile-report.js';

function outsideShape({ instrument, quantity, cumQty, reason, ...order }: OutsideOrder) {
  const text = (units: number): string =>
    instrument === undefined ? String(units) : formatDecimal(units, instrument.qtyScale);
  const why = reason === '' ? {} : { reason };
  return { ...order, instrument: instrument?.key ?? '', quantity: text(quantity), cumQty: text(cumQty), ...why };
}

/** A report as it is told over the bus. */
export function reconcileShape(report: ReconcileReport): ReconcileReportShape {
  const { adapter, trigger, orders, missedFills, positionsCompared, notes } = report;
  return {
    adapter,
    trigger,
    startTime: formatNanos(report.startedUs),
    endTime: formatNanos(report.finishedUs),
    orders,
    missedFills,
    outside: report.outside.map(outsideShape),
    positionsCompared,
    positions: report.positions.map(({ account, instrument, ours, broker, action }) => {
      const { venue, symbol, qtyScale } = instrument;
      return {
        account,
        venue,
        symbol,
        ours: formatDecimal(ours, qtyScale),
        broker: formatDecimal(broker, qtyScale),
        action,
      };
    }),
    cash: report.cash.map((row) => ({ ...row, ours: formatMoney(row.ours), broker: formatMoney(row.broker) })),
    notes,
  };
}
