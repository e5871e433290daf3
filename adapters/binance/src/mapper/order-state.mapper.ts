import {
  NO_INSTRUCTIONS,
  SIDES,
  type Instrument,
  type OrderTerms,
  type OrderType,
  type TimeInForce,
} from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import { read } from '../parse/fields.js';
import type { VenueOrder } from '../parse/answers.js';
import { isOpen } from './statuses.js';

const TYPES: Readonly<Record<string, OrderType>> = {
  MARKET: 'MARKET',
  LIMIT: 'LIMIT',
  LIMIT_MAKER: 'LIMIT',
  STOP_LOSS: 'STOP',
  STOP_MARKET: 'STOP',
  STOP_LOSS_LIMIT: 'STOP_LIMIT',
  STOP: 'STOP_LIMIT',
};

const TIMES: Readonly<Record<string, TimeInForce>> = {
  '': 'GTC',
  GTC: 'GTC',
  GTX: 'GTC',
  IOC: 'IOC',
  FOK: 'FOK',
  GTD: 'GTD',
};

/** Undefined for orders whose terms are not among ours, which can only have been placed elsewhere. */
function toTerms(order: VenueOrder, instrument: Instrument): OrderTerms | undefined {
  const { priceScale, qtyScale } = instrument;
  const side = SIDES.find((known) => known === order.side);
  const type = TYPES[order.type];
  const timeInForce = TIMES[order.timeInForce];
  if (side === undefined || type === undefined || timeInForce === undefined) return undefined;
  const instructions = {
    ...NO_INSTRUCTIONS,
    stopPrice: type === 'STOP' || type === 'STOP_LIMIT' ? read.unitsOf(order.stopPrice, priceScale) : 0,
    displayQty: read.unitsOf(order.displayQty, qtyScale),
    postOnly: order.type === 'LIMIT_MAKER' || order.timeInForce === 'GTX',
    reduceOnly: order.reduceOnly,
    goodTillUs: timeInForce === 'GTD' ? order.goodTillMs * 1_000 : 0,
  };
  const plain = Object.entries(instructions).every(
    ([name, value]) => NO_INSTRUCTIONS[name as keyof typeof instructions] === value,
  );
  const limit = type === 'LIMIT' || type === 'STOP_LIMIT';
  return {
    side,
    type,
    timeInForce,
    quantity: read.unitsOf(order.quantity, qtyScale),
    price: limit ? read.unitsOf(order.price, priceScale) : 0,
    ...(plain ? {} : { instructions }),
  };
}

/** The state of an order; `clOrdId` is our id of it. */
export function toOrderState(order: VenueOrder, instrument: Instrument, clOrdId: string): BrokerOrderState {
  const quantity = read.unitsOf(order.quantity, instrument.qtyScale);
  const cumQty = read.unitsOf(order.cumQty, instrument.qtyScale);
  const open = isOpen(order.status);
  const terms = toTerms(order, instrument);
  return {
    clOrdId,
    venueOrderId: order.orderId,
    cumQty,
    leavesQty: open ? Math.max(0, quantity - cumQty) : 0,
    open,
    instrument,
    ...(terms === undefined ? {} : { terms }),
    ...(order.acceptedMs === 0 ? {} : { acceptedUs: order.acceptedMs * 1_000 }),
  };
}
