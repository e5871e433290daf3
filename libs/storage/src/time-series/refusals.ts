import { DomainError } from '@bourseworks/domain';

/** `what` says what is wrong, in words; the bound stands in the details too. */
export function beyond(what: string, bound: number): DomainError {
  return new DomainError({ code: 'STORE_LIMIT', message: `${what} (${bound})`, details: { bound } });
}

export function corrupt(what: string): DomainError {
  return new DomainError({ code: 'STORE_CORRUPT', message: what });
}
