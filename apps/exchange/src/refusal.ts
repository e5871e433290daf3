/** What the exchange answers when it refuses, as a stable code with its HTTP status. */
export const VENUE_ERRORS = {
  BAD_REQUEST: 400,
  INVALID_PRICE: 400,
  INVALID_QUANTITY: 400,
  UNSUPPORTED: 400,
  UNAUTHORIZED: 401,
  UNKNOWN_SYMBOL: 404,
  UNKNOWN_ORDER: 404,
  DUPLICATE_CLIENT_ORDER_ID: 409,
  ORDER_CLOSED: 409,
  POST_ONLY_WOULD_TAKE: 409,
  TOO_FAR_BEHIND: 409,
  TOO_MANY_ACCOUNTS: 429,
  TOO_MANY_OPEN_ORDERS: 429,
  TOO_MANY_SUBSCRIPTIONS: 429,
  BOOK_FULL: 503,
} as const;
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
    return VENUE_ERRORS[this.code];
  }

  body(): { error: { code: VenueErrorCode; message: string } } {
    return { error: { code: this.code, message: this.message } };
  }
}
