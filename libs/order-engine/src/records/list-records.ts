import type { ErrorCode } from '@bourseworks/domain';
import type { ListKind } from '../contingent/list-terms.js';
import type { After, CommandFields, RecordBase } from './record.js';

/** A list of orders that depend on each other, whole: its orders follow as Intents of their own, nothing is sent before. */
export interface ListAcceptedRecord extends RecordBase, CommandFields {
  readonly type: 'ListAccepted';
  readonly listId: string;
  /** Counter behind listId. */
  readonly idSequence: number;
  readonly kind: ListKind;
  /** Options and orders as JSON, see ListBody. */
  readonly body: string;
}

export const LIST_CANCEL_CAUSES = ['command', 'cut', 'units'] as const;
export type ListCancelCause = (typeof LIST_CANCEL_CAUSES)[number];

/**
 * Everything of a list is to be cancelled: asked for; it was cut by a crash and may not be completed any more; or its units
 * changed and it is not known how.
 */
export interface ListCancelledRecord extends RecordBase, CommandFields {
  readonly type: 'ListCancelled';
  readonly listId: string;
  readonly cause: ListCancelCause;
  readonly reason: string;
}

/** Risk denied to release an order of a list, or to make it larger. It stays as it is and is tried again at `retryUs`. */
export interface ListDeniedRecord extends RecordBase {
  readonly type: 'ListDenied';
  readonly listId: string;
  readonly leg: number;
  readonly clOrdId: string;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly limit: string;
  readonly observed: string;
  readonly ruleVersion: number;
  readonly scope: string;
  readonly scopeId: string;
  readonly retryUs: number;
}

/** Something about a list that a person has to know. Alarmed once. */
export interface ListAlarmRecord extends RecordBase {
  readonly type: 'ListAlarm';
  readonly listId: string;
  /** Which of its orders; -1 = the list. */
  readonly leg: number;
  readonly code: ErrorCode;
  /** Units that it is about, 0 = none. */
  readonly quantity: number;
  readonly reason: string;
}

/** An order is held inside until the market reaches its trigger. */
export interface ArmedRecord extends RecordBase, After {
  readonly type: 'Armed';
  readonly clOrdId: string;
  readonly triggerPx: number;
  /** Of a trailing trigger: the price that it was measured from; 0 for others. */
  readonly bestPx: number;
}

/** A trailing trigger followed the market. */
export interface TrailedRecord extends RecordBase {
  readonly type: 'Trailed';
  readonly clOrdId: string;
  readonly triggerPx: number;
  readonly bestPx: number;
}

/** The market reached the trigger of an order: it goes to the broker as a market or limit order. */
export interface TriggeredRecord extends RecordBase, After {
  readonly type: 'Triggered';
  readonly clOrdId: string;
  /** Price that reached it. */
  readonly marketPx: number;
}

export type ListRecord =
  | ListAcceptedRecord
  | ListCancelledRecord
  | ListDeniedRecord
  | ListAlarmRecord
  | ArmedRecord
  | TrailedRecord
  | TriggeredRecord;
