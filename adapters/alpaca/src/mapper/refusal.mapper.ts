import type { ErrorCode } from '@bourseworks/domain';
import type { Refused } from '@bourseworks/venue-client';

/** Alpaca has an order of this client id: an earlier send of it arrived. That is no refusal of the order. */
export function isDuplicate({ status, message }: Refused): boolean {
  return status === 422 && /client_order_id must be unique/i.test(message);
}

/** The keys were refused, not the order. Alpaca refuses orders with 403 as well, under codes of its own (4031…). */
export function isUnauthorized({ status, code, message }: Refused): boolean {
  return (
    status === 401 ||
    (status === 403 && !code.startsWith('4031') && /forbidden|unauthori[sz]ed|not authori[sz]ed/i.test(message))
  );
}

const SUBMIT: readonly (readonly [RegExp, ErrorCode])[] = [
  [/sub-penny|minimum pricing criteria/i, 'PRICE_OFF_TICK'],
  [/asset .*not found|asset .*not active|not tradable/i, 'INSTRUMENT_UNKNOWN'],
  [/qty must be|fractional|minimal qty|cost basis/i, 'QUANTITY_INVALID'],
  [/limit_price|limit price|stop_price|stop price/i, 'PRICE_INVALID'],
  [/order type|time in force|time_in_force/i, 'ORDER_TYPE_UNSUPPORTED'],
];

/** Our code for the refusal of a new order; Alpaca's own text goes along as the reason. */
export function submitCode({ message }: Refused): ErrorCode {
  return SUBMIT.find(([pattern]) => pattern.test(message))?.[1] ?? 'ORDER_REJECTED';
}

/** States that an order never leaves. */
const ENDED = /(?<!partially_)filled|cancell?ed|expired|rejected|replaced|done_for_day/i;

/** Our code for the refusal of a cancel or replace. */
export function changeCode({ status, message }: Refused): ErrorCode {
  if (status === 404) return 'ORDER_UNKNOWN';
  return status === 422 && ENDED.test(message) ? 'ORDER_CLOSED' : 'ORDER_KEPT';
}
