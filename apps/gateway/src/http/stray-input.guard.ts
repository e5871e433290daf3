import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import type { Request } from 'express';
import { isOpenRoute } from '../auth/open-routes.js';
import { FieldErrors, type FieldError } from './field-errors.js';
import { inputsOf, type RouteInputs } from './route-inputs.js';

const maxErrors = 50;

/**
 * Refuses a body or a query that a route does not take. The validation sees only what a handler declares: on the others a
 * misspelt field would pass in silence.
 */
@Injectable()
export class StrayInputGuard implements CanActivate {
  private readonly known = new WeakMap<object, RouteInputs>();

  canActivate(context: ExecutionContext): boolean {
    if (isOpenRoute(context.getClass(), context.getHandler())) return true;
    const inputs = this.inputs(context.getClass<object>(), context.getHandler());
    const { body, query } = context.switchToHttp().getRequest<Request>();
    const errors = [...(inputs.body ? [] : stray(body)), ...(inputs.query ? [] : stray(query))];
    if (errors.length > 0) throw new FieldErrors(errors.slice(0, maxErrors));
    return true;
  }

  private inputs(controller: Type<object>, handler: object & { name: string }): RouteInputs {
    const known = this.known.get(handler);
    if (known) return known;
    const inputs = inputsOf(controller, handler.name);
    this.known.set(handler, inputs);
    return inputs;
  }
}

function stray(input: unknown): FieldError[] {
  if (input === undefined || input === null) return [];
  if (typeof input !== 'object') return [{ field: '', message: 'this route takes no body' }];
  return Object.keys(input).map((name) => ({ field: name.slice(0, 200), message: 'this route takes no such field' }));
}
