import type { Timestamp } from '@bourseworks/domain';
import { decimalOf, fields, optionalDecimal, optionalText, type Raw } from './fields.js';
import { parseOrder, type VenueOrder } from './order.parse.js';

export const TRADE_EVENTS = [
  'new',
  'fill',
  'partial_fill',
  'canceled',
  'expired',
  'done_for_day',
  'replaced',
  'rejected',
  'pending_new',
  'stopped',
  'pending_cancel',
  'pending_replace',
  'calculated',
  'suspended',
  'order_replace_rejected',
  'order_cancel_rejected',
  'accepted',
] as const;
export type TradeEvent = (typeof TRADE_EVENTS)[number];

/** What happened to an order. `other`: an event that this adapter does not know. */
export interface TradeUpdate {
  readonly event: TradeEvent | 'other';
  /** The event as it was sent, short. */
  readonly said: string;
  readonly order: VenueOrder;
  readonly at: Timestamp;
  /** Of a fill: what was filled by it, decimal text. */
  readonly quantity: string | undefined;
  readonly price: string | undefined;
  readonly reason: string | undefined;
}

/** A message of the trading stream. */
export type StreamMessage =
  | { readonly stream: 'authorization'; readonly authorized: boolean; readonly action: string }
  | { readonly stream: 'listening'; readonly streams: readonly unknown[] }
  | { readonly stream: 'trade_updates'; readonly update: TradeUpdate }
  | { readonly stream: 'other' };

export function parseStreamMessage(message: Raw): StreamMessage {
  const stream = fields.textOf(message, 'stream');
  // An event on an unknown stream is none of ours.
  if (stream !== 'authorization' && stream !== 'listening' && stream !== 'trade_updates') return { stream: 'other' };
  const data = fields.asRaw(message['data'], 'data of a message');
  if (stream === 'trade_updates') return { stream, update: parseTradeUpdate(data) };
  if (stream === 'listening') return { stream, streams: fields.listOf(data, 'streams') };
  const authorized = fields.textOf(data, 'status') === 'authorized';
  return { stream, authorized, action: fields.textOf(data, 'action') };
}

function parseTradeUpdate(raw: Raw): TradeUpdate {
  const said = fields.textOf(raw, 'event');
  const event = TRADE_EVENTS.find((known) => known === said) ?? 'other';
  const filled = event === 'fill' || event === 'partial_fill';
  const order = parseOrder(raw['order']);
  const at = optionalText(raw, 'timestamp') ?? optionalText(raw, 'at');
  return {
    event,
    said: said.slice(0, 40),
    order,
    at: at === undefined ? order.acceptedAt : fields.timeOf({ timestamp: at }, 'timestamp'),
    quantity: filled ? decimalOf(raw, 'qty') : optionalDecimal(raw, 'qty'),
    price: filled ? decimalOf(raw, 'price') : optionalDecimal(raw, 'price'),
    reason: optionalText(raw, 'reason'),
  };
}
