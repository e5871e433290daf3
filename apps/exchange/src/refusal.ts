/** What a code of the venue stands for: its HTTP status, what it means and what a client can do about it. */
export interface VenueErrorEntry {
  readonly status: number;
  readonly meaning: string;
  readonly remedy: string;
}

const entry = (status: number, meaning: string, remedy: string): VenueErrorEntry => ({ status, meaning, remedy });

/** What the exchange answers when it refuses: its own table, as that of any venue. Codes are stable. */
export const VENUE_ERRORS = {
  BAD_REQUEST: entry(400, 'A field is missing, unknown or out of its range.', 'The message names the field.'),
  INVALID_PRICE: entry(
    400,
    'The price is missing, not positive, off the tick, or not allowed for this order type.',
    'Round it to the tick of the instrument; send none with a market order.',
  ),
  INVALID_QUANTITY: entry(
    400,
    'The quantity is not a multiple of the lot, or outside the limits of the instrument.',
    'Round it to the lot of the instrument, between its minimum and maximum.',
  ),
  UNSUPPORTED: entry(
    400,
    'The exchange does not offer this combination of order type, time in force and flags.',
    'The message names it; choose one that is offered.',
  ),
  UNAUTHORIZED: entry(
    401,
    'The API key is missing or opens no account.',
    'Send the header with a key of the exchange.',
  ),
  UNKNOWN_SYMBOL: entry(404, 'The exchange does not list this symbol.', 'Ask it for the list of instruments.'),
  UNKNOWN_ORDER: entry(404, 'The account has no such order.', 'Check the order id and the account.'),
  DUPLICATE_CLIENT_ORDER_ID: entry(
    409,
    'The account has used this client order id before.',
    'Ask for the order of that id before sending another.',
  ),
  ORDER_CLOSED: entry(409, 'The order is already in a final state.', 'Nothing is left to cancel or replace.'),
  POST_ONLY_WOULD_TAKE: entry(
    409,
    'A post-only order would have traded at once.',
    'Price it away from the other side, or send it without post-only.',
  ),
  TOO_FAR_BEHIND: entry(
    409,
    'More execution reports were missed than a subscription sends again.',
    'Fetch the older ones from /api/executions, then subscribe from where they end.',
  ),
  TOO_MANY_ACCOUNTS: entry(429, 'The exchange holds as many accounts as it may.', 'Use an account that exists.'),
  TOO_MANY_OPEN_ORDERS: entry(429, 'The account has as many open orders as it may.', 'Cancel some first.'),
  TOO_MANY_SUBSCRIPTIONS: entry(
    429,
    'The connection follows as much as it may.',
    'Unsubscribe from something, or open another connection.',
  ),
  BOOK_FULL: entry(503, 'The book of the instrument takes no more resting orders.', 'Repeat later.'),
} as const satisfies Record<string, VenueErrorEntry>;

export type VenueErrorCode = keyof typeof VENUE_ERRORS;

/** A refusal on its way out; caught where REST and WebSocket requests come in. */
export class VenueError extends Error {
  constructor(
    readonly code: VenueErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'VenueError';
  }

  get status(): number {
    return VENUE_ERRORS[this.code].status;
  }

  body(): { error: { code: VenueErrorCode; message: string } } {
    return { error: { code: this.code, message: this.message } };
  }
}
