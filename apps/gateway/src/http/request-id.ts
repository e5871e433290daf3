import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export const CORRELATION_HEADER = 'x-correlation-id';

const acceptable = /^[\w.:-]{1,128}$/;

type Identified = IncomingMessage & { id?: unknown };

/**
 * Names the request before its body is read: one that is refused that early never reaches the middleware that otherwise does
 * it, and its answer would carry no id to ask about. What comes later finds the id on the request.
 */
export function requestId(request: Identified, response: ServerResponse, next: () => void): void {
  const given = request.headers[CORRELATION_HEADER];
  const id = typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
  request.id = id;
  response.setHeader(CORRELATION_HEADER, id);
  next();
}
