/** What a code means and what the reader can do about it. */
interface ErrorEntry {
  readonly meaning: string;
  readonly remedy: string;
}

/** Every code this library raises. Codes are stable; `docs/reference/transport.md` prints this table. */
export const TRANSPORT_ERRORS = {
  // Session
  CONNECT_FAILED: { meaning: 'The broker could not be reached.', remedy: 'Check url and that the broker runs.' },
  LOGIN_REFUSED: { meaning: 'The broker refused the login.', remedy: 'Check vpn, username and password.' },
  TRANSPORT_DOWN: { meaning: 'The session to the broker is not up.', remedy: 'It reconnects by itself; repeat later.' },
  TRANSPORT_FULL: { meaning: 'The session accepts no more data for now.', remedy: 'Wait for the drain event.' },
  TRANSPORT_CLOSED: { meaning: 'The session was closed by this process.', remedy: 'Publish before the shutdown ends.' },
  // Publishing and subscribing
  BAD_TOPIC: {
    meaning: 'The topic or pattern is not valid.',
    remedy: 'At most 250 bytes and 128 levels, no empty level.',
  },
  BAD_PAYLOAD: {
    meaning: 'The value cannot be put on the wire.',
    remedy: 'Send bytes, or a value that its codec encodes.',
  },
  PAYLOAD_TOO_LARGE: { meaning: 'The payload exceeds maxPayloadBytes.', remedy: 'Split it into parts.' },
  BAD_HEADER: { meaning: 'A header is not a string, number or boolean.', remedy: 'Send plain values.' },
  GUARANTEED_UNSUPPORTED: {
    meaning: 'Only direct delivery is available.',
    remedy: 'Leave the delivery mode at direct.',
  },
  SUBSCRIPTION_DENIED: { meaning: 'The broker denied the subscription.', remedy: 'Grant the topic to the user.' },
  SUBSCRIPTION_FAILED: { meaning: 'The broker did not accept the subscription.', remedy: 'See the message.' },
  SUBSCRIPTION_TIMEOUT: { meaning: 'The broker did not confirm in time.', remedy: 'Check the connection; repeat.' },
  // Requests
  REQUEST_TIMEOUT: {
    meaning: 'No answer within the deadline.',
    remedy: 'The outcome is unknown: ask before repeating.',
  },
  REQUEST_ABORTED: {
    meaning: 'The session was lost or closed in flight.',
    remedy: 'The outcome is unknown: ask before repeating.',
  },
  REQUEST_LIMIT: { meaning: 'Too many requests are in flight.', remedy: 'Wait for answers, or raise maxInflight.' },
  REPLY_GAP: { meaning: 'A part of a reply was lost.', remedy: 'Repeat the request.' },
  BAD_REPLY: { meaning: 'A reply could not be read.', remedy: 'Check the content type of the service.' },
  // Answers of a server
  NO_HANDLER: { meaning: 'Nothing handles this topic.', remedy: 'Check the topic and that the service is running.' },
  BAD_MESSAGE: { meaning: 'The payload is not what its content type says.', remedy: 'Send valid bytes.' },
  UNSUPPORTED_CONTENT_TYPE: {
    meaning: 'No codec is registered for it.',
    remedy: 'Use application/json or register a codec.',
  },
  BAD_REQUEST: { meaning: 'A field is missing, unknown or out of its range.', remedy: 'Details name the fields.' },
  BUSY: { meaning: 'The service handles as many requests as it may.', remedy: 'Repeat after a moment.' },
  REPLY_OVERFLOW: {
    meaning: 'The answer was made faster than it could be sent.',
    remedy: 'Ask for less, in larger parts.',
  },
  RPC_ERROR: { meaning: 'The handler refused without a code.', remedy: 'Use CodedRpcException.' },
  INTERNAL_ERROR: { meaning: 'The service failed unexpectedly.', remedy: 'Look up the correlation id in its log.' },
  // Start
  DUPLICATE_ROUTE: { meaning: 'Two message handlers share a topic.', remedy: 'The message names both; remove one.' },
  HANDLER_WITHOUT_TRANSPORT: {
    meaning: 'A handler would bind to every server.',
    remedy: 'Pass SOLACE to its decorator.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type TransportErrorCode = keyof typeof TRANSPORT_ERRORS;

/** The error of a reply as it travels: `{"error": {code, message, details?}}`. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
}

/** An expected "no" of a publish: returned, not thrown, so that a full transport costs a hot publisher no stack trace. */
export interface PublishRefusal {
  readonly code: TransportErrorCode;
  readonly message: string;
}

/**
 * A failure of the bus, or (with `remote`) the error reply of another service. Compare `code`, never the class: an
 * error that crossed a thread or a test realm is not an instance any more.
 */
export class TransportError extends Error {
  readonly code: string;
  readonly details: unknown;
  readonly remote: boolean;

  private constructor(error: WireError, remote: boolean, cause?: unknown) {
    super(error.message, cause === undefined ? undefined : { cause });
    this.name = 'TransportError';
    this.code = error.code;
    this.details = error.details;
    this.remote = remote;
  }

  static of(code: TransportErrorCode, message: string, cause?: unknown): TransportError {
    return new TransportError({ code, message }, false, cause);
  }

  static fromRefusal(refusal: PublishRefusal): TransportError {
    return new TransportError(refusal, false);
  }

  static fromReply(error: WireError): TransportError {
    return new TransportError(error, true);
  }
}
