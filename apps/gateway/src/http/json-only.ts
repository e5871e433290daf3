import { DomainError } from '@bourseworks/domain';
import type { NextFunction, Request, Response } from 'express';

/**
 * Bodies are JSON. A form of a foreign page can send the other types that parsers know without asking first, JSON it cannot.
 */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const { headers } = request;
  const hasBody = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  if (!hasBody || request.is('application/json') === 'application/json') return next();
  next(new DomainError({ code: 'UNSUPPORTED_CONTENT_TYPE', message: 'send application/json' }));
}

/** Answers of the API are about people and their money: no cache keeps them unless a route says otherwise. */
export function noStore(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('cache-control', 'no-store');
  next();
}
