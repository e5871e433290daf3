import { ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import { validationExceptionFactory } from './exceptions.js';

/** The pipe of every service: unknown fields are refused, DTOs become instances, failures reach the caller as BAD_REQUEST. */
export function solaceValidationPipe(options: ValidationPipeOptions = {}): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    ...options,
    exceptionFactory: validationExceptionFactory,
  });
}
