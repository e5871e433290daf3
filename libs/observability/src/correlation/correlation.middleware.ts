import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { withCorrelation } from './correlation.js';

export const correlationHeader = 'x-correlation-id';

/** What a caller may choose as an id: anything longer or stranger would let it write into our logs. */
const acceptable = /^[\w.:-]{1,128}$/;

type IdentifiedRequest = IncomingMessage & { id?: unknown };

/** The request's id: the one given already, else the caller's header, else a new one. Remembered on the request. */
export function correlationIdOf(request: IdentifiedRequest): string {
  if (typeof request.id === 'string') return request.id;
  const given = request.headers[correlationHeader];
  const id = typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
  request.id = id;
  return id;
}

/** Express middleware: the handler and all it awaits run under the request's correlation id. */
export function correlationMiddleware(request: IdentifiedRequest, response: ServerResponse, next: () => void): void {
  const id = correlationIdOf(request);
  response.setHeader(correlationHeader, id);
  withCorrelation(id, next);
}
