import type { RingMemory } from '../ring-memory.js';

/** A value as the UTF-8 JSON payload of a record, for what is rare or has no fixed layout. Allocates; not for ticks. */
export function encodeJson(value: unknown): Uint8Array {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('value has no JSON form');
  return Buffer.from(text, 'utf8');
}

/** @throws SyntaxError when the payload is not JSON. */
export function decodeJson(memory: RingMemory, at: number, length: number): unknown {
  return JSON.parse(memory.text(at, length));
}
