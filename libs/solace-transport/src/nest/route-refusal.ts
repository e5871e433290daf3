import { TransportError, type TransportErrorCode } from '../errors.js';

/** One error for all mistakes in the routes, under the code of the first. */
export function routeRefusal(problems: readonly string[]): TransportError {
  const code = problems[0].slice(0, problems[0].indexOf(':')) as TransportErrorCode;
  return TransportError.of(code, problems.join('; '));
}
