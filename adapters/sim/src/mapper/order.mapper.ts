import {
  expectOk,
  formatDecimal,
  hasLimitPrice,
  NO_INSTRUCTIONS,
  parseMoney,
  type ErrorCode,
  type ExecutionReport,
  type Instrument,
  type OrderInstructions,
  type OrderTerms,
} from '@bourseworks/domain';
import type { BrokerOrder, BrokerOrderState } from '@bourseworks/ports';
import { unitsOf } from '../parse/fields.js';
import type { VenueExecution, VenueOrder } from '../parse/order.parse.js';

const CODES: Readonly<Record<string, ErrorCode>> = {
  INVALID_PRICE: 'PRICE_INVALID',
  INVALID_QUANTITY: 'QUANTITY_INVALID',
  UNKNOWN_SYMBOL: 'INSTRUMENT_UNKNOWN',
  UNSUPPORTED: 'ORDER_TYPE_UNSUPPORTED',
  UNKNOWN_ORDER: 'ORDER_UNKNOWN',
  ORDER_CLOSED: 'ORDER_CLOSED',
};

/** Our code for the exchange's own. */
export function toErrorCode(venueCode: string, otherwise: ErrorCode): ErrorCode {
  return CODES[venueCode] ?? otherwise;
}

export function toReport(execution: VenueExecution, instrument: Instrument): ExecutionReport {
  const { priceScale, qtyScale } = instrument;
  const { lastQty, lastPrice, price, fee } = execution;
  return {
    clOrdId: execution.clientOrderId,
    ...(execution.origClientOrderId === undefined ? {} : { origClOrdId: execution.origClientOrderId }),
    venueOrderId: execution.orderId,
    execId: execution.execId,
    // The terms stay, the order is another from here on: what FIX calls a restatement.
    ...(execution.execType === 'Triggered'
      ? { execType: 'Restated', triggered: true }
      : { execType: execution.execType }),
    ordStatus: execution.status,
    ...(lastQty === undefined ? {} : { lastQty: unitsOf(lastQty, qtyScale) }),
    ...(lastPrice === undefined ? {} : { lastPx: unitsOf(lastPrice, priceScale) }),
    cumQty: unitsOf(execution.cumQty, qtyScale),
    leavesQty: unitsOf(execution.leavesQty, qtyScale),
    ...(execution.execType === 'Replaced' ? { orderQty: unitsOf(execution.quantity, qtyScale) } : {}),
    ...(execution.execType === 'Replaced' && price !== undefined ? { price: unitsOf(price, priceScale) } : {}),
    ...(fee === undefined ? {} : { fee: expectOk(parseMoney(fee)), feeCurrency: execution.feeCurrency }),
    ...(execution.code === undefined ? {} : { code: toErrorCode(execution.code, 'ORDER_REJECTED') }),
    ...(execution.reason === undefined ? {} : { reason: execution.reason }),
    us: execution.time,
    ns: 0,
  };
}

/** The state of an order; `clOrdId` is the id under which it was asked for. */
export function toOrderState(order: VenueOrder, instrument: Instrument, clOrdId: string): BrokerOrderState {
  return {
    clOrdId,
    venueOrderId: order.orderId,
    cumQty: unitsOf(order.cumQty, instrument.qtyScale),
    leavesQty: unitsOf(order.leavesQty, instrument.qtyScale),
    open: order.status === 'New' || order.status === 'PartiallyFilled',
  };
}

/** Body of a new order. */
export function toOrderBody({ clOrdId, instrument, terms }: BrokerOrder): object {
  const { side, type, timeInForce, instructions = NO_INSTRUCTIONS } = terms;
  const names = { clientOrderId: clOrdId, symbol: instrument.symbol, side, type, timeInForce };
  const { displayQty, goodTillUs, postOnly } = instructions;
  return {
    ...names,
    ...amounts(instrument, terms),
    ...triggers(instrument, instructions, NO_INSTRUCTIONS),
    ...(displayQty === 0 ? {} : { displayQty: formatDecimal(displayQty, instrument.qtyScale) }),
    ...(goodTillUs === 0 ? {} : { goodTillTime: goodTillUs }),
    ...(postOnly ? { postOnly } : {}),
  };
}

/**
 * Body of a replace of an order that has the terms `before`. A trigger is named only where it changes: that of a trailing stop
 * has followed the market, and would fall back to where it began.
 */
export function toReplaceBody(
  { instrument, terms: { instructions: before = NO_INSTRUCTIONS } }: BrokerOrder,
  replaceId: string,
  terms: OrderTerms,
): object {
  const { instructions = NO_INSTRUCTIONS } = terms;
  const { displayQty, goodTillUs } = instructions;
  const display = displayQty === 0 ? '0' : formatDecimal(displayQty, instrument.qtyScale);
  return {
    newClientOrderId: replaceId,
    ...amounts(instrument, terms),
    ...triggers(instrument, instructions, before),
    ...(displayQty === before.displayQty ? {} : { displayQty: display }),
    ...(goodTillUs === before.goodTillUs ? {} : { goodTillTime: goodTillUs }),
  };
}

function triggers({ priceScale }: Instrument, now: OrderInstructions, before: OrderInstructions): object {
  const { stopPrice, trailBy } = now;
  return {
    ...(stopPrice === before.stopPrice ? {} : { stopPrice: formatDecimal(stopPrice, priceScale) }),
    ...(trailBy === before.trailBy ? {} : { trailBy: formatDecimal(trailBy, priceScale) }),
  };
}

function amounts(instrument: Instrument, { type, quantity, price }: OrderTerms): object {
  const text = { quantity: formatDecimal(quantity, instrument.qtyScale) };
  return hasLimitPrice(type) ? { ...text, price: formatDecimal(price, instrument.priceScale) } : text;
}
