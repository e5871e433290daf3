import type { InstrumentShape } from '@bourseworks/dto/shapes';
import { compare, decimalsOf, fixed, isMultiple, multiply, signOf, typedDecimal } from '../lib/decimal.js';
import { quantity as quantityText } from '../lib/format.js';

export type Side = 'BUY' | 'SELL';
export type TicketType = 'LIMIT' | 'MARKET';
export const TIMES_IN_FORCE = ['DAY', 'GTC', 'IOC', 'FOK'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

export interface Terms {
  readonly quantity: string;
  readonly price?: string;
}

export type ReadTerms =
  | { readonly ok: true; readonly terms: Terms }
  | { readonly ok: false; readonly field: 'quantity' | 'price'; readonly message: string };

interface Typed {
  readonly type: TicketType;
  readonly quantity: string;
  readonly price: string;
}

const wrong = (field: 'quantity' | 'price', message: string): ReadTerms => ({ ok: false, field, message });

/** What was typed as exact terms of the instrument: whole lots within its bounds, at a price on its grid. */
export function readTerms({ type, quantity, price }: Typed, instrument: InstrumentShape): ReadTerms {
  const size = typedDecimal(quantity);
  if (size === undefined || signOf(size) <= 0) return wrong('quantity', 'Enter a quantity');
  const { lotSize, minQuantity, maxQuantity, tickSize } = instrument;
  if (!isMultiple(size, lotSize)) return wrong('quantity', `Quantity must be a multiple of ${quantityText(lotSize)}`);
  if (compare(size, minQuantity) < 0) return wrong('quantity', `At least ${quantityText(minQuantity)}`);
  if (compare(size, maxQuantity) > 0) return wrong('quantity', `At most ${quantityText(maxQuantity)}`);
  const exact = fixed(size, decimalsOf(lotSize));
  if (type === 'MARKET') return { ok: true, terms: { quantity: exact } };
  const limit = typedDecimal(price);
  if (limit === undefined || signOf(limit) <= 0) return wrong('price', 'Enter a price');
  if (!isMultiple(limit, tickSize)) return wrong('price', `Price must be a multiple of ${quantityText(tickSize)}`);
  return { ok: true, terms: { quantity: exact, price: fixed(limit, decimalsOf(tickSize)) } };
}

/** Round sizes worth some thousands at this price: 1, 2, 5, 10 and 25 times the power of ten of lots nearest to it. */
export function presetSizes({ lotSize, minQuantity }: InstrumentShape, price: number, worth = 1_000): string[] {
  const lot = Number(lotSize);
  const lots = price > 0 ? worth / (price * lot) : 1;
  const power = Math.max(0, Math.round(Math.log10(Math.max(1, lots))));
  const unit = multiply(lotSize, (10n ** BigInt(power)).toString());
  return ['1', '2', '5', '10', '25']
    .map((times) => fixed(multiply(unit, times), decimalsOf(lotSize)))
    .filter((size) => compare(size, minQuantity) >= 0);
}
