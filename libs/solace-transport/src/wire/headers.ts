import type solace from 'solclientjs';
import { TransportError } from '../errors.js';
import { solclient } from '../session/solclient.js';

/** A user property of a message. */
export type HeaderValue = string | number | boolean;
export type Headers = Readonly<Record<string, HeaderValue>>;

/** User properties with a meaning to this library. */
export const HEADER = {
  /** Follows one cause through all services and logs. */
  correlationId: 'x-correlation-id',
  /** Index of a part of a reply, from 0; absent on a reply that is the only one. */
  part: 'x-part',
  /** True on the last part. */
  end: 'x-end',
  /** Code of an error reply. */
  error: 'x-error',
  /** True on the reply of a handler that returns nothing. */
  ack: 'x-ack',
  /** W3C Trace Context. */
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  /** True on a message to the sender of parts: nobody listens to the rest. */
  cancel: 'x-cancel',
} as const;

/** Bound of the headers of one message: a sender's mistake must not become a megabyte of metadata. */
const MAX_HEADERS = 64;

const INT32_MAX = 2_147_483_647;
const NONE: Headers = Object.freeze({});

/** @throws TransportError BAD_HEADER */
export function encodeHeaders(headers: Headers): solace.SDTMapContainer | undefined {
  const api = solclient();
  let map: solace.SDTMapContainer | undefined;
  let count = 0;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    if (++count > MAX_HEADERS) throw TransportError.of('BAD_HEADER', `more than ${MAX_HEADERS} headers`);
    map ??= new api.SDTMapContainer();
    map.addField(name, fieldType(name, value), value);
  }
  return map;
}

function fieldType(name: string, value: HeaderValue): solace.SDTFieldType {
  const { SDTFieldType } = solclient();
  switch (typeof value) {
    case 'string':
      return SDTFieldType.STRING;
    case 'boolean':
      return SDTFieldType.BOOL;
    case 'number':
      return Number.isInteger(value) && Math.abs(value) <= INT32_MAX ? SDTFieldType.INT32 : SDTFieldType.DOUBLETYPE;
    default:
      throw TransportError.of('BAD_HEADER', `header "${name}" is a ${typeof value}`);
  }
}

/** Never throws: another sender may put anything into its properties, and a consumer must not die of it. */
export function decodeHeaders(map: solace.SDTMapContainer | null | undefined): Headers {
  if (map == null) return NONE;
  const headers: Record<string, HeaderValue> = Object.create(null);
  for (const name of map.getKeys().slice(0, MAX_HEADERS)) {
    const value = readField(map, name);
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

function readField(map: solace.SDTMapContainer, name: string): HeaderValue | undefined {
  try {
    const value: unknown = map.getField(name).getValue();
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return value.toString();
    return undefined;
  } catch {
    return undefined; // an integer beyond the client's range: the property is left out, the message lives
  }
}
