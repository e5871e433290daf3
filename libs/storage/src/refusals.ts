import { DomainError } from '@bourseworks/domain';

/** `what` says what is wrong, in words; the bound stands in the details too. */
export function beyond(what: string, bound: number): DomainError {
  return new DomainError({ code: 'STORE_LIMIT', message: `${what} (${bound})`, details: { bound } });
}

/** The store did not answer; whether a change was made is not known. `reason` is for people and holds no secret. */
export function unavailable(store: string, reason: string): DomainError {
  return new DomainError({ code: 'STORE_UNAVAILABLE', message: `${store}: ${reason}` });
}

export function corrupt(what: string): DomainError {
  return new DomainError({ code: 'STORE_CORRUPT', message: what });
}
