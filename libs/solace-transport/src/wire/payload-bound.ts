import { TransportError } from '../errors.js';

/** Why a payload is not read: one larger than its reader may send could cost it more memory and time than it has. */
export function sizeProblem(payload: Uint8Array, maxBytes: number): string | undefined {
  return payload.byteLength > maxBytes ? `${payload.byteLength} bytes, at most ${maxBytes}` : undefined;
}

/** @throws TransportError PAYLOAD_TOO_LARGE */
export function assertPayloadSize(payload: Uint8Array, maxBytes: number): void {
  const problem = sizeProblem(payload, maxBytes);
  if (problem !== undefined) throw TransportError.of('PAYLOAD_TOO_LARGE', problem);
}
