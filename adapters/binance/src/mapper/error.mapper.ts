import type { ErrorCode } from '@bourseworks/domain';
import type { RefusalText, Refused } from '@bourseworks/venue-client';

/** The time stamp of the request lay outside of its window: it was turned down before anything looked at it. */
export const OUTSIDE_WINDOW = '-1021';
export const UNKNOWN_ORDER = '-2011';
export const NO_SUCH_ORDER = '-2013';
export const NO_SUCH_LISTEN_KEY = '-1125';
/** A change to what the order is already. */
export const NOTHING_TO_CHANGE = '-5027';

/** Signature, key, rights, or the address that they are bound to. */
const LOGIN: ReadonlySet<string> = new Set(['-1002', '-1022', '-2014', '-2015']);

export function isLoginFault(code: string): boolean {
  return LOGIN.has(code);
}

/** What the venue itself calls an execution that is not known, or ended in the middle of the request. */
const UNKNOWN: ReadonlySet<string> = new Set(['-1000', '-1001', '-1006', '-1007', '-1016']);
/** An order of this id is there: an earlier send of it arrived. That is no refusal of the order. */
const DUPLICATE: ReadonlySet<string> = new Set(['-4116']);
const DUPLICATE_TEXT = /duplicate order/i;
/** Turned down for now, without a look at the order. */
const RETRYABLE: ReadonlySet<string> = new Set([OUTSIDE_WINDOW, '-1003', '-1015']);

/** The code and message of `{code, msg}`, and what they say beyond the status. */
export function readRefusal(body: unknown): RefusalText | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { code, msg } = body as Readonly<Record<string, unknown>>;
  if (typeof code !== 'number' && typeof code !== 'string') return undefined;
  const known = String(code);
  const message = typeof msg === 'string' ? msg : '';
  const text = { code: known, message };
  if (UNKNOWN.has(known) || DUPLICATE.has(known) || DUPLICATE_TEXT.test(message)) return { ...text, fault: 'UNKNOWN' };
  return RETRYABLE.has(known) ? { ...text, fault: 'RETRYABLE' } : text;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  '-1111': 'QUANTITY_INVALID',
  '-1115': 'ORDER_TYPE_UNSUPPORTED',
  '-1116': 'ORDER_TYPE_UNSUPPORTED',
  '-1121': 'INSTRUMENT_UNKNOWN',
  '-2011': 'ORDER_UNKNOWN',
  '-2013': 'ORDER_UNKNOWN',
  '-4003': 'QUANTITY_INVALID',
  '-4004': 'QUANTITY_INVALID',
  '-4005': 'QUANTITY_INVALID',
  '-4014': 'PRICE_INVALID',
  '-4016': 'PRICE_INVALID',
  '-4024': 'PRICE_INVALID',
  '-4120': 'ORDER_TYPE_UNSUPPORTED',
  '-4131': 'PRICE_INVALID',
  '-4164': 'QUANTITY_INVALID',
};

/** Filters that an order failed are named in the text of one code. */
const FILTER = '-1013';
const FILTERS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/PRICE/, 'PRICE_INVALID'],
  [/LOT_SIZE|NOTIONAL|ICEBERG/, 'QUANTITY_INVALID'],
];

/** Our code for the venue's own. */
export function toErrorCode({ code, message }: Refused, otherwise: ErrorCode): ErrorCode {
  if (isLoginFault(code)) return 'ADAPTER_LOGIN';
  if (code === FILTER) return FILTERS.find(([text]) => text.test(message))?.[1] ?? otherwise;
  return CODES[code] ?? otherwise;
}

/** The reason as people read it: the venue's words, with its code. */
export function reasonOf({ code, message }: Refused): string {
  return code === '' ? message : `${message} (${code})`;
}
