import type { Side, Timestamp } from '@bourseworks/domain';
import { decimalOf, fields, listIn, optionalDecimal, optionalText, type Raw } from './fields.js';

export const VENUE_STATUSES = [
  'new',
  'partially_filled',
  'filled',
  'done_for_day',
  'canceled',
  'expired',
  'replaced',
  'pending_cancel',
  'pending_replace',
  'accepted',
  'pending_new',
  'accepted_for_bidding',
  'pending_review',
  'held',
  'stopped',
  'rejected',
  'suspended',
  'calculated',
] as const;
export type VenueStatus = (typeof VENUE_STATUSES)[number];

/** An order as Alpaca shows it, its fields checked; numbers still as decimal text. */
export interface VenueOrder {
  readonly id: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly assetClass: string;
  /** Empty for a type that this platform has no name for. */
  readonly type: string;
  readonly side: Side;
  readonly timeInForce: string;
  readonly status: VenueStatus;
  /** Undefined for an order that was placed by its value in dollars. */
  readonly quantity: string | undefined;
  readonly filledQuantity: string;
  readonly limitPrice: string | undefined;
  readonly stopPrice: string | undefined;
  readonly trailPrice: string | undefined;
  /** The order that this one takes the place of, and the one that took its own. */
  readonly replaces: string | undefined;
  readonly replacedBy: string | undefined;
  readonly acceptedAt: Timestamp;
}

export function parseOrder(value: unknown): VenueOrder {
  const raw = fields.asRaw(value, 'an order');
  const side = fields.oneOf(raw, 'side', ['buy', 'sell', 'sell_short'] as const);
  const submittedAt = submittedAtOf(raw);
  return {
    id: fields.textOf(raw, 'id'),
    clientOrderId: fields.textOf(raw, 'client_order_id'),
    symbol: fields.textOf(raw, 'symbol'),
    assetClass: optionalText(raw, 'asset_class') ?? 'us_equity',
    type: optionalText(raw, 'type') ?? optionalText(raw, 'order_type') ?? '',
    side: side === 'buy' ? 'BUY' : 'SELL',
    timeInForce: optionalText(raw, 'time_in_force') ?? '',
    status: fields.oneOf(raw, 'status', VENUE_STATUSES),
    quantity: optionalDecimal(raw, 'qty'),
    filledQuantity: decimalOf(raw, 'filled_qty'),
    limitPrice: optionalDecimal(raw, 'limit_price'),
    stopPrice: optionalDecimal(raw, 'stop_price'),
    trailPrice: optionalDecimal(raw, 'trail_price'),
    replaces: optionalText(raw, 'replaces'),
    replacedBy: optionalText(raw, 'replaced_by'),
    acceptedAt: fields.timeOf({ submitted_at: submittedAt }, 'submitted_at'),
  };
}

export function parseOrders(value: unknown): readonly VenueOrder[] {
  return listIn(value, 'orders').map(parseOrder);
}

/** Ids of an order that cannot be read as a whole; empty text for what is not there. */
export interface OrderIds {
  readonly id: string;
  readonly clientOrderId: string;
  readonly replaces: string;
  readonly replacedBy: string;
}

export function orderIdsOf(value: unknown): OrderIds {
  const raw = typeof value === 'object' && value !== null ? (value as Raw) : {};
  const text = (field: string): string => (typeof raw[field] === 'string' ? raw[field] : '');
  return {
    id: text('id'),
    clientOrderId: text('client_order_id'),
    replaces: text('replaces'),
    replacedBy: text('replaced_by'),
  };
}

/** When an order was placed, as it was sent: pages are asked for from it. */
export function submittedAtOf(value: unknown): string {
  const raw = fields.asRaw(value, 'an order');
  return optionalText(raw, 'submitted_at') ?? fields.textOf(raw, 'created_at');
}
