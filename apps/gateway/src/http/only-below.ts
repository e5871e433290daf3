import { DomainError } from '@bourseworks/domain';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Refuses what is not below one of these folders: Nest knows of no other, and Express would answer with a page of its own. */
export function onlyBelow(folders: readonly string[]): RequestHandler {
  return ({ path }: Request, _response: Response, next: NextFunction): void => {
    const known = folders.some((folder) => path === `/${folder}` || path.startsWith(`/${folder}/`));
    next(known ? undefined : new DomainError({ code: 'ROUTE_UNKNOWN', message: 'there is nothing at this path' }));
  };
}
