import { parseDecimal, type Instrument } from '@bourseworks/domain';
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

function priceProblem({ type, price: text }: Ticket, instrument: Instrument): PreviewProblem | undefined {
  if (type === 'MARKET')
    return text === undefined ? undefined : { code: 'PRICE_INVALID', message: 'a market order has no price' };
  if (text === undefined) return { code: 'PRICE_INVALID', message: 'a limit order needs a price' };
  const price = priceUnits(text, instrument);
  if (price === undefined || price % instrument.tickSize !== 0)
    return { code: 'PRICE_OFF_TICK', message: 'the price is not a multiple of the tick size' };
  return price > 0 ? undefined : { code: 'PRICE_INVALID', message: 'the price is not positive' };
}

/** What the terms of a ticket break of the rules of its instrument; the OMS has the last word. */
export function checkTerms(ticket: Ticket, instrument: Instrument): PreviewProblem[] {
  return [quantityProblem(ticket, instrument), priceProblem(ticket, instrument)].filter((one) => one !== undefined);
}
