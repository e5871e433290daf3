import type { ExecutionReport, Instrument } from '@bourseworks/domain';
import { read } from '../parse/fields.js';
import type { ListedTrade } from '../parse/answers.js';
import type { OrderEvent } from '../parse/order-event.js';
import { isOpen, toExecType, toOrdStatus } from './statuses.js';

/** Trades are numbered within a symbol: with it the id is unique in the account, and the same wherever it is told. */
export function execIdOf(symbol: string, tradeId: string): string {
  return `${symbol}:${tradeId}`;
}

/** Whom a report is about, in our ids. */
export interface ReportIds {
  readonly clOrdId: string;
  readonly origClOrdId?: string;
}

interface Fee {
  readonly fee: string | undefined;
  readonly feeCurrency: string | undefined;
}

function feeFields({ fee, feeCurrency }: Fee): Pick<ExecutionReport, 'fee' | 'feeCurrency'> {
  return fee === undefined || feeCurrency === undefined ? {} : { fee: read.moneyOf(fee), feeCurrency };
}

/** Throws DomainError DATA_FORMAT for numbers that do not fit the instrument. */
export function toReport(event: OrderEvent, instrument: Instrument, ids: ReportIds): ExecutionReport {
  const { priceScale, qtyScale } = instrument;
  const execType = toExecType(event);
  const ordStatus = toOrdStatus(event.status);
  const orderQty = read.unitsOf(event.quantity, qtyScale);
  const cumQty = read.unitsOf(event.cumQty, qtyScale);
  const { trade } = event;
  return {
    ...ids,
    venueOrderId: event.orderId,
    execId: trade === undefined ? '' : execIdOf(event.symbol, trade.id),
    execType,
    ...(ordStatus === undefined ? {} : { ordStatus }),
    ...(trade === undefined
      ? {}
      : { lastQty: read.unitsOf(trade.quantity, qtyScale), lastPx: read.unitsOf(trade.price, priceScale) }),
    cumQty,
    leavesQty: isOpen(event.status) ? Math.max(0, orderQty - cumQty) : 0,
    ...(execType === 'Restated' ? { orderQty, price: read.unitsOf(event.price, priceScale) } : {}),
    ...(trade === undefined ? {} : feeFields(trade)),
    ...(execType === 'Rejected' ? { code: 'ORDER_REJECTED' as const } : {}),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    us: event.timeMs * 1_000,
    ns: 0,
  };
}

/** A listed trade as the report that the stream gave of it, less the sums of its order, which a list does not tell. */
export function toTradeReport(trade: ListedTrade, instrument: Instrument, clOrdId: string): ExecutionReport {
  return {
    clOrdId,
    venueOrderId: trade.orderId,
    execId: execIdOf(trade.symbol, trade.id),
    execType: 'Trade',
    lastQty: read.unitsOf(trade.quantity, instrument.qtyScale),
    lastPx: read.unitsOf(trade.price, instrument.priceScale),
    ...feeFields(trade),
    us: trade.timeMs * 1_000,
    ns: 0,
  };
}
