import { formatDecimal, parseDecimalBig, trimDecimal } from '@bourseworks/domain';

/** Digits that quantities and prices of the stand-in are counted at. */
const SCALE = 9;

/** An order as Alpaca's REST interface and stream show it. */
export interface AlpacaOrder {
  readonly id: string;
  readonly client_order_id: string;
  readonly created_at: string;
  updated_at: string;
  readonly submitted_at: string;
  filled_at: string | null;
  expired_at: string | null;
  canceled_at: string | null;
  failed_at: string | null;
  replaced_at: string | null;
  replaced_by: string | null;
  readonly replaces: string | null;
  readonly asset_id: string;
  readonly symbol: string;
  readonly asset_class: string;
  readonly notional: null;
  readonly qty: string;
  filled_qty: string;
  filled_avg_price: string | null;
  readonly order_class: string;
  readonly order_type: string;
  readonly type: string;
  readonly side: string;
  readonly time_in_force: string;
  readonly limit_price: string | null;
  readonly stop_price: string | null;
  status: string;
  readonly extended_hours: boolean;
  readonly legs: null;
  readonly trail_percent: null;
  readonly trail_price: string | null;
  readonly hwm: null;
}

/** A fill as the account's activities show it. */
export interface AlpacaFill {
  readonly id: string;
  readonly activity_type: 'FILL';
  readonly transaction_time: string;
  readonly type: 'fill' | 'partial_fill';
  readonly price: string;
  readonly qty: string;
  readonly side: string;
  readonly symbol: string;
  readonly leaves_qty: string;
  readonly order_id: string;
  readonly cum_qty: string;
  readonly order_status: string;
}

/** Body of POST /v2/orders and PATCH /v2/orders/{id}. */
export type OrderBody = Readonly<Record<string, unknown>>;

const OPEN: ReadonlySet<string> = new Set([
  'accepted',
  'pending_new',
  'new',
  'partially_filled',
  'pending_cancel',
  'pending_replace',
  'stopped',
  'suspended',
  'calculated',
  'done_for_day',
]);

export function isOpen(order: AlpacaOrder): boolean {
  return OPEN.has(order.status);
}

export function unitsOf(text: string): bigint {
  const parsed = parseDecimalBig(text, SCALE);
  if (!parsed.ok) throw new Error(`${text} is no decimal`);
  return parsed.value;
}

export function decimal(units: bigint): string {
  return trimDecimal(formatDecimal(units, SCALE));
}

/** What is still to be filled. */
export function leavesOf(order: AlpacaOrder): bigint {
  return unitsOf(order.qty) - unitsOf(order.filled_qty);
}
