import { hasLimitPrice, parseDecimal, type Instrument } from '@bourseworks/domain';
import type { PreviewProblem } from './order.dto.js';
import type { Ticket } from './order-types.js';

/** Units of a decimal text; undefined for one that has more decimals than the instrument, or is too large. */
function unitsOf(text: string, scale: number): number | undefined {
  const parsed = parseDecimal(text, scale);
  return parsed.ok ? parsed.value : undefined;
}

export const quantityUnits = (text: string, { qtyScale }: Instrument): number | undefined => unitsOf(text, qtyScale);
export const priceUnits = (text: string, { priceScale }: Instrument): number | undefined => unitsOf(text, priceScale);

function quantityProblem({ quantity: text }: Ticket, instrument: Instrument): PreviewProblem | undefined {
  const quantity = quantityUnits(text, instrument);
  if (quantity === undefined || quantity % instrument.lotSize !== 0)
    return { code: 'QUANTITY_OFF_LOT', message: 'the quantity is not a multiple of the lot size' };
  if (quantity >= instrument.minQuantity && quantity <= instrument.maxQuantity && quantity > 0) return undefined;
  return { code: 'QUANTITY_INVALID', message: 'the quantity lies outside of what the instrument takes' };
}

/** Of a price that has to be there, may be there, or has no place in this type of order. */
type Place = 'needed' | 'allowed' | 'none';

function priceProblem(
  what: string,
  text: string | undefined,
  place: Place,
  instrument: Instrument,
): PreviewProblem | undefined {
  if (text === undefined)
    return place === 'needed' ? { code: 'PRICE_INVALID', message: `the order needs a ${what}` } : undefined;
  if (place === 'none') return { code: 'PRICE_INVALID', message: `an order of this type has no ${what}` };
  const price = priceUnits(text, instrument);
  if (price === undefined || price % instrument.tickSize !== 0)
    return { code: 'PRICE_OFF_TICK', message: `the ${what} is not a multiple of the tick size` };
  return price > 0 ? undefined : { code: 'PRICE_INVALID', message: `the ${what} is not positive` };
}

function stopPlace(type: Ticket['type']): Place {
  if (type === 'STOP' || type === 'STOP_LIMIT') return 'needed';
  return type === 'TRAILING_STOP' ? 'allowed' : 'none';
}

function displayProblem({ displayQty, quantity }: Ticket, instrument: Instrument): PreviewProblem | undefined {
  if (displayQty === undefined) return undefined;
  const shown = quantityUnits(displayQty, instrument);
  if (shown === undefined || shown % instrument.lotSize !== 0)
    return { code: 'QUANTITY_OFF_LOT', message: 'the display quantity is not a multiple of the lot size' };
  if (shown > 0 && shown < (quantityUnits(quantity, instrument) ?? 0)) return undefined;
  return { code: 'QUANTITY_INVALID', message: 'the display quantity is not a part of the quantity' };
}

function endProblem({ timeInForce, goodTillTime }: Ticket): PreviewProblem | undefined {
  if ((timeInForce === 'GTD') === (goodTillTime !== undefined)) return undefined;
  return { code: 'ORDER_TERMS_INVALID', message: 'a GTD order, and no other, has a time to be good till' };
}

/** What the terms of a ticket break of the rules of its instrument; the OMS has the last word. */
export function checkTerms(ticket: Ticket, instrument: Instrument): PreviewProblem[] {
  const { type, price, stopPrice, trailBy } = ticket;
  const trails = type === 'TRAILING_STOP';
  return [
    quantityProblem(ticket, instrument),
    priceProblem('limit price', price, hasLimitPrice(type) ? 'needed' : 'none', instrument),
    priceProblem('stop price', stopPrice, stopPlace(type), instrument),
    priceProblem('trailing distance', trailBy, trails ? 'needed' : 'none', instrument),
    displayProblem(ticket, instrument),
    endProblem(ticket),
  ].filter((one) => one !== undefined);
}
