/** What a code means and what the reader can do about it. */
export interface ErrorEntry {
  readonly meaning: string;
  readonly remedy: string;
}

const entry = (meaning: string, remedy: string): ErrorEntry => ({ meaning, remedy });

/**
 * Every code that leaves a service, in one place. Codes are stable: a meaning may be worded better, a code is never
 * reused for something else. Shape: CATEGORY_CONDITION.
 */
export const ERRORS = {
  // Messages and transport
  BAD_MESSAGE: entry(
    'The payload could not be read as its content type says.',
    'Send valid JSON of the documented shape.',
  ),
  BAD_REQUEST: entry(
    'A field is missing, unknown, or out of its range.',
    'Compare the request with the reference; details name the field.',
  ),
  BAD_TOPIC: entry(
    'The topic does not follow the topic reference.',
    'Build topics with the topic builders; identifiers are percent-encoded levels.',
  ),
  UNSUPPORTED_CONTENT_TYPE: entry(
    'No codec is registered for the content type.',
    'Use application/json or register a codec.',
  ),
  NO_HANDLER: entry('Nothing handles this topic.', 'Check the topic and that the service is running.'),
  INTERNAL_ERROR: entry(
    'The service failed in a way it did not expect.',
    'Look up the correlation id in the service log.',
  ),
  REQUEST_TIMEOUT: entry(
    'No answer within the deadline.',
    'The outcome is unknown: ask for the status before repeating; repeat only with the same commandId.',
  ),
  TRANSPORT_DOWN: entry('The session to the broker is not up.', 'It reconnects by itself; repeat later.'),
  TRANSPORT_FULL: entry('The session accepts no more data for now.', 'Wait for the drain event.'),
  TRANSPORT_CLOSED: entry('The session is closed; the service is shutting down.', 'Repeat when the service is back.'),
  REQUEST_ABORTED: entry(
    'The connection was lost while the request was in flight.',
    'The outcome is unknown: repeat only with the same commandId.',
  ),
  REQUEST_LIMIT: entry('The bound on requests in flight is reached.', 'Wait for answers before asking more.'),
  REPLY_GAP: entry('A part of an answer was lost.', 'Ask again.'),
  CONNECT_FAILED: entry('The event broker could not be reached.', 'Check SOLACE_URL and that the broker runs.'),
  LOGIN_REFUSED: entry('The event broker refused the login.', 'Check SOLACE_VPN, SOLACE_USERNAME and SOLACE_PASSWORD.'),

  // Instruments, numbers
  INSTRUMENT_UNKNOWN: entry('The venue does not list this symbol.', 'Ask marketdata/request/instruments for the list.'),
  INSTRUMENT_INVALID: entry(
    'The instrument definition breaks a rule of the number contract.',
    'Details name the field; scales with multiplier must not exceed 18 digits.',
  ),
  NUMBER_INVALID: entry(
    'The text is not a plain decimal number.',
    'Send digits with an optional sign and point, such as 12.50.',
  ),
  NUMBER_RANGE: entry(
    'The number does not fit the exact integer range.',
    'Reduce it; prices and quantities are bounded by 2^50 units.',
  ),
  PRICE_OFF_TICK: entry('The price is not a multiple of the tick size.', 'Round it to the tick given in details.'),
  PRICE_INVALID: entry(
    'The price is missing, not positive, or not allowed for this order type.',
    'Send a positive price for limit orders and none for market orders.',
  ),
  QUANTITY_OFF_LOT: entry('The quantity is not a multiple of the lot size.', 'Round it to the lot given in details.'),
  QUANTITY_INVALID: entry(
    'The quantity is not a positive number within the limits of the instrument.',
    'Send a positive quantity between the minimum and the maximum in details.',
  ),
  ORDER_TYPE_UNSUPPORTED: entry(
    'The venue does not support this order type or time in force.',
    'Details list what it supports.',
  ),

  // Adapters and market data
  ADAPTER_UNKNOWN: entry('No adapter of this name is installed.', 'Details list the adapters that are.'),
  ADAPTER_NO_MARKET_DATA: entry('The adapter has no market-data side.', 'Choose another adapter.'),
  ADAPTER_NO_BROKER: entry('The adapter has no broker side.', 'Choose another adapter for orders.'),
  ADAPTER_FAILED: entry(
    'The venue or its adapter failed.',
    'See details; the stream status topic tells when it is back.',
  ),
  VENUE_UNKNOWN: entry('No adapter serves this venue.', 'Details list the venues that are served.'),
  KIND_UNSUPPORTED: entry(
    'The adapter does not offer this kind of data for the instrument.',
    'Details list the kinds it offers.',
  ),
  HISTORY_BUSY: entry('All history workers are taken.', 'Repeat after a moment; the pool is bounded on purpose.'),
  HISTORY_RANGE_INVALID: entry(
    'The time range is empty, reversed, or too long.',
    'Send from < to, at most the limit in details.',
  ),
  HISTORY_NOT_FOUND: entry('No data are stored for this instrument and range.', 'Check symbol and dates.'),
  HISTORY_CANCELLED: entry('The history request was cancelled.', 'Nothing to do.'),
  STREAM_UNKNOWN: entry('No such stream is running.', 'Request it on marketdata/request/live first.'),
  STREAM_LIMIT: entry('The bound on running streams is reached.', 'Release streams, or raise MARKET_DATA_MAX_STREAMS.'),
  LEASE_UNKNOWN: entry('The lease is not known; it may have run out.', 'Request the stream again.'),
  DATA_FORMAT: entry('A data file or venue message could not be parsed.', 'Details name the place.'),

  // Orders
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
    'Reconciliation changed an order or a position to what the venue states.',
    'Look into the difference in details.',
  ),
  ORDER_UNCERTAIN: entry(
    'The outcome of a send is not known; the order stays reserved until it is resolved.',
    'Wait for reconciliation.',
  ),
  COMMAND_CONFLICT: entry('The commandId was used before with another content.', 'Use a new id for a new command.'),
  COMMAND_TOO_OLD: entry(
    'The commandId lies below what can still be checked for duplicates.',
    'Use a new epoch or a later sequence.',
  ),
  ACCOUNT_UNKNOWN: entry('No such account is configured.', 'Details list the accounts.'),
  ACCOUNT_CURRENCY: entry(
    'The instrument is priced in another currency than the account.',
    'Use an account in the currency given in details.',
  ),
  OMS_RECONCILING: entry('The OMS is reconciling with the broker; only cancels pass.', 'Wait until it is ready.'),
  OMS_STOPPED: entry(
    'The OMS takes no orders: its journal failed or it is shutting down.',
    'See its log; it restarts by itself.',
  ),
  OMS_BUSY: entry(
    'The journal is behind; no new order is taken until it has caught up.',
    'Repeat after a moment with the same commandId.',
  ),
  ACTOR_REQUIRED: entry('The command needs the name of a person.', 'Send actor.'),

  // Risk: CATEGORY_CONDITION, raised before anything is sent
  RISK_KILLED: entry(
    'The kill switch of a scope above this order is latched.',
    'A person with the right role re-arms it.',
  ),
  RISK_ORDER_QUANTITY: entry('The order quantity exceeds its cap.', 'Split the order or raise the limit.'),
  RISK_ORDER_NOTIONAL: entry('The order notional exceeds its cap.', 'Split the order or raise the limit.'),
  RISK_POSITION: entry('Position plus open orders would exceed the cap.', 'Reduce first, or raise the limit.'),
  RISK_OPEN_ORDERS: entry('Too many open orders.', 'Cancel some, or raise the limit.'),
  RISK_GROSS_NOTIONAL: entry('Reserved and held notional would exceed the cap.', 'Reduce first, or raise the limit.'),
  RISK_PRICE_COLLAR: entry(
    'The limit price is too far from the reference price.',
    'Price the order nearer to the market.',
  ),
  RISK_NO_REFERENCE: entry('No reference price is known for the instrument.', 'Start a market-data stream for it.'),
  RISK_STALE_REFERENCE: entry('The reference price is older than allowed.', 'Wait for fresh market data.'),
  RISK_RATE: entry('Too many orders within the window.', 'Send fewer, or raise the limit.'),
  RISK_CHECK: entry('A check of your own refused the order.', 'The message is the check’s own.'),
  RISK_RANGE: entry('A risk counter would leave the exact integer range.', 'The order is far too large.'),

  // Strategies and control
  STRATEGY_UNKNOWN: entry('No strategy of this id or class.', 'Details list what there is.'),
  STRATEGY_STATE: entry('The strategy is not in a state that allows this.', 'List the strategies to see their states.'),
  STRATEGY_FAILED: entry('The strategy stopped with an error.', 'See its log; restart it when mended.'),
  STRATEGY_OVERRUN: entry(
    'The strategy could not keep up and its bounded queues ran full.',
    'Make handlers quicker or subscribe to less.',
  ),
  PARAMETER_INVALID: entry('A parameter of the strategy is missing or out of range.', 'Details name it.'),
  REPLAY_STATE: entry('The replay run is not in a state that allows this.', 'Start a new run.'),
  REPLAY_MEMBER_MISSING: entry('A member of the replay did not answer in time.', 'Details name it; see its log.'),

  // Start-up
  CONFIG_INVALID: entry('A configuration value is missing or invalid.', 'The message names the variable.'),
  PORT_TAKEN: entry('A port is in use.', 'Stop the other process or set the variable named in the message.'),
  JOURNAL_LOCKED: entry('Another OMS process holds the shard lock.', 'Stop it, or give this one its own DATA_DIR.'),
  JOURNAL_CORRUPT: entry(
    'A journal record fails its checksum inside the durable part.',
    'Restore from the archive; see the runbook.',
  ),
  JOURNAL_VERSION: entry(
    'A journal record is of a type or version that this release does not know.',
    'Run the release that wrote it, or a newer one.',
  ),
  JOURNAL_WRITE: entry(
    'The journal could not be written.',
    'Free disk space or mend the volume; the OMS restarts and recovers.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}
