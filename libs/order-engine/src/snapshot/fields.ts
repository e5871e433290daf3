import type { OrderState } from '@bourseworks/domain';
import type { OrderEvent } from '../order-event.js';
import type { BookedExecution, Order } from '../order.js';

/**
 * How a field comes back. kept: its value is plain data and stands in the snapshot. linked: it is part of the state, and put
 * back by code of its own. derived: it follows from the others.
 */
type How = 'kept' | 'linked' | 'derived';
type Method = (...args: never[]) => unknown;
type FieldsOf<T> = { readonly [Name in keyof T as T[Name] extends Method ? never : Name]-?: How };

/** A field that is missing here does not compile: what a snapshot forgets, a restart loses. */
export const STATE_FIELDS: FieldsOf<OrderState> = {
  clOrdId: 'linked',
  acceptedId: 'kept',
  venueOrderId: 'kept',
  side: 'kept',
  type: 'kept',
  timeInForce: 'kept',
  quantity: 'kept',
  price: 'kept',
  instructions: 'kept',
  triggered: 'kept',
  local: 'kept',
  working: 'kept',
  cumQty: 'kept',
  internalQty: 'kept',
  notional: 'linked',
  day: 'kept',
  earlierQty: 'kept',
  earlierNotional: 'linked',
  guaranteedQty: 'kept',
  pending: 'kept',
};

export const ORDER_FIELDS: FieldsOf<Order> = {
  state: 'linked',
  clOrdId: 'kept',
  account: 'linked',
  strategy: 'linked',
  commandId: 'kept',
  adapter: 'kept',
  instrument: 'kept',
  path: 'linked',
  stream: 'linked',
  index: 'linked',
  sentUs: 'kept',
  reduceOnly: 'kept',
  cause: 'kept',
  session: 'kept',
  sendSequence: 'kept',
  reservePx: 'kept',
  replacePx: 'kept',
  reservedQty: 'kept',
  reservedNotional: 'kept',
  reservedOrders: 'kept',
  executions: 'linked',
  requestIds: 'kept',
  lastEvent: 'linked',
  closing: 'kept',
  heldPool: 'linked',
  heldUntilUs: 'kept',
  heldSince: 'kept',
  ownBook: 'linked',
  doubtPx: 'kept',
  ownLevel: 'linked',
  leg: 'linked',
  waiting: 'kept',
  trigger: 'kept',
  isHeldStop: 'kept',
  listedCum: 'kept',
  units: 'kept',
  cancelCause: 'kept',
  neededQty: 'kept',
  neededNotional: 'kept',
  isHeld: 'derived',
  staysInside: 'derived',
  isUnanswered: 'derived',
};

export const EXECUTION_FIELDS: FieldsOf<BookedExecution> = {
  execId: 'kept',
  execType: 'kept',
  quantity: 'kept',
  price: 'kept',
  fee: 'kept',
  feeCurrency: 'kept',
  fill: 'kept',
  day: 'kept',
  standing: 'kept',
  order: 'linked',
};

/** In the order in which events are made, so that those that come back have the same shape. */
export const EVENT_FIELDS: FieldsOf<OrderEvent> = {
  sequence: 'kept',
  streamSequence: 'kept',
  account: 'kept',
  strategy: 'kept',
  clOrdId: 'kept',
  requestId: 'kept',
  origClOrdId: 'kept',
  commandId: 'kept',
  listId: 'kept',
  listRole: 'kept',
  venueOrderId: 'kept',
  execId: 'kept',
  execRefId: 'kept',
  execType: 'kept',
  ordStatus: 'kept',
  state: 'kept',
  adapter: 'kept',
  venue: 'kept',
  symbol: 'kept',
  instrument: 'kept',
  side: 'kept',
  type: 'kept',
  timeInForce: 'kept',
  quantity: 'kept',
  price: 'kept',
  instructions: 'kept',
  triggered: 'kept',
  quantityText: 'kept',
  priceText: 'kept',
  lastQty: 'kept',
  lastPx: 'kept',
  lastMkt: 'kept',
  cumQty: 'kept',
  leavesQty: 'kept',
  notionalHi: 'kept',
  notionalLo: 'kept',
  day: 'kept',
  position: 'kept',
  fee: 'kept',
  feeCurrency: 'kept',
  code: 'kept',
  reason: 'kept',
  sentUs: 'kept',
  us: 'kept',
  venueUs: 'kept',
  venueNs: 'kept',
};

function namesOf(fields: Readonly<Record<string, How>>): readonly string[] {
  return Object.keys(fields).filter((name) => fields[name] === 'kept');
}

/** Names of the kept fields, in the order of their values. */
export const KEPT = {
  state: namesOf(STATE_FIELDS),
  order: namesOf(ORDER_FIELDS),
  execution: namesOf(EXECUTION_FIELDS),
  event: namesOf(EVENT_FIELDS),
} as const;

/** Values of fields by names that are known, with the type's safety given up for once: the tables above give it. */
export type Row = readonly unknown[];

export function rowOf(of: object, names: readonly string[]): Row {
  const loose = of as Readonly<Record<string, unknown>>;
  const row: unknown[] = [];
  for (let i = 0; i < names.length; i++) row.push(loose[names[i]]);
  return row;
}

/** Puts the values of a row into an object. */
export function put(target: object, names: readonly string[], row: Row): void {
  if (row.length !== names.length) throw new Error(`${row.length} values for ${names.length} fields`);
  const loose = target as Record<string, unknown>;
  for (let i = 0; i < names.length; i++) loose[names[i]] = row[i];
}
