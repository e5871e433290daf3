import { hasLimitPrice, isStopType, ORDER_TYPES, parseDecimal, SIDES, type Instrument } from '@bourseworks/domain';
import { VenueError } from '../refusal.js';
import type { ClientOrderExtras, ClientOrderTerms } from './client-order.js';

/** The book trades continuously: there is no auction for OPG and CLS. */
const TIMES_IN_FORCE = ['DAY', 'GTC', 'IOC', 'FOK', 'GTD'] as const;
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
  const atOnce = timeInForce === 'IOC' || timeInForce === 'FOK';
  if (postOnly && (type !== 'LIMIT' || atOnce))
    throw new VenueError('UNSUPPORTED', 'only resting limit orders can be post-only');
  if (isStopType(type) && atOnce) throw new VenueError('UNSUPPORTED', 'a stop order waits: DAY, GTC or GTD');
  return { side, type, timeInForce, postOnly };
}

/** Limit price in units, 0 for orders without one. */
export function readLimit(value: unknown, { type }: ClientOrderTerms, instrument: Instrument): number {
  if (hasLimitPrice(type)) return readPrice(value, instrument);
  if (value === undefined) return 0;
  throw new VenueError('INVALID_PRICE', `a ${type} order has no limit price`);
}

/** Without a field the old value stays; `before` is undefined for a new order. */
function readPart(
  body: RawBody,
  field: 'stopPrice' | 'trailBy',
  needed: boolean,
  instrument: Instrument,
  before: number | undefined,
): number {
  const value = body[field];
  if (value !== undefined) return readPrice(value, instrument);
  if (needed && before === undefined) throw new VenueError('INVALID_PRICE', `the order needs a ${field}`);
  return before ?? 0;
}

function readDisplay(value: unknown, quantity: number, terms: ClientOrderTerms, instrument: Instrument): number {
  const { type, timeInForce } = terms;
  if (!hasLimitPrice(type) || timeInForce === 'IOC' || timeInForce === 'FOK')
    throw new VenueError('UNSUPPORTED', 'only resting orders with a limit show a part of their quantity');
  const shown = readQuantity(value, instrument);
  if (shown < quantity) return shown;
  throw new VenueError('INVALID_QUANTITY', 'displayQty must be less than the quantity');
}

/** `0` shows all. What a replace does not say stays, as long as it is a part of the quantity. */
function readShown(
  value: unknown,
  quantity: number,
  terms: ClientOrderTerms,
  instrument: Instrument,
  before: ClientOrderExtras | undefined,
): number {
  if (value === '0') return 0;
  if (value !== undefined) return readDisplay(value, quantity, terms, instrument);
  return before !== undefined && before.displayQty < quantity ? before.displayQty : 0;
}

function readGoodTill(value: unknown, nowUs: number): number {
  if (Number.isSafeInteger(value) && (value as number) > nowUs) return value as number;
  throw new VenueError('BAD_REQUEST', 'goodTillTime must be a time in the future, in microseconds');
}

/** What an order, or a replace of one that had `before`, says beyond quantity and price. */
export function readExtras(
  body: RawBody,
  terms: ClientOrderTerms,
  quantity: number,
  instrument: Instrument,
  nowUs: number,
  before?: ClientOrderExtras,
): ClientOrderExtras {
  const { type, timeInForce } = terms;
  const trails = type === 'TRAILING_STOP';
  const refuse = (field: string): never => {
    throw new VenueError('UNSUPPORTED', `a ${type} order with ${timeInForce} has no ${field}`);
  };
  if (!isStopType(type) && body['stopPrice'] !== undefined) refuse('stopPrice');
  if (!trails && body['trailBy'] !== undefined) refuse('trailBy');
  if (timeInForce !== 'GTD' && body['goodTillTime'] !== undefined) refuse('goodTillTime');
  const stopPrice = readPart(body, 'stopPrice', isStopType(type) && !trails, instrument, before?.stopPrice);
  const trailBy = readPart(body, 'trailBy', trails, instrument, before?.trailBy);
  const displayQty = readShown(body['displayQty'], quantity, terms, instrument, before);
  const given = body['goodTillTime'];
  const kept = given === undefined && before !== undefined;
  const goodTillUs = timeInForce !== 'GTD' ? 0 : kept ? before.goodTillUs : readGoodTill(given, nowUs);
  return { stopPrice, trailBy, displayQty, goodTillUs };
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
