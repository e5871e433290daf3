import {
  formatDecimal,
  hasLimitPrice,
  MAX_UNITS,
  parseDecimal,
  type Instrument,
  type OrderType,
  type Result,
} from '@bourseworks/domain';
import { denial, type Denial } from './context.js';

/** Integer units of a command's quantity or price: decimal text, or units as they are. */
function units(given: string | number, scale: number): Result<number> | number {
  if (typeof given === 'string') return parseDecimal(given, scale);
  return Number.isSafeInteger(given) && Math.abs(given) <= MAX_UNITS ? given : NaN;
}

/** The quantity in units, or why it cannot be. */
export function readQuantity(given: string | number, instrument: Instrument): number | Denial {
  const read = units(given, instrument.qtyScale);
  const quantity = typeof read === 'number' ? read : read.ok ? read.value : NaN;
  if (typeof read !== 'number' && !read.ok && read.refusal.details?.['decimals'] !== undefined)
    return offLot(given, instrument);
  if (!(quantity > 0))
    return denial('QUANTITY_INVALID', `quantity ${given} is not a positive number of the exact range`);
  if (quantity % instrument.lotSize !== 0) return offLot(given, instrument);
  if (quantity >= instrument.minQuantity && quantity <= instrument.maxQuantity) return quantity;
  const { minQuantity, maxQuantity, qtyScale } = instrument;
  return denial(
    'QUANTITY_INVALID',
    `quantity ${inDecimals(given, qtyScale)} is outside ${formatDecimal(minQuantity, qtyScale)} to ${formatDecimal(maxQuantity, qtyScale)}`,
  );
}

/** As people say it: a strategy gives units of the instrument, a text is a decimal already. */
const inDecimals = (given: string | number, scale: number): string =>
  typeof given === 'number' && Number.isSafeInteger(given) ? formatDecimal(given, scale) : String(given);

function offLot(given: string | number, { lotSize, qtyScale }: Instrument): Denial {
  const lot = formatDecimal(lotSize, qtyScale);
  return denial('QUANTITY_OFF_LOT', `quantity ${inDecimals(given, qtyScale)} is not a multiple of the lot, ${lot}`);
}

/** The limit price in units, 0 for orders without one, or why it cannot be. */
export function readPrice(
  given: string | number | undefined,
  type: OrderType,
  instrument: Instrument,
): number | Denial {
  if (!hasLimitPrice(type))
    return given === undefined ? 0 : denial('PRICE_INVALID', `a ${type} order has no limit price`);
  if (given === undefined) return denial('PRICE_INVALID', `a ${type} order needs a limit price`);
  return readPriceOf('price', given, instrument);
}

/** A price, or a distance between prices, in units. `what` names it in the refusal. */
export function readPriceOf(what: string, given: string | number, instrument: Instrument): number | Denial {
  const read = units(given, instrument.priceScale);
  const price = typeof read === 'number' ? read : read.ok ? read.value : NaN;
  if (typeof read !== 'number' && !read.ok && read.refusal.details?.['decimals'] !== undefined)
    return offTick(what, given, instrument);
  if (!(price > 0)) return denial('PRICE_INVALID', `${what} ${given} is not a positive number of the exact range`);
  return price % instrument.tickSize === 0 ? price : offTick(what, given, instrument);
}

function offTick(what: string, given: string | number, { tickSize, priceScale }: Instrument): Denial {
  const tick = formatDecimal(tickSize, priceScale);
  return denial('PRICE_OFF_TICK', `${what} ${inDecimals(given, priceScale)} is not a multiple of the tick, ${tick}`);
}

/** The part of an order of `quantity` that is shown, in units. */
export function readDisplayQuantity(given: string | number, quantity: number, instrument: Instrument): number | Denial {
  const shown = readQuantity(given, instrument);
  if (typeof shown !== 'number') return { ...shown, reason: `display ${shown.reason}` };
  if (shown < quantity) return shown;
  const { qtyScale } = instrument;
  const [display, all] = [formatDecimal(shown, qtyScale), formatDecimal(quantity, qtyScale)];
  return denial('QUANTITY_INVALID', `display quantity ${display} is not less than the quantity, ${all}`);
}

/** As readQuantity and readPrice, for the record of a refused order: 0 when it cannot be read. */
export function readable(given: string | number | undefined, scale: number): number {
  if (given === undefined) return 0;
  const read = units(given, scale);
  const value = typeof read === 'number' ? read : read.ok ? read.value : 0;
  return Number.isNaN(value) ? 0 : value;
}
