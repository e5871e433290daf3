import { entriesOf } from './entry.js';

const entry = entriesOf('orders');

/** Orders, and the OMS that takes them. */
export const ORDERS = {
  ORDER_UNKNOWN: entry('No such order.', 'Check the clOrdId; it may belong to another account or strategy.'),
  ORDER_CLOSED: entry('The order is already in a final state.', 'Nothing is left to cancel or replace.'),
  ORDER_PENDING: entry('A cancel or replace of this order is already in flight.', 'Wait for its outcome.'),
  ORDER_TRANSITION_ILLEGAL: entry(
    'The event is not legal in the state of the order; it was recorded, not applied.',
    'Compare with the venue; see the order state reference.',
  ),
  ORDER_EXPIRED: entry('The request was older than its expiry when it arrived.', 'Send a fresh request.'),
  ORDER_REJECTED: entry('The venue rejected the order.', 'The reason is the venue’s own.'),
  ORDER_KEPT: entry(
    'The venue refused the cancel or replace; the order stays as it was.',
    'The reason is the venue’s own.',
  ),
  ORDER_FILL_LATE: entry(
    'A fill arrived for an order that was already closed; it was booked.',
    'Compare the order with the venue.',
  ),
  ORDER_CORRECTION_UNBOOKED: entry(
    'A bust or correction was not booked: its order or execution is not known any more, or is of before a split.',
    'The message has what was booked and what it becomes: book the difference, and compare the position with the venue.',
  ),
  ORDER_OVERFILL: entry(
    'The fills of an order exceed its quantity; they were booked.',
    'Compare the order with the venue.',
  ),
  ORDER_FILL_CONFLICT: entry(
    'An execution id came again with another content; the first stands.',
    'Compare the fill with the venue.',
  ),
  ORDER_CUM_MISMATCH: entry(
    'The venue states another filled quantity than the sum of its fills.',
    'Fetch the fills; reconcile the order.',
  ),
  ORDER_ADJUSTED: entry(
    'An order or a position was changed to what the venue states, without an execution of its own.',
    'Look into the difference that the message states.',
  ),
  ORDER_UNCERTAIN: entry(
    'The outcome of a send is not known; the order stays reserved until it is resolved.',
    'Wait for reconciliation.',
  ),
  ORDER_OUTSIDE: entry(
    'An order at the broker was not placed here; it was taken over, or left to you.',
    'Find out who placed it; cancel it if nobody should have.',
  ),
  BOOKS_DIFFER: entry(
    'The broker states another position or cash than the books here.',
    'Compare the two; book what is missing, or let positions be adjusted.',
  ),
  CLIENT_ORDER_ID_REUSED: entry(
    'The clientOrderId was used for another order of this account; it is good for one order for ever.',
    'Use a new id for a new order.',
  ),
  COMMAND_CONFLICT: entry('The commandId was used before with another content.', 'Use a new id for a new command.'),
  COMMAND_TOO_OLD: entry(
    'The commandId lies below what can still be checked for duplicates.',
    'Use a new epoch or a later sequence.',
  ),
  ACCOUNT_UNKNOWN: entry(
    'No such account is configured.',
    'Use one of the accounts that come with the error, or add it to ACCOUNTS.',
  ),
  ACCOUNT_CURRENCY: entry(
    'The instrument is priced in another currency than the account.',
    'Use an account in the currency of the instrument.',
  ),
  OMS_RECONCILING: entry('The OMS is reconciling with the broker; only cancels pass.', 'Wait until it is ready.'),
  OMS_STOPPED: entry(
    'The OMS takes no orders: its journal failed or it is shutting down.',
    'See its log; it restarts by itself.',
  ),
  OMS_BUSY: entry(
    'The journal is behind, and no new order is taken until it has caught up; or many ask for old events.',
    'Repeat after a moment, a command with the same commandId.',
  ),
  ACTOR_REQUIRED: entry('The command needs the name of a person.', 'Send actor.'),
  LIST_INVALID: entry(
    'The orders of the list do not make one of its kind.',
    'See the kinds of lists in the concepts; the message says what is wrong.',
  ),
  LIST_QUANTITY: entry(
    'The quantity of an order follows the list that it is of.',
    'Change the quantity of the entry, or cancel the order.',
  ),
  LIST_CANCELLED: entry(
    'The list that the order is of needs it no more: its entry ended, a sibling filled, or the list was cancelled.',
    'Nothing is to be done.',
  ),
  LIST_DENIED: entry(
    'Risk denied to release an order of a list, or to make it larger; it waits and is tried again.',
    'The message has the reason: make room in the limit, or close what is not covered by hand.',
  ),
  LIST_UNPROTECTED: entry(
    'A quantity that a list entered is not covered by the order that was to follow it.',
    'Cover or close it by hand.',
  ),
  LIST_OVERSHOOT: entry(
    'Exits of a list filled more than was entered: both traded before the cancel of one arrived, or a fill was taken back.',
    'The position is on the other side now; close it unless it is wanted.',
  ),
  LIST_STUCK: entry(
    'The venue refuses again and again to change an order of a list, or too many were made for one place.',
    'Look at the order at the venue; cancel the list and cover by hand.',
  ),
  LIST_UNITS: entry(
    'A list was cancelled: something was filled between a corporate action and its word on all sides, in units not known.',
    'Compare the position with the broker, and cover it by hand.',
  ),
  LIST_CUT: entry(
    'A crash cut a list before any of its orders was sent, and it may not be carried out any more.',
    'Send it again if it is still wanted, with a new commandId.',
  ),
} as const;
