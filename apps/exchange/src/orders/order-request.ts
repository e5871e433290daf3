import { parseDecimal, SIDES, type Instrument } from '@bourseworks/domain';
import { VenueError } from '../refusal.js';
import type { ClientOrderTerms } from './client-order.js';

const ORDER_TYPES = ['MARKET', 'LIMIT'] as const;
const TIMES_IN_FORCE = ['DAY', 'GTC', 'IOC', 'FOK'] as const;
const CLIENT_ORDER_ID = /^[A-Za-z0-9_.:-]{1,128}$/;

/** Body of an order as it came in; every field still to be doubted. */
export type RawBody = Readonly<Record<string, unknown>>;

export function asBody(value: unknown): RawBody {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as RawBody;
  throw new VenueError('BAD_REQUEST', 'a JSON object is expected');
}

function oneOf<T extends string>(body: RawBody, field: string, values: readonly T[], fallback?: T): T {
  const value = body[field] ?? fallback;
  const found = values.find((allowed) => allowed === value);
  if (found !== undefined) return found;
  throw new VenueError('BAD_REQUEST', `${field} must be one of ${values.join(', ')}`);
}

/** An id for an order or a request, 1-128 letters, digits, `_ . : -`. */
export function readClientOrderId(value: unknown, field = 'clientOrderId'): string {
  if (typeof value === 'string' && CLIENT_ORDER_ID.test(value)) return value;
  throw new VenueError('BAD_REQUEST', `${field} must be 1-128 letters, digits or _ . : -`);
}

export function readTerms(body: RawBody): ClientOrderTerms {
  const side = oneOf(body, 'side', SIDES);
  const type = oneOf(body, 'type', ORDER_TYPES);
  const timeInForce = oneOf(body, 'timeInForce', TIMES_IN_FORCE, 'GTC');
  const postOnly = body['postOnly'] ?? false;
  if (typeof postOnly !== 'boolean') throw new VenueError('BAD_REQUEST', 'postOnly must be true or false');
  if (postOnly && (type === 'MARKET' || timeInForce === 'IOC' || timeInForce === 'FOK')) {
    throw new VenueError('UNSUPPORTED', 'only resting limit orders can be post-only');
  }
  return { side, type, timeInForce, postOnly };
}

/** Quantity in units of the instrument: a multiple of the lot between its bounds. */
export function readQuantity(value: unknown, instrument: Instrument): number {
  const parsed = parseDecimal(value as string, instrument.qtyScale);
  const { lotSize, minQuantity, maxQuantity } = instrument;
  if (parsed.ok && parsed.value >= minQuantity && parsed.value <= maxQuantity && parsed.value % lotSize === 0)
    return parsed.value;
  throw new VenueError(
    'INVALID_QUANTITY',
    'quantity must be a decimal string, a multiple of the lot within its bounds',
  );
}

/** Price in units of the instrument: a positive multiple of the tick. */
export function readPrice(value: unknown, instrument: Instrument): number {
  const parsed = parseDecimal(value as string, instrument.priceScale);
  if (parsed.ok && parsed.value > 0 && parsed.value % instrument.tickSize === 0) return parsed.value;
  throw new VenueError('INVALID_PRICE', 'price must be a decimal string, a positive multiple of the tick');
}
