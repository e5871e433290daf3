import type { ExecType, OrdStatus } from '@bourseworks/domain';
import type { OrderEvent } from '../parse/order-event.js';

const STATUSES: Readonly<Record<string, OrdStatus>> = {
  PENDING_NEW: 'PendingNew',
  NEW: 'New',
  PARTIALLY_FILLED: 'PartiallyFilled',
  FILLED: 'Filled',
  CANCELED: 'Canceled',
  PENDING_CANCEL: 'PendingCancel',
  REJECTED: 'Rejected',
  EXPIRED: 'Expired',
  EXPIRED_IN_MATCH: 'Expired',
};

/** Undefined for what says nothing about the state of an order: liquidations bear words of their own. */
export function toOrdStatus(status: string): OrdStatus | undefined {
  return STATUSES[status];
}

/** Statuses in which an order can still be executed. Conditional orders wait, or are about to become orders. */
const OPEN: ReadonlySet<string> = new Set([
  'PENDING_NEW',
  'NEW',
  'PARTIALLY_FILLED',
  'PENDING_CANCEL',
  'TRIGGERING',
  'TRIGGERED',
]);

export function isOpen(status: string): boolean {
  return OPEN.has(status);
}

const ENDED: Readonly<Record<string, ExecType>> = {
  CANCELED: 'Canceled',
  EXPIRED: 'Expired',
  EXPIRED_IN_MATCH: 'Expired',
  REJECTED: 'Rejected',
};

const EVENTS: Readonly<Record<string, ExecType>> = {
  NEW: 'New',
  CANCELED: 'Canceled',
  REJECTED: 'Rejected',
  EXPIRED: 'Expired',
  AMENDMENT: 'Restated',
  REPLACED: 'Restated',
};

/**
 * Why the report is made. An execution is told by its quantity: there are executions of nothing, which tell a new state, and
 * liquidations, which execute under another name. What tells nothing of the order is an OrderStatus.
 */
export function toExecType({ event, status, trade }: OrderEvent): ExecType {
  if (trade !== undefined) return 'Trade';
  const known = EVENTS[event];
  if (known !== undefined) return known;
  if (event === 'CALCULATED') return 'OrderStatus';
  return ENDED[status] ?? (status === 'NEW' && event === 'TRADE' ? 'New' : 'OrderStatus');
}
