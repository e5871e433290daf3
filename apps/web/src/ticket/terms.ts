import type { InstrumentShape } from '@bourseworks/dto/shapes';
import { compare, decimalsOf, fixed, isMultiple, multiply, signOf, typedDecimal } from '../lib/decimal.js';
import { quantity as quantityText } from '../lib/format.js';

export type Side = 'BUY' | 'SELL';
export const TICKET_TYPES = ['LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT', 'TRAILING_STOP'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];
export const TIMES_IN_FORCE = ['DAY', 'GTC', 'IOC', 'FOK', 'GTD', 'OPG', 'CLS'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

const RESTING: readonly TimeInForce[] = ['DAY', 'GTC', 'GTD'];

/** Which prices an order of a type has, and in which times in force it goes. */
export const RULES: Readonly<
  Record<
    TicketType,
    { price: boolean; stop: boolean; trail: boolean; times: readonly TimeInForce[]; first: TimeInForce }
  >
> = {
  LIMIT: { price: true, stop: false, trail: false, times: TIMES_IN_FORCE, first: 'GTC' },
  MARKET: {
    price: false,
    stop: false,
    trail: false,
    times: TIMES_IN_FORCE.filter((time) => time !== 'GTD'),
    first: 'IOC',
  },
  STOP: { price: false, stop: true, trail: false, times: RESTING, first: 'GTC' },
  STOP_LIMIT: { price: true, stop: true, trail: false, times: RESTING, first: 'GTC' },
  TRAILING_STOP: { price: false, stop: false, trail: true, times: RESTING, first: 'GTC' },
};

/** Whether an order may be told to rest and never to take. */
export const mayPostOnly = (type: TicketType, timeInForce: TimeInForce): boolean =>
  type === 'LIMIT' && RESTING.includes(timeInForce);

export interface Terms {
  readonly quantity: string;
  readonly price?: string;
  readonly stopPrice?: string;
  readonly trailBy?: string;
  /** Milliseconds. */
  readonly goodTillTime?: number;
  readonly postOnly?: true;
  readonly reduceOnly?: true;
}

export type TermField =
  | 'quantity'
  | 'price'
  | 'stopPrice'
  | 'trailBy'
  | 'goodTill'
  | 'exits'
  | 'takeProfit'
  | 'stopLoss';
export type Wrong = { readonly ok: false; readonly field: TermField; readonly message: string };
export type ReadTerms = { readonly ok: true; readonly terms: Terms } | Wrong;

interface Typed {
  readonly type: TicketType;
  readonly timeInForce: TimeInForce;
  readonly quantity: string;
  readonly price: string;
  readonly stopPrice: string;
  readonly trailBy: string;
  /** Local date and time, as the browser's field gives it. */
  readonly goodTill: string;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

export const wrong = (field: TermField, message: string): Wrong => ({ ok: false, field, message });

function readSize(quantity: string, { lotSize, minQuantity, maxQuantity }: InstrumentShape): Wrong | string {
  const size = typedDecimal(quantity);
  if (size === undefined || signOf(size) <= 0) return wrong('quantity', 'Enter a quantity');
  if (!isMultiple(size, lotSize)) return wrong('quantity', `Quantity must be a multiple of ${quantityText(lotSize)}`);
  if (compare(size, minQuantity) < 0) return wrong('quantity', `At least ${quantityText(minQuantity)}`);
  if (compare(size, maxQuantity) > 0) return wrong('quantity', `At most ${quantityText(maxQuantity)}`);
  return fixed(size, decimalsOf(lotSize));
}

/** A price as it was typed: positive, and on the grid. */
export function readPrice(
  typed: string,
  tickSize: string,
  name: string,
): { readonly ok: true; readonly price: string } | { readonly ok: false; readonly message: string } {
  const value = typedDecimal(typed);
  if (value === undefined || signOf(value) <= 0) return { ok: false, message: `Enter a ${name.toLowerCase()}` };
  if (!isMultiple(value, tickSize))
    return { ok: false, message: `${name} must be a multiple of ${quantityText(tickSize)}` };
  return { ok: true, price: fixed(value, decimalsOf(tickSize)) };
}

const PRICES = [
  ['price', 'price', 'Price'],
  ['stopPrice', 'stop', 'Stop price'],
  ['trailBy', 'trail', 'Distance'],
] as const;

/** The prices that the type has, each on the grid. */
function readPrices(typed: Typed, { tickSize }: InstrumentShape): Wrong | Partial<Terms> {
  const read: { -readonly [Name in keyof Terms]?: Terms[Name] } = {};
  for (const [field, rule, name] of PRICES) {
    if (!RULES[typed.type][rule]) continue;
    const one = readPrice(typed[field], tickSize, name);
    if (!one.ok) return wrong(field, one.message);
    read[field] = one.price;
  }
  return read;
}

/** What was typed as exact terms of the instrument: whole lots within its bounds, at prices on its grid. */
export function readTerms(typed: Typed, instrument: InstrumentShape): ReadTerms {
  const quantity = readSize(typed.quantity, instrument);
  if (typeof quantity !== 'string') return quantity;
  const prices = readPrices(typed, instrument);
  if ('message' in prices) return prices;
  const { type, timeInForce, goodTill, postOnly, reduceOnly } = typed;
  const goodTillTime = Date.parse(goodTill);
  if (timeInForce === 'GTD' && Number.isNaN(goodTillTime)) return wrong('goodTill', 'Enter until when it is good');
  const terms: Terms = {
    quantity,
    ...prices,
    ...(timeInForce === 'GTD' ? { goodTillTime } : {}),
    ...(postOnly && mayPostOnly(type, timeInForce) ? { postOnly } : {}),
    ...(reduceOnly ? { reduceOnly } : {}),
  };
  return { ok: true, terms };
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
