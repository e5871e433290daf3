import { DomainError } from '@bourseworks/domain';
import type { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ShapedValidationPipe } from './body-shape.js';

export interface FieldError {
  /** Path to the field, such as `items.3.symbol`. */
  readonly field: string;
  readonly message: string;
}

const maxErrors = 50;
const maxText = 200;

/** A request whose fields are not as documented. Shows names and rules, never values: they may be passwords. */
export class FieldErrors extends DomainError {
  constructor(readonly errors: readonly FieldError[]) {
    super({ code: 'BAD_REQUEST', message: 'some fields are not as documented' });
  }
}

const short = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}…` : text);

function flatten(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = short(parent === '' ? property : `${parent}.${property}`);
    const own = Object.values(constraints).map((message) => ({ field, message: short(message) }));
    return [...own, ...flatten(children, field)];
  });
}

export function validationPipe(): ValidationPipe {
  return new ShapedValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new FieldErrors(flatten(errors).slice(0, maxErrors)),
  });
}
