import type { DisconnectCode } from '../errors.js';

/** Why a frame cannot be accepted. A value, not an exception: malformed input is an expected event for a listener. */
export interface Malformed {
  readonly ok: false;
  readonly code: DisconnectCode;
  /** What is wrong with the frame, for the log. Never contains credentials or payload. */
  readonly detail: string;
}

export interface Decoded<T> {
  readonly ok: true;
  readonly value: T;
}

export type DecodeResult<T> = Decoded<T> | Malformed;

export function malformed(detail: string, code: DisconnectCode = 'MALFORMED_FRAME'): Malformed {
  return { ok: false, code, detail };
}

export function decoded<T>(value: T): Decoded<T> {
  return { ok: true, value };
}
