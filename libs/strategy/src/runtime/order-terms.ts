import {
  formatDecimal,
  formatNanos,
  hasLimitPrice,
  isStopType,
  trimDecimal,
  type Instrument,
  type OrderType,
  type Refusal,
  type TimeInForce,
} from '@bourseworks/domain';
import type { OrderInstructionsShape } from '@bourseworks/dto/shapes';
import type { OrderIntent, TermsChange } from './types.js';

/** The type that the given prices make, where the intent names none. */
export function typeOf({ type, price, stopPrice, trailBy }: OrderIntent): OrderType {
  if (type !== undefined) return type;
  if (trailBy !== undefined) return 'TRAILING_STOP';
  if (stopPrice !== undefined) return price === undefined ? 'STOP' : 'STOP_LIMIT';
  return price === undefined ? 'MARKET' : 'LIMIT';
}

export function timeInForceOf({ timeInForce, goodTillUs }: OrderIntent, type: OrderType): TimeInForce {
  if (timeInForce !== undefined) return timeInForce;
  if (goodTillUs !== undefined) return 'GTD';
  return type === 'MARKET' ? 'IOC' : 'GTC';
}

export function decimal(units: number, scale: number): string {
  return trimDecimal(formatDecimal(units, scale));
}

function checkQuantity(what: string, quantity: number, instrument: Instrument): Refusal | undefined {
  const { minQuantity, maxQuantity, lotSize } = instrument;
  if (!Number.isSafeInteger(quantity) || quantity < minQuantity || quantity > maxQuantity)
    return { code: 'QUANTITY_INVALID', message: `${what} ${quantity} is not within the limits of the instrument` };
  if (quantity % lotSize === 0) return undefined;
  return { code: 'QUANTITY_OFF_LOT', message: `${what} ${quantity} is off the lot` };
}

function checkPrice(what: string, price: number | undefined, { tickSize }: Instrument): Refusal | undefined {
  if (price === undefined) return undefined;
  if (!Number.isSafeInteger(price) || price <= 0)
    return { code: 'PRICE_INVALID', message: `${what} ${price} is not positive` };
  return price % tickSize === 0 ? undefined : { code: 'PRICE_OFF_TICK', message: `${what} ${price} is off the tick` };
}

function checkDisplay(displayQty: number | undefined, quantity: number, instrument: Instrument): Refusal | undefined {
  if (displayQty === undefined) return undefined;
  const wrong = checkQuantity('display quantity', displayQty, instrument);
  if (wrong !== undefined || displayQty < quantity) return wrong;
  return { code: 'QUANTITY_INVALID', message: `display quantity ${displayQty} is no part of ${quantity}` };
}

/** Whether the numbers fit the instrument and belong to the type. What else the OMS and the venue ask for, they say. */
export function checkIntent(intent: OrderIntent, type: OrderType): Refusal | undefined {
  const { instrument, quantity, price, stopPrice, trailBy, displayQty } = intent;
  const limited = hasLimitPrice(type);
  if (!limited && price !== undefined) return { code: 'PRICE_INVALID', message: `a ${type} order has no limit price` };
  if (limited && price === undefined) return { code: 'PRICE_INVALID', message: `a ${type} order needs a limit price` };
  if (isStopType(type) && stopPrice === undefined && trailBy === undefined)
    return { code: 'PRICE_INVALID', message: `a ${type} order needs a trigger or a distance` };
  return (
    checkQuantity('quantity', quantity, instrument) ??
    checkPrice('price', price, instrument) ??
    checkPrice('stop price', stopPrice, instrument) ??
    checkPrice('trailing distance', trailBy, instrument) ??
    checkDisplay(displayQty, quantity, instrument)
  );
}

/** The same for what a replace changes; `displayQty` 0 shows all. */
export function checkChange(change: TermsChange, instrument: Instrument, quantity: number): Refusal | undefined {
  const { price, stopPrice, trailBy, displayQty } = change;
  return (
    checkQuantity('quantity', change.quantity ?? quantity, instrument) ??
    checkPrice('price', price, instrument) ??
    checkPrice('stop price', stopPrice, instrument) ??
    checkPrice('trailing distance', trailBy, instrument) ??
    checkDisplay(displayQty === 0 ? undefined : displayQty, change.quantity ?? quantity, instrument)
  );
}

/** Instructions in the form of the wire; what is not given is left out. */
export function instructionsShape(
  { stopPrice, trailBy, displayQty, goodTillUs }: TermsChange,
  { priceScale, qtyScale }: Instrument,
): OrderInstructionsShape {
  return {
    ...(stopPrice === undefined ? {} : { stopPrice: decimal(stopPrice, priceScale) }),
    ...(trailBy === undefined ? {} : { trailBy: decimal(trailBy, priceScale) }),
    ...(displayQty === undefined ? {} : { displayQty: decimal(displayQty, qtyScale) }),
    ...(goodTillUs === undefined ? {} : { goodTillTime: formatNanos(goodTillUs) }),
  };
}
