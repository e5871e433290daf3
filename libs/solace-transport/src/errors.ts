/**
 * Every code this library raises. Their meanings and remedies stand in the error table of the platform
 * (`docs/reference/errors.md`), which this library cannot import.
 */
export const TRANSPORT_ERROR_CODES = [
  // Session
  'BAD_SESSION_OPTION',
  'CONNECT_FAILED',
  'LOGIN_REFUSED',
  'TOKEN_UNAVAILABLE',
  'TRANSPORT_DOWN',
  'TRANSPORT_FULL',
  'TRANSPORT_CLOSED',
  // Publishing and subscribing
  'BAD_TOPIC',
  'BAD_PAYLOAD',
  'PAYLOAD_TOO_LARGE',
  'BAD_HEADER',
  'TOPIC_NOT_ALLOWED',
  'GUARANTEED_UNSUPPORTED',
  'SUBSCRIPTION_DENIED',
  'SUBSCRIPTION_FAILED',
  'SUBSCRIPTION_TIMEOUT',
  // Guaranteed publishing
  'GUARANTEED_UNAVAILABLE',
  'PUBLISH_REJECTED',
  'PUBLISH_NOT_SENT',
  'PUBLISH_UNKNOWN',
  // Queues
  'BAD_QUEUE',
  'QUEUE_REFUSED',
  'QUEUE_UNAVAILABLE',
  // Requests
  'REQUEST_TIMEOUT',
  'REQUEST_ABORTED',
  'REQUEST_LIMIT',
  'REPLY_GAP',
  'BAD_REPLY',
  // Answers of a server
  'NO_HANDLER',
  'BAD_MESSAGE',
  'UNSUPPORTED_CONTENT_TYPE',
  'BAD_REQUEST',
  'BUSY',
  'REPLY_OVERFLOW',
  'RPC_ERROR',
  'INTERNAL_ERROR',
  // Start
  'DUPLICATE_ROUTE',
  'HANDLER_WITHOUT_TRANSPORT',
  'HOT_DTO_UNSUPPORTED',
  'HOT_ROUTE_UNSUPPORTED',
  'QUEUE_GROUP_INVALID',
] as const;

export type TransportErrorCode = (typeof TRANSPORT_ERROR_CODES)[number];

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
