import type { ErrorCode } from '@bourseworks/domain';

/**
 * Every reason for which the broker ends or refuses a connection. `fault` says whose doing it was: the client's, the
 * network's, the operator's (configuration, stop) or the broker's own.
 */
export const DISCONNECT_CODES = {
  CLIENT_CLOSED: { fault: 'client', text: 'the client closed the connection in order' },
  CLIENT_LOST: { fault: 'network', text: 'the connection broke without a close' },
  IDLE: { fault: 'network', text: 'nothing arrived for the keepalive limit' },
  LOGIN_TIMEOUT: { fault: 'client', text: 'no login within the time allowed' },
  LOGIN_REFUSED: { fault: 'client', text: 'the login was answered with a refusal' },
  NOT_LOGGED_IN: { fault: 'client', text: 'a frame other than a login came first' },
  ALREADY_LOGGED_IN: { fault: 'client', text: 'a second login on one connection' },
  MALFORMED_FRAME: { fault: 'client', text: 'a frame could not be decoded' },
  FRAME_TOO_BIG: { fault: 'client', text: 'a frame was above the size limit' },
  UNSUPPORTED_PROTOCOL: { fault: 'client', text: 'a frame of an unknown protocol that may not be ignored' },
  OUTPUT_LIMIT: { fault: 'client', text: 'the client read too slowly: its output was above the hard bound' },
  TOO_MANY_CONNECTIONS: { fault: 'operator', text: 'the limit of connections is reached' },
  SERVER_STOPPING: { fault: 'operator', text: 'the broker is stopping' },
  HANDLER_FAULT: { fault: 'broker', text: 'the broker failed on a frame of this client' },
} as const;

export type DisconnectCode = keyof typeof DISCONNECT_CODES;

/** Why a connection ended. */
export interface DisconnectReason {
  readonly code: DisconnectCode;
  /** Facts of this case for the log; never credentials or payload. */
  readonly detail: string;
}

/** Codes of errors thrown by the broker's constructor and `start()`; these are the operator's to mend. */
export type BrokerErrorCode = Extract<
  ErrorCode,
  | 'OPTION_INVALID'
  | 'HOST_NEEDS_USERS'
  | 'PORT_TAKEN'
  | 'LISTEN_FAILED'
  | 'SPOOL_LOCKED'
  | 'SPOOL_FAILED'
  | 'BROKER_IN_PRODUCTION'
>;

export type ListenerKind = 'tcp' | 'ws' | 'tcps' | 'wss' | 'health' | 'admin';

export class SmfBrokerError extends Error {
  override readonly name = 'SmfBrokerError';

  constructor(
    readonly code: BrokerErrorCode,
    message: string,
    /** The listener concerned, for the codes of `start()`. */
    readonly listener?: ListenerKind,
  ) {
    super(message);
  }
}
