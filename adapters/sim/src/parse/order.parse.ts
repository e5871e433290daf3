import { asRaw, badData, countOf, optionalText, textOf, type Raw } from './fields.js';

export const VENUE_EXEC_TYPES = ['New', 'Trade', 'Canceled', 'Replaced', 'Triggered', 'Rejected', 'Expired'] as const;
export type VenueExecType = (typeof VENUE_EXEC_TYPES)[number];

export const VENUE_STATUSES = ['New', 'PartiallyFilled', 'Filled', 'Canceled', 'Rejected', 'Expired'] as const;
export type VenueStatus = (typeof VENUE_STATUSES)[number];

/** An execution report as the exchange sends it, its fields checked; numbers still as decimal strings. */
export interface VenueExecution {
  readonly sequence: number;
  readonly execId: string;
  readonly execType: VenueExecType;
  readonly clientOrderId: string;
  readonly origClientOrderId: string | undefined;
  readonly orderId: string;
  readonly symbol: string;
  readonly status: VenueStatus;
  readonly quantity: string;
  readonly price: string | undefined;
  readonly lastQty: string | undefined;
  readonly lastPrice: string | undefined;
  readonly cumQty: string;
  readonly leavesQty: string;
  readonly fee: string | undefined;
  readonly feeCurrency: string | undefined;
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly time: number;
}

/** An order as the exchange answers for it. */
export interface VenueOrder {
  readonly clientOrderId: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly status: VenueStatus;
  readonly cumQty: string;
  readonly leavesQty: string;
}

function statusOf(raw: Raw): VenueStatus {
  const status = VENUE_STATUSES.find((known) => known === raw['status']);
  if (status === undefined) throw badData(`the order status ${String(raw['status'])}`);
  return status;
}

export function parseExecution(value: unknown): VenueExecution {
  const raw = asRaw(value, 'an execution');
  const execType = VENUE_EXEC_TYPES.find((known) => known === raw['execType']);
  if (execType === undefined) throw badData(`the execution type ${String(raw['execType'])}`);
  return {
    sequence: countOf(raw, 'sequence'),
    execId: textOf(raw, 'execId'),
    execType,
    clientOrderId: textOf(raw, 'clientOrderId'),
    origClientOrderId: optionalText(raw, 'origClientOrderId'),
    orderId: textOf(raw, 'orderId'),
    symbol: textOf(raw, 'symbol'),
    status: statusOf(raw),
    quantity: textOf(raw, 'quantity'),
    price: optionalText(raw, 'price'),
    lastQty: optionalText(raw, 'lastQty'),
    lastPrice: optionalText(raw, 'lastPrice'),
    cumQty: textOf(raw, 'cumQty'),
    leavesQty: textOf(raw, 'leavesQty'),
    fee: optionalText(raw, 'fee'),
    feeCurrency: optionalText(raw, 'feeCurrency'),
    code: optionalText(raw, 'code'),
    reason: optionalText(raw, 'reason'),
    time: countOf(raw, 'time'),
  };
}

export function parseOrder(value: unknown): VenueOrder {
  const raw = asRaw(value, 'an order');
  return {
    clientOrderId: textOf(raw, 'clientOrderId'),
    orderId: textOf(raw, 'orderId'),
    symbol: textOf(raw, 'symbol'),
    status: statusOf(raw),
    cumQty: textOf(raw, 'cumQty'),
    leavesQty: textOf(raw, 'leavesQty'),
  };
}
